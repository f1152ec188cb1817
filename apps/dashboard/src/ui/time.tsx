import { useSyncExternalStore } from 'react';
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

const TICK_MS = 10_000;
const ticking = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = Date.now();

/** One clock for all of the page. */
function subscribe(listener: () => void): () => void {
  ticking.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of ticking) each();
  }, TICK_MS);
  return () => {
    ticking.delete(listener);
    if (ticking.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, every ten seconds. Milliseconds since the epoch. */
function useNow(): number {
  return useSyncExternalStore(subscribe, () => {
    if (timer === undefined) now = Date.now();
    return now;
  });
}
