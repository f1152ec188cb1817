import { madeWhenUsed } from './made-when-used.ts';

const fullFormat = madeWhenUsed(
  () => new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
);
const clockFormat = madeWhenUsed(() => new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }));
const relativeFormat = madeWhenUsed(() => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }));

/** A moment in the viewer's zone. @param moment milliseconds since the epoch */
export function localTime(moment: number, form: 'full' | 'clock'): string {
  return (form === 'full' ? fullFormat() : clockFormat()).format(moment);
}

/** A moment in UTC: `2026-01-01 00:00:00 UTC`. @param moment milliseconds since the epoch */
export function utcTime(moment: number): string {
  return `${new Date(moment).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** How long ago, or how soon: `3 minutes ago`, `in 2 hours`. Both in milliseconds since the epoch. */
export function elapsedWords(moment: number, now: number): string {
  const distance = moment - now;
  for (const [unit, length] of UNITS) {
    if (Math.abs(distance) >= length)
      return relativeFormat().format(Math.trunc(distance / length), unit);
  }
  return 'now';
}

/** A length of time in short: `2 d 3 h`, `4 min 5 s`, `12 ms`. @param ms 0 or more */
export function durationWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const parts: string[] = [];
  let left = Math.floor(ms / 1000);
  for (const [word, seconds] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(left / seconds);
    if (count > 0) parts.push(`${count} ${word}`);
    left -= count * seconds;
  }
  return parts.slice(0, 2).join(' ');
}
