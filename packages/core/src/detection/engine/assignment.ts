import { isInPlaceholder } from '../../redaction/placeholders.ts';

/** Most characters between the end of a keyword and the end of the operator after it. */
export const MAX_OPERATOR_DISTANCE = 40;

/** How far after a keyword {@link valueStart} looks at most. What comes later changes nothing. */
export const ASSIGNMENT_REACH = 160;

/**
 * Where the value of an assignment begins. These ways to put a name and a value together are known, where
 * after the name may come closing quotes (escaped ones too, as in JSON inside a string), brackets, asterisks
 * as in Markdown, and blanks:
 *
 * - `password = "x"`, the operator being one of `=` `:` `=>` `:=` `==` `===` `::=` `:::=` `?=` `??=` `||=` `+=` `->` `<-`
 * - `password: string = "x"`, `password string = "x"`, `password[] = "x"`: a type in between
 * - `"password", "x"`: two quoted arguments
 * - `setPassword("x")`, `password "x"`: a quoted value in brackets or right after the name
 * - `<password>x</password>`, `<string name="password">x</string>`, `<key>password</key><string>x</string>`
 * - `"password", "value": "x"`, `key="password" value="x"`, and `name: PASSWORD` with `value: x` in the next line
 *
 * A value may stand in the next line if it is quoted.
 *
 * @param keywordEnd the index after the keyword
 * @returns the index of the value's first character, or -1. O(1).
 */
export function valueStart(text: string, keywordEnd: number): number {
  const limit = Math.min(text.length, keywordEnd + MAX_OPERATOR_DISTANCE);
  let nameEnd = keywordEnd;
  while (nameEnd < limit && isNameChar(text.charCodeAt(nameEnd))) nameEnd++;
  // The word of a placeholder is no name: `[SECRET_REDACTED]:` assigns nothing.
  if (text.charCodeAt(nameEnd) === 0x5d && isInPlaceholder(text, keywordEnd - 1)) return -1;
  let at = nameEnd;
  while (at < limit && isCloser(text.charCodeAt(at))) at++;
  const operator = at < limit ? operatorEnd(text, at) : -1;
  if (operator === -1) return valueWithoutOperator(text, nameEnd);
  const typed = text.charCodeAt(at) === 0x3a ? endOf(TYPE, text, operator) : -1;
  return skipOpeners(text, typed === -1 ? operator : typed);
}

/** After a keyword: what begins no value, and a word in prose that no `=` follows. */
const NO_VALUE =
  /[\w.-]{0,40}(?:[^\w.\-\s"'`\\\])}*:=?|+<([>]|[ \t]{1,8}[A-Za-z_][\w.]{0,31}(?:[ \t]{1,8}[^\s=]|[^\w.<>[\]|?*&\s-]))/y;

/**
 * Whether {@link valueStart} says what it says whatever comes after the end of the text. Conservative: it may
 * say no as long as fewer than {@link ASSIGNMENT_REACH} characters follow the keyword.
 */
export function isValueStartDecided(text: string, keywordEnd: number): boolean {
  return keywordEnd + ASSIGNMENT_REACH < text.length || endOf(NO_VALUE, text, keywordEnd) !== -1;
}

/**
 * The name that stands before a value, in lower case and without `_`, `-` and `.`; empty if there is none.
 *
 * @param valueAt where the value begins
 */
export function keyBefore(text: string, valueAt: number): string {
  let end = valueAt;
  const gap = Math.max(0, valueAt - 16);
  while (end > gap && !isNameChar(text.charCodeAt(end - 1))) end--;
  let start = end;
  const limit = Math.max(0, end - 64);
  while (start > limit && isNameChar(text.charCodeAt(start - 1))) start--;
  return text.slice(start, end).replace(/[_.-]/g, '').toLowerCase();
}

/** Of two that begin alike the longer one comes first. */
const OPERATORS = [
  '===',
  ':::=',
  '::=',
  '??=',
  '||=',
  '=>',
  ':=',
  '==',
  '?=',
  '+=',
  '<-',
  '=',
  ':',
];

function operatorEnd(text: string, at: number): number {
  const code = text.charCodeAt(at);
  // `->` also asks for a member; as an assignment it stands apart.
  if (code === 0x2d) return text.startsWith('-> ', at) ? at + 2 : -1;
  if (code !== 0x3a && code !== 0x3d && !isOperatorHead(code)) return -1;
  for (const operator of OPERATORS) if (text.startsWith(operator, at)) return at + operator.length;
  return -1;
}

/** After a name, or its colon: a type and `=`. */
const TYPE = /[ \t]{0,8}[A-Za-z_][\w.<>[\]|?*&-]{0,31}[ \t]{1,8}=(?![=>~])/y;

/** After a name: the brackets of an array and `=`. */
const ARRAY = /\[\d{0,5}\][ \t]{0,4}=(?!=)/y;

/** After a quoted name: a comma in the same line, or what says that the value follows; then a quote. */
const QUOTED_NAME =
  /\\{0,3}["'`](?:[\])]{0,2}[ \t]{0,4},(?:\s{0,24}\\{0,3}["']value\\{0,3}["']\s{0,4}:\s{0,4}|[ \t]{0,8})|\s{1,24}value\s{0,4}=\s{0,4})(?=[@bru]?\\{0,3}["'`])/iy;

/** After a quoted name: the end of an element's opening tag. */
const ATTRIBUTE = /\\{0,3}["']>/y;

/** After a name that is an element's content, as in a property list: the element with the value. */
const NEXT_ELEMENT = /<\/\w{1,12}>\s{0,24}<\w{1,12}>/y;

/** After a name at the end of a line: the line that tells the value, as in YAML. */
const NEXT_LINE = /["']?\r?\n[ \t]{1,32}value:[ \t]{0,4}/y;

function valueWithoutOperator(text: string, nameEnd: number): number {
  switch (text.charCodeAt(nameEnd)) {
    case 0x20:
    case 0x09:
      return afterBlanks(text, nameEnd);
    case 0x22:
    case 0x27:
    case 0x5c:
    case 0x60:
      return afterQuotedName(text, nameEnd);
    case 0x0a:
    case 0x0d:
      return opened(text, endOf(NEXT_LINE, text, nameEnd));
    case 0x28:
      return isQuote(text.charCodeAt(nameEnd + 1)) ? nameEnd + 2 : -1;
    case 0x3c:
      return endOf(NEXT_ELEMENT, text, nameEnd);
    case 0x3e:
      return opensElement(text, nameEnd) ? nameEnd + 1 : -1;
    case 0x5b:
      return opened(text, endOf(ARRAY, text, nameEnd));
    default:
      return -1;
  }
}

/** `password "x"`, `password string = "x"`. */
function afterBlanks(text: string, nameEnd: number): number {
  const limit = Math.min(text.length, nameEnd + 8);
  let at = nameEnd;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  if (isQuote(text.charCodeAt(at))) return at + 1;
  return opened(text, endOf(TYPE, text, at));
}

function afterQuotedName(text: string, nameEnd: number): number {
  const pair = endOf(QUOTED_NAME, text, nameEnd);
  if (pair !== -1) return skipOpeners(text, pair);
  const tag = endOf(ATTRIBUTE, text, nameEnd);
  return tag === -1 ? opened(text, endOf(NEXT_LINE, text, nameEnd)) : tag;
}

/** Whether `<` and nothing but a name stands before here. */
function opensElement(text: string, nameEnd: number): boolean {
  const limit = Math.max(0, nameEnd - 64);
  let at = nameEnd;
  while (at > limit && isNameChar(text.charCodeAt(at - 1))) at--;
  return text.charCodeAt(at - 1) === 0x3c || text.charCodeAt(at - 1) === 0x3a;
}

function opened(text: string, from: number): number {
  return from === -1 ? -1 : skipOpeners(text, from);
}

/** What opens a value: perhaps in the next line, an opening bracket, a mark of the kind of string, quotes. */
const OPENERS = /(?:\\?\r?\n[ \t]{0,16})?[([]?[@bBrRuUfFLN$]?\\{0,4}(?:"{3}|'{3}|["'`])/y;

/** The end of bold type in Markdown. */
const BOLD_END = /\*{2}[ \t]{1,4}["'`]?/y;

function skipOpeners(text: string, from: number): number {
  const limit = Math.min(text.length, from + 16);
  let at = from;
  while (at < limit && isBlank(text.charCodeAt(at))) at++;
  const code = text.charCodeAt(at);
  // Most values begin with a quote or a letter that no quote follows.
  if (isQuote(code) && text.charCodeAt(at + 1) !== code) return at + 1;
  if (isNameChar(code) && !isQuote(text.charCodeAt(at + 1))) return at;
  const end = endOf(code === 0x2a ? BOLD_END : OPENERS, text, at);
  return end === -1 ? at : end;
}

/** Where a match that begins here ends, or -1. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}

/** Letters, digits, `_`, `-` and `.`: what else a name can consist of. */
function isNameChar(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e
  );
}

/** Blanks, quotes, backslashes, closing brackets, asterisks. */
function isCloser(code: number): boolean {
  return (
    isBlank(code) ||
    isQuote(code) ||
    code === 0x5c ||
    code === 0x5d ||
    code === 0x29 ||
    code === 0x7d ||
    code === 0x2a
  );
}

/** `?`, `|`, `+` and `<`, with which longer operators begin. */
function isOperatorHead(code: number): boolean {
  return code === 0x3f || code === 0x7c || code === 0x2b || code === 0x3c;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isQuote(code: number): boolean {
  return code === 0x22 || code === 0x27 || code === 0x60;
}
