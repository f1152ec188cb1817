import type { AnswerOf } from '@safeai/client';
import type { Question } from '../question/keys.ts';

type Bucket = AnswerOf<'audit_facets'>['series'][number];

/** Widths of a bar, as the route takes them, and in milliseconds. */
const STEPS = [
  ['1s', 1000],
  ['5s', 5000],
  ['15s', 15_000],
  ['1m', 60_000],
  ['5m', 300_000],
  ['15m', 900_000],
  ['30m', 1_800_000],
  ['1h', 3_600_000],
  ['3h', 10_800_000],
  ['6h', 21_600_000],
  ['1d', 86_400_000],
  ['7d', 604_800_000],
] as const;

/** The widest: a thousand bars of it, the most that the route gives, are nineteen years. */
export const WIDEST = '7d';

/** About so many bars fit. */
const BARS = 90;

const UNITS: Readonly<Record<string, number>> = {
  ...{ s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 },
};

/** A length of time as the query has it, in milliseconds: `15m`. */
export function msOfSpan(span: string): number {
  return Number(span.slice(0, -1)) * (UNITS[span.slice(-1)] ?? 0);
}

/** From when to when a question looks, in milliseconds since the epoch; null where it has no beginning. */
export function rangeOf(
  { last, since, until }: Question,
  now: number,
): { readonly from: number; readonly to: number } | null {
  const starts = [
    ...(last === undefined ? [] : [now - msOfSpan(last)]),
    ...(since === undefined ? [] : [Date.parse(since)]),
  ];
  if (starts.length === 0) return null;
  const to = until === undefined ? now : Date.parse(until);
  return { from: Math.min(Math.max(...starts), to), to };
}

/** The width of bars over so long a time. @param span milliseconds */
export function stepFor(span: number): string {
  return STEPS.find(([, ms]) => span / ms <= BARS)?.[0] ?? WIDEST;
}

/** How long a series is, in milliseconds. */
export function spanOfSeries(series: readonly Bucket[], step: string): number {
  return series.length * msOfSpan(step);
}

/** Most bars that a series is filled up to, and the fewest that are drawn. */
const MOST = 1000;
const FEWEST = 30;

/** A series with the empty bars before and after it: as far as the question looks, and never a bar or two alone. */
export function filled(
  series: readonly Bucket[],
  step: string,
  range: { readonly from: number; readonly to: number } | null,
): readonly Bucket[] {
  const ms = msOfSpan(step);
  const known = new Map(series.map((bucket) => [Date.parse(bucket.ts), bucket]));
  const [first = NaN, last = NaN] = [[...known.keys()].at(0), [...known.keys()].at(-1)];
  const to = range?.to ?? last + ms;
  const from = range?.from ?? Math.min(first, to - FEWEST * ms);
  if (Number.isNaN(from) || (to - from) / ms > MOST) return series;
  const bars: Bucket[] = [];
  for (let at = Math.floor(from / ms) * ms; at < to; at += ms) {
    bars.push(known.get(at) ?? { ...NOTHING, ts: new Date(at).toISOString() });
  }
  return bars;
}

const NOTHING = { total: 0, allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 };
