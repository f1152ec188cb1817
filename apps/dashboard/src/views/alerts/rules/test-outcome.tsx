import type { AnswerOf } from '@safeai/client';
import { Foreign } from '../../../ui/foreign.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** What came of a test: of each channel, whether it took the message. */
export function TestOutcome({
  answer: { channels },
}: {
  readonly answer: AnswerOf<'alerts_test'>;
}) {
  const failed = channels.filter(({ accepted }) => !accepted).length;
  const title =
    channels.length === 0
      ? 'No channel is used: nothing was sent'
      : failed === 0
        ? 'The test was accepted'
        : `${failed} of ${channels.length} did not accept the test`;
  return (
    <Notice tone={failed > 0 || channels.length === 0 ? 'warning' : 'good'} title={title}>
      <ul>
        {channels.map(({ channel, problem }) => (
          <li key={channel}>
            <Foreign text={channel} most={80} />:{' '}
            {problem === null ? 'accepted' : <Foreign text={problem} most={120} mono />}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
