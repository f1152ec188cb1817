import { localTime, utcTime } from '../../../ui/time-words.ts';
import { Tooltip } from '../../../ui/tooltip.tsx';
import { countdownWords, urgency } from './countdown-words.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

/** How long something is open still, by the server's clock; the moment itself on hover. @param at ISO 8601 */
export function Countdown({ at }: { readonly at: string }) {
  const seconds = useSecondsLeft(at);
  const moment = Date.parse(at);
  return (
    <Tooltip says={`${utcTime(moment)}\n${localTime(moment, 'full')}`}>
      <time
        className="approvals-countdown"
        dateTime={at}
        role="timer"
        data-urgency={seconds === null ? 'none' : urgency(seconds)}
      >
        {seconds === null ? '–' : seconds === 0 ? 'over' : countdownWords(seconds)}
      </time>
    </Tooltip>
  );
}
