import type { Token, TokenKind } from './token.ts';

/** How the dialects differ in ways that decide where a string or comment ends. */
export interface Dialect {
  /** A backslash protects the next character of a string (MySQL; `E'…'` anywhere). */
  readonly backslash: boolean;
  /** Comments nest (PostgreSQL, SQL Server). */
  readonly nested: boolean;
  /** A comment inside a word is left out, as some filters in front of a server do: `DR/**\/OP`. */
  readonly glued?: boolean;
}

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_]\w{0,62})?\$/y;
const BRACKETED = /\[[\w .$#-]{1,128}\]/y;

/** Characters that can begin nothing longer, once quotes and comments are ruled out. */
const SYMBOLS = '(),.;=<>+-*/|&!?:@%{}]^~\\\0';

/** Comments that may stand inside a word. */
const SHORT_COMMENT = /^\/\*[^*]{0,64}\*\//;
const MAX_PIECES = 64;

/** Searches for a closer to the end of the text that may fail before all dollar tags are looked up at once. */
const MAX_SEARCHES = 16;

/** Splits SQL into tokens, comments left out. Total and linear; an unclosed quote stands for itself. */
export function readTokens(sql: string, dialect: Dialect): Token[] {
  return new Lexer(sql, dialect).read();
}

class Lexer {
  readonly #sql: string;
  readonly #dialect: Dialect;
  readonly #tokens: Token[] = [];
  /** Closers known not to occur any more. */
  readonly #dead = new Set<string>();
  /** Where each dollar tag stands last, once it pays to know. */
  #lastTags: Map<string, number> | undefined;
  #pos = 0;
  #startsLine = true;

  constructor(sql: string, dialect: Dialect) {
    this.#sql = sql;
    this.#dialect = dialect;
  }

  read(): Token[] {
    while (this.#pos < this.#sql.length) this.#next();
    return this.#tokens;
  }

  #next(): void {
    const sql = this.#sql;
    const char = sql.charAt(this.#pos);
    if (char === '\n' || char === '\r') {
      this.#startsLine = true;
      this.#pos++;
    } else if (char === ' ' || char === '\t' || char === '\f' || char === '\v' || char === '\u00a0')
      this.#pos++;
    else if (char === '-' && sql.startsWith('--', this.#pos)) this.#skipLine();
    else if (char === '#' && this.#startsComment()) this.#skipLine();
    else if (char === '/' && sql.startsWith('/*', this.#pos)) this.#blockComment();
    else if (char === '*' && sql.startsWith('*/', this.#pos)) this.#pos += 2;
    else if (char === "'")
      this.#quoted("'", 'string', this.#dialect.backslash || this.#afterEscapePrefix());
    else if (char === '"') this.#quoted('"', 'identifier', this.#dialect.backslash);
    else if (char === '`') this.#quoted('`', 'identifier', false);
    else if (char === '$') this.#dollar();
    else if (char === '[') this.#pattern(BRACKETED, 'identifier', 1);
    else if (char >= '0' && char <= '9') this.#pattern(NUMBER, 'number');
    else if (SYMBOLS.includes(char)) this.#add('symbol', this.#pos + 1, char);
    else if (this.#dialect.glued === true) this.#gluedWord();
    else this.#pattern(WORD, 'word');
  }

  /** A word whose pieces are parted by comments. */
  #gluedWord(): void {
    let text = '';
    let end = this.#pos;
    for (let pieces = 0; pieces < MAX_PIECES; pieces++) {
      WORD.lastIndex = end;
      const piece = WORD.exec(this.#sql)?.[0];
      if (piece === undefined) break;
      text += piece;
      end += piece.length;
      const comment = SHORT_COMMENT.exec(this.#sql.slice(end, end + 68))?.[0];
      if (comment === undefined) break;
      end += comment.length;
    }
    if (text === '') this.#pattern(WORD, 'word');
    else this.#add('word', end, text.toLowerCase());
  }

  #add(kind: TokenKind, end: number, text: string, inside = this.#pos): void {
    const shouted = kind === 'word' && this.#isShouted(end);
    this.#tokens.push({
      kind,
      text,
      start: this.#pos,
      end,
      startsLine: this.#startsLine,
      shouted,
      inside,
    });
    this.#startsLine = false;
    this.#pos = end;
  }

  #isShouted(end: number): boolean {
    const first = this.#sql.charCodeAt(this.#pos);
    if (first < 0x41 || first > 0x5a) return false;
    const written = this.#sql.slice(this.#pos, Math.min(end, this.#pos + 32));
    return written === written.toUpperCase();
  }

  #pattern(pattern: RegExp, kind: TokenKind, quotes = 0): void {
    pattern.lastIndex = this.#pos;
    const found = pattern.exec(this.#sql)?.[0];
    if (found === undefined) {
      const width = (this.#sql.codePointAt(this.#pos) ?? 0) > 0xffff ? 2 : 1;
      this.#add('symbol', this.#pos + width, this.#sql.slice(this.#pos, this.#pos + width));
    } else {
      const text = quotes === 0 ? found : found.slice(quotes, -quotes);
      this.#add(kind, this.#pos + found.length, kind === 'word' ? text.toLowerCase() : text);
    }
  }

  /** `'…'` with `''` inside; unclosed, the quote is a symbol. */
  #quoted(quote: string, kind: TokenKind, backslash: boolean): void {
    const sql = this.#sql;
    let index = this.#dead.has(quote) ? sql.length : this.#pos + 1;
    for (; index < sql.length; index++) {
      const char = sql.charAt(index);
      if (char === '\\' && backslash) index++;
      else if (char === quote) {
        if (sql.charAt(index + 1) !== quote) break;
        index++;
      }
    }
    if (index >= sql.length) {
      this.#dead.add(quote);
      this.#add('symbol', this.#pos + 1, quote);
    } else this.#add(kind, index + 1, sql.slice(this.#pos + 1, index), this.#pos + 1);
  }

  /** `$tag$…$tag$`. */
  #dollar(): void {
    DOLLAR_TAG.lastIndex = this.#pos;
    const tag = DOLLAR_TAG.exec(this.#sql)?.[0];
    const inside = this.#pos + (tag?.length ?? 0);
    const close =
      tag === undefined || !this.#recurs(tag, inside) ? -1 : this.#sql.indexOf(tag, inside);
    if (tag === undefined || close === -1) {
      if (tag !== undefined) this.#dead.add(tag);
      this.#add('symbol', this.#pos + 1, '$');
    } else this.#add('string', close + tag.length, this.#sql.slice(inside, close), inside);
  }

  /** Whether a dollar tag stands anywhere from `from` on; all tags of the text are looked up in one pass. */
  #recurs(tag: string, from: number): boolean {
    if (this.#dead.has(tag)) return false;
    if (this.#dead.size < MAX_SEARCHES) return true;
    if (this.#lastTags === undefined) {
      this.#lastTags = new Map();
      for (let at = this.#sql.indexOf('$', from); at !== -1; at = this.#sql.indexOf('$', at + 1)) {
        DOLLAR_TAG.lastIndex = at;
        const found = DOLLAR_TAG.exec(this.#sql)?.[0];
        if (found !== undefined) this.#lastTags.set(found, at);
      }
    }
    return (this.#lastTags.get(tag) ?? -1) >= from;
  }

  #afterEscapePrefix(): boolean {
    const last = this.#tokens.at(-1);
    return last?.kind === 'word' && last.text === 'e' && last.end === this.#pos;
  }

  /** `#` starts a comment for MySQL; `#>` and `#-` are operators of PostgreSQL. */
  #startsComment(): boolean {
    const next = this.#sql.charAt(this.#pos + 1);
    const before = this.#sql.charAt(this.#pos - 1);
    return next !== '>' && next !== '-' && (this.#pos === 0 || /[\s;,)]/.test(before));
  }

  #skipLine(): void {
    const stop = this.#sql.indexOf('\n', this.#pos);
    this.#pos = stop === -1 ? this.#sql.length : stop;
  }

  /** MySQL runs what stands in `/*! … *\/`, so only its marks are left out. */
  #blockComment(): void {
    const executable = /^\/\*M?!\d{0,6}/.exec(this.#sql.slice(this.#pos, this.#pos + 12))?.[0];
    if (executable !== undefined) {
      this.#pos += executable.length;
      return;
    }
    let depth = 0;
    let index = this.#pos;
    while (index < this.#sql.length) {
      if (this.#sql.startsWith('*/', index)) {
        depth--;
        index += 2;
        if (depth === 0 || !this.#dialect.nested) break;
      } else if (this.#sql.startsWith('/*', index)) {
        depth++;
        index += 2;
      } else index++;
    }
    this.#pos = Math.min(index, this.#sql.length);
  }
}
