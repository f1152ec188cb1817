import { Code } from './chars.ts';
import { readDollar, readBackticks } from './read-expansion.ts';
import type { Scanner } from './scanner.ts';
import type { WordParts } from './word-parts.ts';

/** `'…'`: everything up to the next quote, as it stands. The scanner is at the opening quote. */
export function readSingleQuoted(scanner: Scanner, parts: WordParts): void {
  const start = scanner.pos + 1;
  let close = scanner.text.indexOf("'", start);
  if (close === -1 || close >= scanner.end) {
    close = scanner.end;
    scanner.unclosed = true;
  }
  parts.quoted = true;
  parts.text.add(scanner.text.slice(start, close), start);
  scanner.pos = Math.min(close + 1, scanner.end);
}

/** `"…"`, in which `$`, backticks and some escapes keep their meaning. */
export function readDoubleQuoted(scanner: Scanner, parts: WordParts): void {
  parts.quoted = true;
  scanner.pos++;
  let run = scanner.pos;
  const flush = (): void => {
    if (scanner.pos > run) parts.text.add(scanner.text.slice(run, scanner.pos), run);
  };
  while (scanner.pos < scanner.end) {
    const code = scanner.text.charCodeAt(scanner.pos);
    if (code === Code.doubleQuote) {
      flush();
      scanner.pos++;
      return;
    }
    if (code === Code.dollar || code === Code.backtick) {
      flush();
      if (code === Code.dollar) readDollar(scanner, parts, true);
      else readBackticks(scanner, parts, true);
      run = scanner.pos;
    } else if (code === Code.backslash && scanner.pos + 1 < scanner.end) {
      const next = scanner.peek(1);
      if (next === Code.newline) {
        flush();
        run = scanner.pos + 2;
      } else if (
        next === Code.dollar ||
        next === Code.backtick ||
        next === Code.doubleQuote ||
        next === Code.backslash
      ) {
        flush();
        run = scanner.pos + 1;
      }
      scanner.pos += 2;
    } else {
      scanner.pos++;
    }
  }
  flush();
  scanner.unclosed = true;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
};

/** `$'…'`, in which C escapes are decoded. The scanner is at the dollar. */
export function readAnsiQuoted(scanner: Scanner, parts: WordParts): void {
  parts.quoted = true;
  scanner.pos += 2;
  while (scanner.pos < scanner.end) {
    const code = scanner.text.charCodeAt(scanner.pos);
    if (code === Code.singleQuote) {
      scanner.pos++;
      return;
    }
    if (code === Code.backslash && scanner.pos + 1 < scanner.end) {
      const start = scanner.pos;
      const decoded = decodeEscape(scanner);
      parts.text.add(decoded, start, scanner.pos - start);
    } else {
      let stop = scanner.pos + 1;
      while (stop < scanner.end) {
        const next = scanner.text.charCodeAt(stop);
        if (next === Code.singleQuote || next === Code.backslash) break;
        stop++;
      }
      parts.text.add(scanner.text.slice(scanner.pos, stop), scanner.pos);
      scanner.pos = stop;
    }
  }
  scanner.unclosed = true;
}

function decodeEscape(scanner: Scanner): string {
  const letter = scanner.text.charAt(scanner.pos + 1);
  scanner.pos += 2;
  const simple = SIMPLE_ESCAPES[letter];
  if (simple !== undefined) return simple;
  if (letter === 'x') return fromDigits(scanner, 2, 16);
  if (letter === 'u') return fromDigits(scanner, 4, 16);
  if (letter === 'U') return fromDigits(scanner, 8, 16);
  if (letter >= '0' && letter <= '7') {
    scanner.pos--;
    return fromDigits(scanner, 3, 8);
  }
  // Any other backslash stands for itself.
  return /[\\'"?]/.test(letter) ? letter : `\\${letter}`;
}

function fromDigits(scanner: Scanner, most: number, radix: 8 | 16): string {
  const pattern = radix === 16 ? /^[0-9a-fA-F]+/ : /^[0-7]+/;
  const digits = pattern.exec(
    scanner.text.slice(scanner.pos, Math.min(scanner.pos + most, scanner.end)),
  )?.[0];
  if (digits === undefined) return '';
  scanner.pos += digits.length;
  const code = Number.parseInt(digits, radix);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
