import { useSyncExternalStore } from 'react';
import { ticking } from './ticking.ts';
import { elapsedWords, localTime, utcTime } from './time-words.ts';
import { Tooltip } from './tooltip.tsx';

interface TimeProps {
  /** ISO 8601; null where there was none. */
  readonly at: string | null | undefined;
  /** `ago` says how long since or until; `clock` leaves the day out. */
  readonly form?: 'full' | 'clock' | 'ago';
}

/** A moment in the viewer's zone, in UTC on hover and focus. */
export function Time({ at, form = 'full' }: TimeProps) {
  const moment = Date.parse(at ?? '');
  if (typeof at !== 'string' || Number.isNaN(moment)) return <span className="soft">–</span>;
  return (
    <Tooltip
      says={form === 'full' ? utcTime(moment) : `${utcTime(moment)}\n${localTime(moment, 'full')}`}
    >
      <time dateTime={at}>
        {form === 'ago' ? <Ago moment={moment} /> : localTime(moment, form)}
      </time>
    </Tooltip>
  );
}

function Ago({ moment }: { readonly moment: number }) {
  return <>{elapsedWords(moment, useNow())}</>;
}

const subscribe = ticking(10_000);

/** The time, every ten seconds. Milliseconds since the epoch. */
function useNow(): number {
  // In whole seconds: what is drawn twice at once is drawn the same.
  return useSyncExternalStore(subscribe, () => Math.floor(Date.now() / 1000) * 1000);
}
