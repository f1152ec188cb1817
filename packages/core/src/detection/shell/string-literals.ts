import { ValueBuilder, locateInSource } from './syntax/source-map.ts';

/** A string of a program text, its escapes decoded as far as all languages agree on them. */
export interface StringLiteral {
  readonly text: string;
  /** Span of the literal with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Index in the program text of an index into `text`. */
  locate(index: number): number;
}

const MAX_LITERALS = 2000;

/** The strings of a program text in C-like notation: `'…'`, `"…"`, `` `…` ``, triple quotes. Linear. */
export function readStringLiterals(code: string): StringLiteral[] {
  const literals: StringLiteral[] = [];
  // A quote that found no partner is not tried again before the place where the search ended.
  const hopeless = new Map<string, number>();
  let index = 0;
  while (index < code.length && literals.length < MAX_LITERALS) {
    const quote = code.charAt(index);
    if (quote !== '"' && quote !== "'" && quote !== '`') {
      index++;
      continue;
    }
    const triple = quote !== '`' && code.startsWith(quote.repeat(3), index);
    const mark = triple ? quote.repeat(3) : quote;
    const literal = (hopeless.get(mark) ?? 0) > index ? index : readLiteral(code, index, mark);
    if (typeof literal === 'number') {
      // An apostrophe, most likely.
      if (literal > index) hopeless.set(mark, literal);
      index += mark.length;
    } else {
      literals.push(literal);
      index = literal.end;
    }
  }
  return literals;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** The literal that starts here, or where the search for its end stopped. */
function readLiteral(code: string, start: number, quote: string): StringLiteral | number {
  const multiline = quote.length === 3 || quote === '`';
  const value = new ValueBuilder();
  let index = start + quote.length;
  let run = index;
  while (index < code.length) {
    const char = code.charAt(index);
    if (char === quote.charAt(0) && code.startsWith(quote, index)) {
      if (index > run) value.add(code.slice(run, index), run);
      const map = value.map();
      return {
        text: value.value(),
        start,
        end: index + quote.length,
        locate: (at) => (map.length === 0 ? start : locateInSource(map, at)),
      };
    }
    if (char === '\n' && !multiline) return index;
    if (char === '\\' && index + 1 < code.length) {
      if (index > run) value.add(code.slice(run, index), run);
      const next = code.charAt(index + 1);
      if (next !== '\n') value.add(ESCAPES[next] ?? next, index, 2);
      index += 2;
      run = index;
    } else index++;
  }
  return code.length;
}
