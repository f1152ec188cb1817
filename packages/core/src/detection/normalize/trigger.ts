import { classOf, isLookAlike, LOOK_ALIKE, PLAIN } from './character-class.ts';
import { isAlphanumeric } from './token.ts';

/** What a token of ASCII may begin with, and what may come second. */
const BEGINNINGS: readonly (readonly [first: string, second: RegExp])[] = [
  ['\0', /[^]/], // outside ASCII too
  ['%', /[\da-fuU]/i],
  ['\\', /[\dnrtbfuxU\n\r!-/:-@[-`{-~]/],
  ['&', /[#a-z]/i],
  ['"\'`', /["'`\s+.&|<~^\\]/],
  ['$#', /\{/],
];

/** The characters of ASCII with which a token may begin. */
export const ASCII_TRIGGERS: readonly string[] = BEGINNINGS.flatMap(([first]) => first.split(''));

/** By code of ASCII: 0 for what begins no token, else which row of {@link SECONDS} tells. */
const ROWS = new Uint8Array(0x80);
const SECONDS = BEGINNINGS.map(([first, second], row) => {
  for (const character of first.split('')) ROWS[character.charCodeAt(0)] = row + 1;
  return Uint8Array.from({ length: 0x80 }, (_, code) =>
    second.test(String.fromCharCode(code)) ? 1 : 0,
  );
});

/** The row of the one trigger that anything may follow. */
const ANY = 1;

/** Look-alikes after which plain text is looked at more closely. */
const LONGEST_WORD = 8;

/** The next place at which a token may begin; the text's length when there is none. Linear. */
export function nextTrigger(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) {
      if (ROWS[code] !== 0 && mayBegin(text, at)) return at;
      continue;
    }
    const found = classOf(code);
    if (found === PLAIN) continue;
    const end = found === LOOK_ALIKE && at > from ? wordEnd(text, at) : at;
    if (end === at) return at;
    at = end - 1;
  }
  return text.length;
}

/** Whether a token may begin at a trigger of ASCII, going by what comes second. */
export function mayBegin(text: string, at: number): boolean {
  const row = ROWS[text.charCodeAt(at)] ?? 0;
  return at + 1 === text.length || row === ANY || SECONDS[row - 1]?.[text.charCodeAt(at + 1)] === 1;
}

/**
 * The end of a short row of look-alikes that stands among characters of other scripts, blanks and
 * punctuation, so that none of it is replaced; `at` itself when that is not seen at once.
 */
function wordEnd(text: string, at: number): number {
  if (isTelling(text.charCodeAt(at - 1))) return at;
  let end = at + 1;
  while (end < text.length && isLookAlike(text.charCodeAt(end))) end++;
  const seen = end < text.length && end - at <= LONGEST_WORD;
  return seen && !isTelling(text.charCodeAt(end)) ? end : at;
}

/** What may make a look-alike beside it an ASCII letter. */
function isTelling(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2d || code === 0x5f;
}
