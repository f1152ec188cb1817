import { type Code, digitValue, NO_DIGIT } from './code.ts';
import type { Place } from './place.ts';
import { seekPairs } from './seek-pairs.ts';

/**
 * The next place, from `from` on, at which enough digits of a code begin. Most characters of plain text are
 * not looked at: where a character is no digit, nothing that reaches over it can be a run.
 *
 * @param last the text ends here
 */
export function seek(code: Code, text: string, from: number, last: boolean): Place {
  if (code.parted) return seekPairs(code, text, from, last);
  let at = from;
  for (;;) {
    at = enoughDigits(code, text, at);
    if (at + code.least > text.length) {
      const open = last ? text.length : tail(code, text, at);
      return { at: open, found: false };
    }
    if (mayBegin(code, text, at)) return { at, found: true };
    at = nextBeginning(code, text, at);
  }
}

/** The next place with enough digits in a row; near the end a place that has not enough after it. */
function enoughDigits(code: Code, text: string, from: number): number {
  const { least, values } = code;
  let at = from;
  let probe = at + least - 1;
  while (probe < text.length) {
    const unit = text.charCodeAt(probe);
    if (unit >= 0x80 || values[unit] === NO_DIGIT) {
      at = probe + 1;
      probe = at + least - 1;
    } else if (probe-- === at) {
      return at;
    }
  }
  return at;
}

/** Where the digits at the text's end begin, not before `from`. */
function tail(code: Code, text: string, from: number): number {
  let at = text.length;
  while (at > from && digitValue(code, text.charCodeAt(at - 1)) !== NO_DIGIT) at--;
  return at;
}

/** Whether a run may begin at a place: at the beginning of a word, of which names and paths may be joined. */
function mayBegin(code: Code, text: string, at: number): boolean {
  const { inner } = code;
  return inner[text.charCodeAt(at)] === 1 && (at === 0 || inner[text.charCodeAt(at - 1)] !== 1);
}

/** The next place at which a run may begin, past the digits at `from`. */
function nextBeginning(code: Code, text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && !mayBegin(code, text, at)) at++;
  return at;
}
