import type { WireEvent } from '@safeai/client';

/** An event that happened. */
export interface EventRow {
  readonly kind: 'event';
  /** Goes up by one from row to row. */
  readonly number: number;
  readonly event: WireEvent;
}

/** A time of which not everything may be here. */
export interface GapRow {
  readonly kind: 'gap';
  readonly number: number;
  /** Why, as the server or the page names it; the first of several. */
  readonly reason: string;
  /** Whether anything is lost: some gaps are filled by coming back. */
  readonly isLost: boolean;
  /** How many events it may be, where that is known. */
  readonly count: number | null;
  /** Begin and end. Milliseconds since the epoch; null where it is not known. */
  readonly from: number | null;
  readonly until: number;
}

/** A row of the feed. */
export type FeedRow = EventRow | GapRow;

/**
 * What a `stream.gap` tells, as a row.
 *
 * @param before the row that it comes after: a gap is one with it
 */
export function gapRow(gap: WireEvent, number: number, before: FeedRow | undefined): GapRow {
  const { reason, resync, since, count } = gap.detail as Record<string, unknown>;
  const until = Date.parse(gap.timestamp);
  const told = {
    ...{ kind: 'gap' as const, number, until },
    reason: typeof reason === 'string' ? reason : 'unknown',
    isLost: resync !== false,
    count: typeof count === 'number' ? count : null,
  };
  if (before?.kind === 'gap') {
    const isLost = told.isLost || before.isLost;
    const { from, reason: first } = before;
    const why = before.isLost ? first : told.reason;
    return { ...told, number: before.number, from, isLost, reason: why, count: null };
  }
  return { ...told, from: timeOfPosition(since) ?? timeOf(before) };
}

/** The time in an `id` of the stream, or as which `since` was said. */
function timeOfPosition(since: unknown): number | null {
  if (typeof since !== 'string') return null;
  const [, ms] = /^(\d{1,15})-\d{1,9}$/.exec(since) ?? [];
  const time = ms === undefined ? Date.parse(since) : Number(ms);
  return Number.isNaN(time) ? null : time;
}

function timeOf(row: EventRow | undefined): number | null {
  if (row === undefined) return null;
  const time = Date.parse(row.event.timestamp);
  return Number.isNaN(time) ? null : time;
}
