import { escapedBytes } from './escaped-bytes.ts';
import type { SourceWindow } from './source-window.ts';
import { hexNumber, type Token } from './token.ts';
import { unitToken } from './unit-escape.ts';

/** `%41` and UTF-8 sequences of such (RFC 3986, section 2.1), and `%u0041` of old scripts. `+` stays. */
export function percentToken(window: SourceWindow, at: number): Token | undefined {
  return (window.codeAt(at + 1) | 0x20) === 0x75
    ? unitToken(window, at, hexNumber(window, at + 2, 4))
    : escapedBytes(window, at, '%');
}
