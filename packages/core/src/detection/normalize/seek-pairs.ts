import { type Code, digitValue, isSeparator, NO_DIGIT } from './code.ts';
import type { Place } from './place.ts';

/** A pair of digits and a separator. */
const STEP = 3;

/**
 * The next place, from `from` on, at which enough pairs of digits with separators between begin. Of three
 * characters in a row within such pairs one is a separator, so that in plain text few are looked at.
 *
 * @param last the text ends here
 */
export function seekPairs(code: Code, text: string, from: number, last: boolean): Place {
  // From the first digit of the first pair to the last digit of the last one.
  const width = (code.least / code.groupDigits) * STEP - 1;
  let at = from;
  while (at + width <= text.length) {
    const separator = separatorIn(code, text, at + width - STEP);
    if (separator === -1) {
      at += width - STEP + 1;
      continue;
    }
    const begin = firstPair(code, text, at, separator);
    const end = pairsEnd(code, text, begin, begin + width);
    if (end >= begin + width) return { at: begin, found: true };
    if (end + 1 >= text.length && !last) return { at: begin, found: false };
    at = end + 1;
  }
  return { at: last ? text.length : tail(code, text, at), found: false };
}

/** The separator after a pair among three characters, -1 when there is none. */
function separatorIn(code: Code, text: string, from: number): number {
  for (let at = from; at < from + STEP; at++) {
    if (isSeparator(text.charCodeAt(at)) && isPair(code, text, at - 2)) {
      return at;
    }
  }
  return -1;
}

/** Where the first of the pairs before a separator begins, not before `from` and not within a word. */
function firstPair(code: Code, text: string, from: number, separator: number): number {
  let begin = separator - 2;
  while (
    begin - STEP >= from &&
    isSeparator(text.charCodeAt(begin - 1)) &&
    isPair(code, text, begin - STEP)
  ) {
    begin -= STEP;
  }
  return begin > 0 && isDigit(code, text, begin - 1) ? begin + STEP : begin;
}

/** Where the pairs that begin at a place end: after a separator, or where one is missing; `most` is far enough. */
function pairsEnd(code: Code, text: string, begin: number, most: number): number {
  let end = begin;
  while (end < most && isPair(code, text, end)) {
    end += 2;
    if (end >= most || !isSeparator(text.charCodeAt(end))) break;
    end++;
  }
  return end;
}

/** Where pairs at the text's end may begin, not before `from`. */
function tail(code: Code, text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (at > 0 && isDigit(code, text, at - 1)) continue;
    let end = at;
    while (end < text.length && fits(code, text, end, (end - at) % STEP)) end++;
    if (end === text.length) return at;
  }
  return text.length;
}

function fits(code: Code, text: string, at: number, place: number): boolean {
  return place === 2 ? isSeparator(text.charCodeAt(at)) : isDigit(code, text, at);
}

function isPair(code: Code, text: string, at: number): boolean {
  return isDigit(code, text, at) && isDigit(code, text, at + 1);
}

function isDigit(code: Code, text: string, at: number): boolean {
  return at >= 0 && digitValue(code, text.charCodeAt(at)) !== NO_DIGIT;
}
