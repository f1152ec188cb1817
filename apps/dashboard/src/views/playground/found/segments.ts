/** A half-open range of UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text, and which ranges cover it: their places in the list, smallest first. */
export interface Segment extends Range {
  readonly of: readonly number[];
}

/**
 * Cuts a text at every end of every range. The segments, in order, are the whole text; each range that lies in it is
 * covered by exactly the segments that name it. What lies outside is cut off; empty ranges are in none.
 * O(n log n + what the segments name).
 *
 * @param length of the text
 */
export function segments(length: number, ranges: readonly Range[]): readonly Segment[] {
  const within = ranges
    .map(({ start, end }, place) => ({
      place,
      start: Math.max(0, Math.min(start, length)),
      end: Math.max(0, Math.min(end, length)),
    }))
    .filter(({ start, end }) => start < end);
  const cuts = new Set([0, length]);
  for (const { start, end } of within) cuts.add(start).add(end);
  const points = [...cuts].sort((a, b) => a - b);
  const waiting = within.sort((a, b) => b.start - a.start);
  let open: typeof within = [];
  const found: Segment[] = [];
  for (const [index, start] of points.entries()) {
    const end = points[index + 1];
    if (end === undefined) break;
    open = open.filter((range) => range.end > start);
    for (let next = waiting.at(-1); next?.start === start; next = waiting.at(-1)) {
      waiting.pop();
      open.push(next);
    }
    found.push({ start, end, of: open.map(({ place }) => place).sort((a, b) => a - b) });
  }
  return found;
}
