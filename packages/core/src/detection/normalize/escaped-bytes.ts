import type { SourceWindow } from './source-window.ts';
import { hexNumber, type Token } from './token.ts';
import { seen } from './character-class.ts';
import { codePoint, INCOMPLETE, INVALID, sequenceLength, wellFormed } from './utf8.ts';

/**
 * Bytes that are written one by one as a mark and two hexadecimal digits (`%41`, `\x41`): one of ASCII, or
 * all those of one character in UTF-8.
 */
export function escapedBytes(window: SourceWindow, at: number, mark: string): Token | undefined {
  const width = mark.length + 2;
  const lead = byteAt(window, at, mark);
  if (lead === -1) return undefined;
  if (lead < 0x80) return { length: width, text: seen(lead) };
  const bytes = [lead];
  const length = sequenceLength(lead);
  while (bytes.length < length) {
    const byte = byteAt(window, at + bytes.length * width, mark);
    if (byte === -1) return undefined;
    bytes.push(byte);
  }
  const found = wellFormed(bytes);
  if (found === INVALID || found === INCOMPLETE) return undefined;
  return { length: length * width, text: seen(codePoint(bytes, length)) };
}

function byteAt(window: SourceWindow, at: number, mark: string): number {
  for (let index = 0; index < mark.length; index++) {
    if (window.codeAt(at + index) !== mark.charCodeAt(index)) return -1;
  }
  return hexNumber(window, at + mark.length, 2);
}
