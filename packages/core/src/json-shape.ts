const QUOTE = 0x22;
const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LOWER = 0x20;
const E = 0x65;

/** An integer of more digits is past every double. */
const MAX_DIGITS = 400;

/** What can be seen of a JSON text without parsing it. */
export interface TextShape {
  /** Deepest nesting. */
  readonly depth: number;
  /** Colons outside strings: in valid JSON, one for each member of an object as written. */
  readonly members: number;
  /** A number would come out as another one: an integer past 2^53 that has no exact double, or too large for any. */
  readonly inexact: boolean;
}

/**
 * Counts nesting and members in one pass over the text, which it does not check. Strings are skipped from quote
 * to quote. Linear.
 */
export function textShape(text: string): TextShape {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let inexact = false;
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = closingQuote(text, index + 1);
        break;
      case COLON:
        members++;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (++depth > deepest) deepest = depth;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth--;
        break;
      default:
        if (!isNumberChar(text.charCodeAt(index))) break;
        {
          const start = index;
          while (isNumberChar(text.charCodeAt(index + 1))) index++;
          inexact ||= !isExact(text, start, index + 1);
        }
    }
  }
  return { depth: deepest, members, inexact };
}

/**
 * Valid JSON with each number that {@link textShape} calls inexact as a string of the same characters. Linear.
 */
export function quoteInexactNumbers(text: string): string {
  let quoted = '';
  let done = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = closingQuote(text, index + 1);
      continue;
    }
    // Of the letters outside strings, those of `true`, `false` and `null` begin no number.
    if (code !== MINUS && !(code >= ZERO && code <= NINE)) continue;
    const start = index;
    while (isNumberChar(text.charCodeAt(index + 1))) index++;
    if (isExact(text, start, index + 1)) continue;
    quoted += `${text.slice(done, start)}"${text.slice(start, index + 1)}"`;
    done = index + 1;
  }
  return quoted + text.slice(done);
}

/** Digits of an integer that every double can hold. */
const SAFE_DIGITS = 15;

/** A character that begins or continues a number, outside strings: `e` alone would begin no number. */
function isNumberChar(code: number): boolean {
  return (
    (code >= ZERO && code <= NINE) ||
    code === MINUS ||
    code === PLUS ||
    code === POINT ||
    (code | LOWER) === E
  );
}

/** Whether a number stays what it is. A fraction is rounded by every reader alike, so it does not count. */
function isExact(text: string, start: number, end: number): boolean {
  if (end - start <= SAFE_DIGITS) {
    return !/[eE]/.test(text.slice(start, end)) || isFinite(Number(text.slice(start, end)) || 0);
  }
  const written = text.slice(start, end);
  const value = Number(written);
  // What is no number is the parser's to refuse.
  if (Number.isNaN(value)) return true;
  if (!Number.isFinite(value)) return false;
  if (!/^-?\d+$/.test(written)) return true;
  // The shortest form of a double, as JavaScript writes it, is that double, though not to the last digit.
  return (
    String(value) === written || (end - start < MAX_DIGITS && BigInt(written) === BigInt(value))
  );
}

/** Index of the quote that ends a string, or past the text. */
function closingQuote(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0;
    while (text.charCodeAt(quote - slashes - 1) === BACKSLASH && quote - slashes - 1 >= from) {
      slashes++;
    }
    if (slashes % 2 === 0) return quote;
  }
  return text.length;
}

/** How much a parsed document holds. */
export interface ValueShape {
  /** Members of objects that are left after parsing. */
  readonly members: number;
  /** Strings, numbers, booleans, nulls and empty containers. */
  readonly leaves: number;
}

/** Counts a parsed document's members and leaves. Linear, without recursion. */
export function valueShape(document: unknown): ValueShape {
  const open: unknown[] = [document];
  let members = 0;
  let leaves = 0;
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) {
      leaves++;
      continue;
    }
    const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (!Array.isArray(value)) members += children.length;
    if (children.length === 0) leaves++;
    for (const child of children) {
      if (typeof child === 'object' && child !== null) open.push(child);
      else leaves++;
    }
  }
  return { members, leaves };
}
