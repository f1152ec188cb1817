import { seen } from './character-class.ts';
import type { SourceWindow } from './source-window.ts';
import { hexDigit, type Token } from './token.ts';

/** Digits that a numeric reference may have, zeros before the number among them. */
const LONGEST_NUMBER = 10;
const LONGEST_NAME = 16;

/** Named references for the punctuation of ASCII, for spaces and for what is not seen (HTML, section 13.5). */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Tab: '\t',
    NewLine: '\n',
    excl: '!',
    quot: '"',
    QUOT: '"',
    num: '#',
    dollar: '$',
    percnt: '%',
    amp: '&',
    AMP: '&',
    apos: "'",
    lpar: '(',
    rpar: ')',
    ast: '*',
    midast: '*',
    plus: '+',
    comma: ',',
    period: '.',
    sol: '/',
    colon: ':',
    semi: ';',
    lt: '<',
    LT: '<',
    equals: '=',
    gt: '>',
    GT: '>',
    quest: '?',
    commat: '@',
    lsqb: '[',
    lbrack: '[',
    bsol: '\\',
    rsqb: ']',
    rbrack: ']',
    Hat: '^',
    lowbar: '_',
    UnderBar: '_',
    grave: '`',
    lcub: '{',
    lbrace: '{',
    verbar: '|',
    vert: '|',
    VerticalLine: '|',
    rcub: '}',
    rbrace: '}',
    nbsp: ' ',
    NonBreakingSpace: ' ',
    ensp: ' ',
    emsp: ' ',
    thinsp: ' ',
    hairsp: ' ',
    hyphen: '-',
    dash: '-',
    ndash: '-',
    mdash: '-',
    minus: '-',
    shy: '',
    zwnj: '',
    zwj: '',
    lrm: '',
    rlm: '',
    ZeroWidthSpace: '',
    NoBreak: '',
    InvisibleComma: '',
  }),
);

/** A character reference of HTML: `&amp;`, `&#65;`, `&#x41;`; the semicolon after a number may be missing. */
export function entityToken(window: SourceWindow, at: number): Token | undefined {
  return window.codeAt(at + 1) === 0x23 ? numberToken(window, at) : nameToken(window, at);
}

function numberToken(window: SourceWindow, at: number): Token | undefined {
  const hexadecimal = (window.codeAt(at + 2) | 0x20) === 0x78;
  const base = hexadecimal ? 16 : 10;
  const from = hexadecimal ? at + 3 : at + 2;
  let end = from;
  let code = 0;
  while (end - from < LONGEST_NUMBER) {
    const digit = hexDigit(window.codeAt(end));
    if (digit === -1 || digit >= base) break;
    code = code * base + digit;
    end++;
  }
  const valid = end > from && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  if (!valid) return undefined;
  if (window.codeAt(end) === 0x3b) end++;
  return { length: end - at, text: seen(code) };
}

function nameToken(window: SourceWindow, at: number): Token | undefined {
  let name = '';
  for (let end = at + 1; end - at <= LONGEST_NAME + 1; end++) {
    const code = window.codeAt(end);
    const lower = code | 0x20;
    if (code === 0x3b) {
      const text = NAMED.get(name);
      return text === undefined ? undefined : { length: end + 1 - at, text };
    }
    if (lower < 0x61 || lower > 0x7a) return undefined;
    name += String.fromCharCode(code);
  }
  return undefined;
}
