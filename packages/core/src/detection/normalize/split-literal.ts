import type { SourceWindow } from './source-window.ts';
import { afterBlanks, isAlphanumeric, type Token } from './token.ts';

/** Operators that join two literals: JavaScript, Python, PHP, Perl, Lua, Haskell, SQL, Visual Basic, Elixir, OCaml. */
const OPERATORS: ReadonlySet<string> = new Set(['+', '++', '.', '..', '&', '||', '<>', '~', '^']);
const OPERATOR_CHARACTERS: ReadonlySet<string> = new Set(
  Array.from(Array.from(OPERATORS).join('')),
);
const LONGEST_OPERATOR = 2;

/**
 * What stands between two literals that are one text: from the first one's closing quote to the second
 * one's opening quote. `"a" + 'b'` with an operator and any quotes, `"a" "b"` with blanks or a line
 * break and equal quotes, `a""b` and `"a"'b'` with nothing between. A comma parts, it does not join.
 *
 * @param before the character before the closing quote, as it is read
 */
export function joinToken(window: SourceWindow, at: number, before: number): Token | undefined {
  const quote = window.codeAt(at);
  const next = window.codeAt(at + 1);
  if (isQuote(next)) {
    const inWord = isOfWord(before) && isOfWord(window.codeAt(at + 2));
    return inWord ? { length: 2, text: '' } : undefined;
  }
  const blank = afterBlanks(window, at + 1);
  const operator = afterOperator(window, blank);
  const end = operator === blank ? blank : afterBlanks(window, operator);
  const opening = window.codeAt(end);
  const joins = operator === blank ? opening === quote : isQuote(opening);
  return joins ? { length: end + 1 - at, text: '' } : undefined;
}

/** An empty piece put into a template: `${""}`, `#{''}`. */
export function emptyPieceToken(window: SourceWindow, at: number): Token | undefined {
  if (window.codeAt(at + 1) !== 0x7b) return undefined;
  const opening = afterBlanks(window, at + 2);
  const quote = window.codeAt(opening);
  if (!isQuote(quote) || window.codeAt(opening + 1) !== quote) return undefined;
  const end = afterBlanks(window, opening + 2);
  return window.codeAt(end) === 0x7d ? { length: end + 1 - at, text: '' } : undefined;
}

/** A backslash that continues the line counts as an operator. */
function afterOperator(window: SourceWindow, at: number): number {
  if (window.codeAt(at) === 0x5c) return isLineBreak(window.codeAt(at + 1)) ? at + 1 : at;
  let operator = '';
  let end = at;
  while (operator.length < LONGEST_OPERATOR) {
    const character = characterAt(window, end);
    if (!OPERATOR_CHARACTERS.has(character)) break;
    operator += character;
    end++;
  }
  return OPERATORS.has(operator) ? end : at;
}

function characterAt(window: SourceWindow, at: number): string {
  const code = window.codeAt(at);
  return code === -1 ? '' : String.fromCharCode(code);
}

function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}

/** What may stand at a cut through a value. */
function isOfWord(code: number): boolean {
  return isAlphanumeric(code) || code === 0x5f || code === 0x2d;
}
