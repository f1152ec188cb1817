import { splice, splicesOf, type Edit } from '../json/apply-edits.ts';
import type { SseEvent } from './sse-event.ts';

const encoder = new TextEncoder();

/**
 * An event with values of its JSON changed. Without edits its own bytes; else only the bytes of the values differ,
 * over how many data lines ever they stand.
 *
 * @throws InvalidRequestError when the event has no value at a path
 */
export function rewriteEvent(event: SseEvent, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return event.raw;
  const splices = splicesOf(event.data ?? '', edits).map(({ start, end, text }) => ({
    start: textOffset(event, start),
    end: textOffset(event, end),
    text,
  }));
  return encoder.encode(splice(event.text, splices));
}

/** Where a character of the data stands in the event's text. */
function textOffset(event: SseEvent, offset: number): number {
  let left = offset;
  for (const { start, end } of event.dataLines) {
    if (left <= end - start) return start + left;
    left -= end - start + 1;
  }
  return event.text.length;
}

/** An event in the form that providers write. */
export function writeEvent(data: string, name?: string): Uint8Array {
  return encoder.encode(`${name === undefined ? '' : `event: ${name}\n`}data: ${data}\n\n`);
}

/** Several pieces as one. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (pieces.length === 1 && only !== undefined) return only;
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
