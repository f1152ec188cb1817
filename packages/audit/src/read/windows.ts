import { MAX_LINE_BYTES } from '../format/record-line.ts';
import type { OpenSegment } from './open-segment.ts';

/** Which end to begin at. */
export type Order = 'newest' | 'oldest';

/** The first window is small, since a page often needs no more; the next ones grow. */
const FIRST_WINDOW = 16_384;
const LAST_WINDOW = 262_144;
const LINE_FEED = 0x0a;

/**
 * A part of a segment in buffers of whole lines, from either end. What follows the last line feed is a line that
 * is still being written, or a torn one, and is left out. Memory is bounded whatever the bytes are: of what is
 * longer than a line can be, some is dropped, and it is no line either way.
 *
 * @param from begin of a line
 */
export function wholeLines(
  segment: OpenSegment,
  from: number,
  to: number,
  order: Order,
): AsyncGenerator<Buffer, void> {
  return order === 'newest' ? backward(segment, from, to) : forward(segment, from, to);
}

async function* backward(
  segment: OpenSegment,
  from: number,
  to: number,
): AsyncGenerator<Buffer, void> {
  let rest: Buffer | undefined;
  let window = FIRST_WINDOW;
  for (let end = to; end > from;) {
    const start = Math.max(from, end - window);
    let bytes = await segment.read(start, end);
    // A file that became shorter meanwhile ends here.
    if (bytes.length < end - start) rest = undefined;
    end = start;
    window = Math.min(window * 4, LAST_WINDOW);
    if (rest === undefined) {
      const last = bytes.lastIndexOf(LINE_FEED);
      if (last < 0) continue;
      bytes = bytes.subarray(0, last + 1);
      rest = Buffer.alloc(0);
    }
    // The window's first line begins before it, unless this is the beginning.
    const cut = start === from ? 0 : bytes.indexOf(LINE_FEED) + 1;
    if (start !== from && cut === 0) {
      rest = Buffer.concat([bytes, rest]).subarray(-MAX_LINE_BYTES);
      continue;
    }
    yield Buffer.concat([bytes.subarray(cut), rest]);
    rest = Buffer.from(bytes.subarray(0, cut));
  }
}

async function* forward(
  segment: OpenSegment,
  from: number,
  to: number,
): AsyncGenerator<Buffer, void> {
  let rest = Buffer.alloc(0);
  for (let start = from; start < to;) {
    const bytes = await segment.read(start, Math.min(to, start + LAST_WINDOW));
    if (bytes.length === 0) return;
    start += bytes.length;
    const cut = bytes.lastIndexOf(LINE_FEED) + 1;
    if (cut === 0) {
      rest = Buffer.concat([rest, bytes]).subarray(0, MAX_LINE_BYTES);
      continue;
    }
    yield Buffer.concat([rest, bytes.subarray(0, cut)]);
    rest = Buffer.from(bytes.subarray(cut));
  }
}
