import { seen } from './character-class.ts';
import type { SourceWindow } from './source-window.ts';
import { hexNumber, type Token } from './token.ts';

/** Characters of an escape of one UTF-16 code unit: a mark, `u` and four digits. */
const WIDTH = 6;

/**
 * A code unit that is written as a mark, `u` and four hexadecimal digits; a surrogate pair as two of them.
 * Half a pair stays as it is written.
 *
 * @param unit the code unit at `at`, -1 when there is none
 */
export function unitToken(window: SourceWindow, at: number, unit: number): Token | undefined {
  if (unit === -1 || (unit >= 0xdc00 && unit < 0xe000)) return undefined;
  if (unit < 0xd800 || unit >= 0xe000) return { length: WIDTH, text: seen(unit) };
  if (window.codeAt(at + WIDTH) !== window.codeAt(at)) return undefined;
  if ((window.codeAt(at + WIDTH + 1) | 0x20) !== 0x75) return undefined;
  const trail = hexNumber(window, at + WIDTH + 2, 4);
  if (trail < 0xdc00 || trail >= 0xe000) return undefined;
  const code = ((unit - 0xd800) << 10) + (trail - 0xdc00) + 0x10000;
  return { length: 2 * WIDTH, text: seen(code) };
}
