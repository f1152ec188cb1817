import type { Range } from './segments.ts';

/** How much of a text is shown at a time, in UTF-16 code units. */
export const MOST_SHOWN = 40_000;

/** Most findings that are marked at a time. */
export const MOST_MARKED = 2000;

/** A finding's range within a part. */
export interface PartRange extends Range {
  /** Its place among all findings. */
  readonly finding: number;
}

/** Cuts a text into parts that can be shown; at the end of a line where one is near, never within a character. */
export function partsOf(text: string, most = MOST_SHOWN): readonly Range[] {
  const parts: Range[] = [];
  for (let start = 0; start < text.length || parts.length === 0;) {
    const end = Math.min(start + most, text.length);
    const part = { start, end: end === text.length ? end : cutBefore(text, start, end) };
    parts.push(part);
    if (part.end === text.length) break;
    start = part.end;
  }
  return parts;
}

function cutBefore(text: string, start: number, end: number): number {
  const line = text.lastIndexOf('\n', end - 1) + 1;
  if (line > start + (end - start) / 2) return line;
  const isWithin = /[\ud800-\udbff]/.test(text.charAt(end - 1)) && end - 1 > start;
  return isWithin ? end - 1 : end;
}

/** The part that a place of the text is in. */
export function partAt(parts: readonly Range[], at: number): number {
  const found = parts.findIndex(({ end }) => at < end);
  return found === -1 ? parts.length - 1 : found;
}

/** The ranges of findings that lie in a part, or reach into it, counted from its beginning; and how many are left out. */
export function rangesIn(
  ranges: readonly (Range | null)[],
  part: Range,
  most = MOST_MARKED,
): { readonly own: readonly PartRange[]; readonly left: number } {
  const own = ranges.flatMap((range, finding): PartRange[] =>
    range === null || range.end <= part.start || range.start >= part.end
      ? []
      : [
          {
            finding,
            start: Math.max(range.start, part.start) - part.start,
            end: Math.min(range.end, part.end) - part.start,
          },
        ],
  );
  return { own: own.slice(0, most), left: Math.max(0, own.length - most) };
}
