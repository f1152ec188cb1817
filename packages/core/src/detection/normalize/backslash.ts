import { escapedBytes } from './escaped-bytes.ts';
import { seen } from './character-class.ts';
import type { SourceWindow } from './source-window.ts';
import { hexDigit, hexNumber, type Token } from './token.ts';
import { unitToken } from './unit-escape.ts';

/** Escapes of one letter, as in JSON (RFC 8259, section 7). */
const CONTROLS: ReadonlyMap<number, string> = new Map(
  Object.entries({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }).map(([letter, text]) => [
    letter.charCodeAt(0),
    text,
  ]),
);

/**
 * What a backslash begins in JSON, program text, shell and Markdown: `\n`, `\"`, `\_`, `\x41`, `\u0041`,
 * `\u{41}`, `\U00000041`, `\101`; a backslash before a line break is dropped with it.
 */
export function backslashToken(window: SourceWindow, at: number): Token | undefined {
  const code = window.codeAt(at + 1);
  if (code === 0x75 || code === 0x78) return characterToken(window, at, code);
  if (code === 0x55) return codeToken(10, hexNumber(window, at + 2, 8));
  if (code >= 0x30 && code <= 0x33) return octalToken(window, at);
  if (code === 0x0a) return { length: 2, text: '' };
  if (code === 0x0d) {
    return window.codeAt(at + 2) === 0x0a ? { length: 3, text: '' } : undefined;
  }
  const control = CONTROLS.get(code);
  if (control !== undefined) return { length: 2, text: control };
  return isPunctuation(code) ? { length: 2, text: String.fromCharCode(code) } : undefined;
}

/** `\u` and `\x`, with braces or with a fixed number of digits. */
function characterToken(window: SourceWindow, at: number, letter: number): Token | undefined {
  if (window.codeAt(at + 2) === 0x7b) return bracedToken(window, at);
  return letter === 0x78
    ? escapedBytes(window, at, '\\x')
    : unitToken(window, at, hexNumber(window, at + 2, 4));
}

function bracedToken(window: SourceWindow, at: number): Token | undefined {
  let end = at + 3;
  let value = 0;
  // Six digits say every code point; as many zeros again may stand before them.
  while (end < at + 15) {
    const digit = hexDigit(window.codeAt(end));
    if (digit === -1) break;
    value = value * 16 + digit;
    end++;
  }
  if (end === at + 3 || window.codeAt(end) !== 0x7d) return undefined;
  return codeToken(end + 1 - at, value);
}

function codeToken(length: number, code: number): Token | undefined {
  const valid = code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return valid ? { length, text: seen(code) } : undefined;
}

function octalToken(window: SourceWindow, at: number): Token | undefined {
  let value = 0;
  for (let index = 1; index <= 3; index++) {
    const digit = window.codeAt(at + index) - 0x30;
    if (digit < 0 || digit > 7) return undefined;
    value = value * 8 + digit;
  }
  return value < 0x80 ? { length: 4, text: seen(value) } : undefined;
}

function isPunctuation(code: number): boolean {
  return (
    (code >= 0x21 && code <= 0x2f) ||
    (code >= 0x3a && code <= 0x40) ||
    (code >= 0x5b && code <= 0x60) ||
    (code >= 0x7b && code <= 0x7e)
  );
}
