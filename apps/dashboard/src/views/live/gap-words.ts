import { countWords } from '../../ui/figures.ts';
import { localTime } from '../../ui/time-words.ts';
import type { GapRow } from './feed-row.ts';

const REASONS: Readonly<Record<string, string>> = {
  too_old: 'The server no longer had what happened in between',
  too_many: 'More happened than the server could tell',
  slow: 'This page was too slow',
  unknown: 'The connection was lost',
  narrowed: 'Not everything was asked for',
  away: 'Nobody was looking',
};

/** What a gap is, in a sentence. */
export function gapWords({ reason, isLost, count, from, until }: GapRow): string {
  const why = Object.hasOwn(REASONS, reason) ? REASONS[reason] : REASONS.unknown;
  if (!isLost) return `${why}: it went on where it was, and nothing is missing`;
  const many = count === null ? 'events may be missing' : `${countWords(count)} events are missing`;
  const begin = from === null ? '' : `${localTime(from, 'clock')} to `;
  return `${why}: ${many}, ${begin}${localTime(until, 'clock')}`;
}

/** The time of a gap as the audit log is asked for it; a second more on both sides, for clocks differ. */
export function gapTime({ from, until }: GapRow): {
  readonly since?: string;
  readonly until: string;
} {
  const end = new Date(until + 1000).toISOString();
  return from === null
    ? { until: end }
    : { since: new Date(from - 1000).toISOString(), until: end };
}
