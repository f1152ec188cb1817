import type { Token } from './token.ts';

/** Reads the tokens of one statement from one position on. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #end: number;
  index: number;

  constructor(tokens: readonly Token[], index: number, end: number) {
    this.#tokens = tokens;
    this.index = index;
    this.#end = end;
  }

  get end(): number {
    return this.#end;
  }

  /** The token `offset` places ahead. */
  peek(offset = 0): Token | undefined {
    const index = this.index + offset;
    return index < this.#end ? this.#tokens[index] : undefined;
  }

  /** Whether the next token is this bare word or symbol. */
  is(text: string, offset = 0): boolean {
    const token = this.peek(offset);
    return token?.text === text && (token.kind === 'word' || token.kind === 'symbol');
  }

  /** Takes the next token if it is this word or symbol. */
  take(...texts: readonly string[]): boolean {
    if (!texts.some((text) => this.is(text))) return false;
    this.index++;
    return true;
  }

  /** Takes the words if all of them follow. */
  takeAll(...texts: readonly string[]): boolean {
    if (!texts.every((text, offset) => this.is(text, offset))) return false;
    this.index += texts.length;
    return true;
  }

  /** Takes a parenthesised group if one follows. */
  takeGroup(): boolean {
    if (!this.is('(')) return false;
    let depth = 0;
    do {
      if (this.is('(')) depth++;
      else if (this.is(')')) depth--;
      this.index++;
    } while (depth > 0 && this.index < this.#end);
    return true;
  }

  /** Takes a possibly dotted name; returns false if none follows that could be one. */
  takeName(): boolean {
    const token = this.peek();
    if (token?.kind !== 'identifier' && token?.kind !== 'word') return false;
    // `delete from the list` is English, `delete from a where …` is not.
    const next = this.peek(1);
    const goesOn = next?.kind === 'word' && !next.startsLine && !CLAUSES.has(next.text);
    if (token.kind === 'word' && ARTICLES.has(token.text) && goesOn) return false;
    this.index++;
    while (this.is('.')) {
      const part = this.peek(1);
      if (part?.kind !== 'identifier' && part?.kind !== 'word' && part?.text !== '*') break;
      this.index += 2;
    }
    return true;
  }

  /** Takes names separated by commas. */
  takeNames(): boolean {
    if (!this.takeName()) return false;
    while (this.is(',')) {
      this.index++;
      if (!this.takeName()) return false;
    }
    return true;
  }

  /** At the end of the statement: nothing more, or something that can only begin another one. */
  get atEnd(): boolean {
    const token = this.peek();
    return (
      token === undefined ||
      token.startsLine ||
      token.text === ')' ||
      token.text === 'end' ||
      token.kind === 'string'
    );
  }
}

/** Words of running text that name no table. */
const ARTICLES: ReadonlySet<string> = new Set([
  'the',
  'a',
  'an',
  'my',
  'your',
  'our',
  'this',
  'that',
  'these',
  'those',
  'all',
  'any',
  'some',
  'it',
  'its',
  'their',
  'his',
  'her',
  'each',
  'every',
  'no',
  'and',
  'or',
  'of',
  'to',
  'in',
  'for',
  'with',
  'is',
  'are',
  'where',
]);

/** Words that may stand behind a name in a statement. */
const CLAUSES: ReadonlySet<string> = new Set([
  'where',
  'set',
  'using',
  'cascade',
  'restrict',
  'as',
  'returning',
  'limit',
  'order',
  'drop',
  'add',
  'alter',
  'rename',
  'modify',
  'join',
  'inner',
  'left',
  'restart',
  'continue',
  'purge',
  'on',
  'end',
]);
