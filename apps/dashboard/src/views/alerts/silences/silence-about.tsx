import type { AnswerOf } from '@safeai/client';
import { Foreign } from '../../../ui/foreign.tsx';

type Silence = AnswerOf<'alerts_silences'>[number];

/** Which alerts a silence is for. */
export function SilenceAbout({
  of: { rule, event, agent_id },
}: {
  readonly of: Pick<Silence, 'rule' | 'event' | 'agent_id'>;
}) {
  const named = [
    ['rule', rule],
    ['event', event],
    ['agent', agent_id],
  ] as const;
  if (named.every(([, glob]) => glob === null)) return <>every alert</>;
  return (
    <ul className="alerts-conditions">
      {named.map(([name, glob]) =>
        glob === null ? null : (
          <li key={name}>
            <span className="soft">{name}</span> <Foreign text={glob} most={80} mono />
          </li>
        ),
      )}
    </ul>
  );
}
