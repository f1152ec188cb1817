/** What a token of SQL is: a bare word, a quoted identifier, a string, a number, or one other character. */
export type TokenKind = 'word' | 'identifier' | 'string' | 'number' | 'symbol';

/** One token of SQL. */
export interface Token {
  readonly kind: TokenKind;
  /** A bare word in lower case; the inside of an identifier or string; else as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** It is the first token of its line. */
  readonly startsLine: boolean;
  /** A word written in capitals, as SQL often is and English is not. */
  readonly shouted: boolean;
  /** Index of the first character inside the quotes of a string. */
  readonly inside: number;
}
