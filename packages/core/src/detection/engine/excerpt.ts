import type { Span } from '../detection.ts';

/** Lines on each side of a hit that are looked at with it. */
const LINES = 3;

/** Characters on each side of a hit that are looked at with it, if the lines are longer. */
const REACH = 2048;

/** Hits in one line that are so close together are looked at together. */
const CLOSE = REACH / 2;

/** Texts up to this length are looked at whole. */
const SHORT = 2 * REACH;

/** Parts of a text, one after the other, with a line end after each. */
export interface Excerpt {
  readonly text: string;
  /** The place in the text itself of a character of the excerpt. O(log parts). */
  sourceOf(at: number): number;
}

/** The whole of a text as an excerpt. */
export function whole(text: string): Excerpt {
  return { text, sourceOf: (at) => at };
}

/**
 * What stands around the hits of a text: some lines before and after each, and of long lines some thousand
 * characters. The text itself if it is short. O(length).
 *
 * @param hits places in ascending order, some of them twice if need be
 */
export function excerptAround(text: string, hits: readonly number[]): Excerpt {
  if (text.length <= SHORT) return whole(text);
  const parts = partsAround(text, hits);
  const begins: number[] = [];
  let excerpt = '';
  for (const { start, end } of parts) {
    begins.push(excerpt.length);
    excerpt += `${text.slice(start, end)}\n`;
  }
  const sourceOf = (at: number): number => {
    const index = lastNotAfter(begins, at);
    const { start, end } = parts[index] ?? { start: 0, end: 0 };
    return Math.min(end - 1, start + at - (begins[index] ?? 0));
  };
  return { text: excerpt, sourceOf };
}

function partsAround(text: string, hits: readonly number[]): Span[] {
  const parts: { start: number; end: number }[] = [];
  let seen = -1;
  for (const hit of hits) {
    if (hit < seen) continue;
    const start = startAround(text, hit);
    const end = endAround(text, hit);
    const newline = text.slice(hit, hit + CLOSE).indexOf('\n');
    seen = hit + (newline === -1 ? CLOSE : newline);
    const last = parts.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else parts.push({ start, end });
  }
  return parts;
}

function startAround(text: string, hit: number): number {
  const limit = Math.max(0, hit - REACH);
  let at = hit;
  for (let lines = 0; lines <= LINES; lines++) {
    const newline = at === 0 ? -1 : text.slice(limit, at).lastIndexOf('\n');
    if (newline === -1) return isTail(text, limit) ? limit - 1 : limit;
    at = limit + newline;
  }
  return at + 1;
}

function endAround(text: string, hit: number): number {
  const limit = Math.min(text.length, hit + REACH);
  let at = hit - 1;
  for (let lines = 0; lines <= LINES; lines++) {
    const newline = text.slice(at + 1, limit).indexOf('\n');
    if (newline === -1) return isTail(text, limit) ? limit + 1 : limit;
    at += 1 + newline;
  }
  return at;
}

/** Whether the second half of a character stands at a place. */
function isTail(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff;
}

/** The last of the ascending places that is not after `at`. */
function lastNotAfter(places: readonly number[], at: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
