import type { AnswerOf } from '@safeai/client';
import { Foreign } from '../../../ui/foreign.tsx';
import { Icon } from '../../../ui/icon.tsx';

type Channel = AnswerOf<'alerts_rules'>['channels'][number];

const LOOKS = {
  ok: { icon: 'allow', tone: 'good', words: 'Well' },
  failing: { icon: 'warning', tone: 'bad', words: 'Failing' },
  unknown: { icon: 'info', tone: undefined, words: 'Not known' },
} as const;

/** How a channel is: by a sign, by words and by colour; and what went wrong last. */
export function ChannelState({
  of: { state, enabled, problem },
}: {
  readonly of: Pick<Channel, 'state' | 'enabled' | 'problem'>;
}) {
  if (!enabled) return <span className="pill">Turned off</span>;
  const { icon, tone, words } = LOOKS[state];
  return (
    <span className="row">
      <span className="pill" data-tone={tone}>
        <Icon name={icon} size={13} />
        {words}
      </span>
      {problem === null ? null : <Foreign text={problem} most={80} mono />}
    </span>
  );
}
