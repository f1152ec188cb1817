import { SseReader, type SseEvent, type StreamReader, type StreamStep } from '../src/index.ts';

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (pieces: readonly Uint8Array[]): string => Buffer.concat(pieces).toString();

/** Events of bytes that come in these pieces. */
export function eventsOf(pieces: readonly Uint8Array[]): SseEvent[] {
  const reader = new SseReader();
  const events = pieces.flatMap((piece) => reader.push(piece));
  return [...events, ...reader.end()];
}

export function stepsOf(reader: StreamReader, pieces: readonly Uint8Array[]): StreamStep[] {
  return eventsOf(pieces).map((event) => reader.read(event));
}

/** Pieces of some bytes, cut at these places. */
export function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set(places)].filter((at) => at > 0 && at < bytes.length);
  sorted.sort((left, right) => left - right);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}

/** What all channels say in the end. */
export function saidBy(reader: StreamReader, steps: readonly StreamStep[]): Record<string, string> {
  const said = Object.fromEntries([...reader.channels.keys()].map((key) => [key, '']));
  for (const { deltas } of steps)
    for (const { channel, text } of deltas) said[channel] = (said[channel] ?? '') + text;
  return said;
}
