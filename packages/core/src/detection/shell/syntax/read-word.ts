import { Code, endsWord, isPlain } from './chars.ts';
import { addSubstitution, readBackticks, readDollar } from './read-expansion.ts';
import { readDoubleQuoted, readSingleQuoted } from './read-quoted.ts';
import type { Scanner } from './scanner.ts';
import type { Expansion, Word } from './syntax.ts';
import { WordParts } from './word-parts.ts';

const DRIVE = /^["']?[A-Za-z]:(?:\\[^\\]{1,64})*$/;
const NO_EXPANSIONS: readonly Expansion[] = [];

/**
 * Reads one word. The scanner stands at a character that can start one; it stops at the first unquoted
 * blank or operator. An unquoted `$IFS` separates words like the blank that it stands for; the word
 * may then be empty.
 */
export function readWord(scanner: Scanner): Word {
  const start = scanner.pos;
  const simple = plainEnd(scanner);
  const stop = simple < scanner.end ? scanner.text.charCodeAt(simple) : Code.space;
  if (simple > start && endsWord(stop) && stop !== Code.less && stop !== Code.greater) {
    scanner.pos = simple;
    const value = scanner.text.slice(start, simple);
    return { value, start, end: simple, quoted: false, expansions: NO_EXPANSIONS, map: [0, start] };
  }
  const parts = new WordParts();
  while (scanner.pos < scanner.end) {
    const code = scanner.text.charCodeAt(scanner.pos);
    if (isPlain(code)) readPlain(scanner, parts);
    else if (code === Code.less || code === Code.greater) {
      if (scanner.peek(1) !== Code.open) break;
      const at = scanner.pos;
      scanner.pos += 2;
      addSubstitution(scanner, parts, at, false, { process: true });
    } else if (endsWord(code)) break;
    else if (code === Code.backslash) readEscape(scanner, parts, start);
    else if (code === Code.singleQuote) readSingleQuoted(scanner, parts);
    else if (code === Code.doubleQuote) readDoubleQuoted(scanner, parts);
    else if (code === Code.backtick) readBackticks(scanner, parts, false);
    else if (readSeparator(scanner)) break;
    else readDollar(scanner, parts, false);
  }
  return {
    value: parts.text.value(),
    start,
    end: scanner.pos,
    quoted: parts.quoted,
    expansions: parts.expansions,
    map: parts.text.map(),
  };
}

/** Where the characters that stand for themselves end. */
function plainEnd(scanner: Scanner): number {
  let stop = scanner.pos;
  while (stop < scanner.end && isPlain(scanner.text.charCodeAt(stop))) stop++;
  return stop;
}

function readPlain(scanner: Scanner, parts: WordParts): void {
  const start = scanner.pos;
  const stop = plainEnd(scanner);
  parts.text.add(scanner.text.slice(start, stop), start);
  scanner.pos = stop;
}

/** A backslash; behind a drive letter it separates folders where it would protect a blank: `C:\\ -Recurse`. */
function readEscape(scanner: Scanner, parts: WordParts, start: number): void {
  const next = scanner.peek(1);
  if (
    next === Code.space &&
    DRIVE.test(scanner.text.slice(start, Math.min(scanner.pos, start + 260)))
  ) {
    parts.text.add('\\', scanner.pos);
    scanner.pos++;
    return;
  }
  if (next === Code.newline) {
    scanner.pos += 2;
  } else if (next === Code.return && scanner.peek(2) === Code.newline) {
    scanner.pos += 3;
  } else if (next === -1) {
    parts.text.add('\\', scanner.pos);
    scanner.pos++;
  } else {
    parts.quoted = true;
    parts.text.add(scanner.text.charAt(scanner.pos + 1), scanner.pos + 1);
    scanner.pos += 2;
  }
}

const SEPARATOR = /\$IFS(?![A-Za-z0-9_])|\$\{IFS[^}'"`$]{0,32}\}/y;

function readSeparator(scanner: Scanner): boolean {
  SEPARATOR.lastIndex = scanner.pos;
  const found = SEPARATOR.exec(scanner.text);
  if (found === null || SEPARATOR.lastIndex > scanner.end) return false;
  scanner.pos = SEPARATOR.lastIndex;
  return true;
}
