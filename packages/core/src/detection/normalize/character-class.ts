import { lookAlike } from './homoglyphs.ts';

/** What a spelling does with a character outside ASCII. */
export const PLAIN = 1;
/** Not seen: dropped. */
export const UNSEEN = 2;
/** Another form of ASCII characters: folded to them. */
export const FORM = 3;
/** Looks like a letter or digit of ASCII: replaced beside such. */
export const LOOK_ALIKE = 4;
/** A mark over or through the character before: dropped on a letter or digit of ASCII. */
export const MARK = 5;
/** First half of a surrogate pair: the pair decides. */
export const LEAD = 6;

/** Ignored by default (zero-width, soft hyphen, bidi controls, variation selectors, tags), and annotations. */
const UNSEEN_CHARACTER = /^[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]$/u;
const DIGIT = /^\p{Nd}$/u;
const SPACE = /^\p{Zs}$/u;
const DASH = /^\p{Dash}$/u;
const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;
/** Blocks of combining marks that go over or through letters of any script. */
const MARKS: readonly (readonly [first: number, last: number])[] = [
  [0x0300, 0x036f],
  [0x0483, 0x0489],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
];

/** Punctuation that is read as a character of ASCII although NFKC leaves it as it is. */
const PUNCTUATION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "'": '‘’‚‛′‵ʹʼʻ‹›',
    '"': '“”„‟″‶«»〝〞〟',
    '/': '⁄∕⧸',
    ':': '∶ː꞉׃',
    '*': '∗',
    '~': '∼',
    _: 'ˍ',
    '|': '∣⏐',
    '\\': '∖⧵',
    '\n': '\u0085\u2028\u2029',
  }).flatMap(([target, forms]) => Array.from(forms).map((form) => [form, target] as const)),
);

/** Classes of planes 0 and 1, found out when a character first turns up; 0 is not yet known. */
const classes = new Uint8Array(0x20000);
/** What forms are folded to, found out likewise: there are some thousands of them in Unicode. */
const folded = new Map<number, string>();

/** Class of a code unit or code point from U+0080 on. Constant time after a character's first turn. */
export function classOf(code: number): number {
  const known = classes[code] ?? 0;
  if (known !== 0) return known;
  // Past plane 1 only tags and further variation selectors are not as they stand.
  if (code >= classes.length) return code >> 12 === 0xe0 ? UNSEEN : PLAIN;
  const found = code >= 0xd800 && code < 0xdc00 ? LEAD : classify(code);
  classes[code] = found;
  return found;
}

/** What a form is folded to: printable ASCII, a space or a line feed. */
export function foldOf(code: number): string {
  return folded.get(code) ?? String.fromCodePoint(code);
}

/** A decoded code point as it is seen: dropped, folded or as it stands. */
export function seen(code: number): string {
  if (code === 0) return '';
  if (code < 0x80) return String.fromCharCode(code);
  const found = classOf(code);
  return found === UNSEEN ? '' : found === FORM ? foldOf(code) : String.fromCodePoint(code);
}

function classify(code: number): number {
  const character = String.fromCodePoint(code);
  if (UNSEEN_CHARACTER.test(character)) return UNSEEN;
  const form = formOf(character, code);
  if (form !== undefined) {
    folded.set(code, form);
    return FORM;
  }
  if (lookAlike(character) !== undefined) return LOOK_ALIKE;
  return MARKS.some(([first, last]) => code >= first && code <= last) ? MARK : PLAIN;
}

function formOf(character: string, code: number): string | undefined {
  const punctuation = PUNCTUATION.get(character);
  if (punctuation !== undefined) return punctuation;
  if (SPACE.test(character)) return ' ';
  if (DIGIT.test(character)) return String(digitOf(code));
  if (DASH.test(character)) return '-';
  const compatible = character.normalize('NFKC');
  return PRINTABLE_ASCII.test(compatible) ? compatible : undefined;
}

/** Unicode encodes the decimal digits of a script in one block of ten, from 0 on. */
function digitOf(code: number): number {
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}

/** Whether a character of another script looks like one of ASCII. */
export function isLookAlike(code: number): boolean {
  return code >= 0x80 && classOf(code) === LOOK_ALIKE;
}
