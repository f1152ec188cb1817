import { backslashToken } from './backslash.ts';
import {
  classOf,
  foldOf,
  FORM,
  isLookAlike,
  LEAD,
  LOOK_ALIKE,
  MARK,
  PLAIN,
  UNSEEN,
} from './character-class.ts';
import type { Before } from './before.ts';
import { entityToken } from './entity.ts';
import { lookAlike } from './homoglyphs.ts';
import { percentToken } from './percent.ts';
import type { SourceWindow } from './source-window.ts';
import { emptyPieceToken, joinToken } from './split-literal.ts';
import { isAlphanumeric, type Token } from './token.ts';

/** Look-alikes in a row through which a character of ASCII is looked for. */
const LONGEST_LOOK_ALIKE_RUN = 8;

type AsciiFinder = (window: SourceWindow, at: number, before: Before) => Token | undefined;

/** By code of ASCII: finds the token that begins with it. What may begin one stands in trigger.ts too. */
const FINDERS: readonly (AsciiFinder | undefined)[] = Array.from({ length: 0x80 }, (_, code) => {
  switch (String.fromCharCode(code)) {
    case '\0':
      return () => ({ length: 1, text: '' });
    case '%':
      return percentToken;
    case '\\':
      return backslashToken;
    case '&':
      return entityToken;
    case '"':
    case "'":
    case '`':
      return (window, at, before) => joinToken(window, at, before.last);
    case '$':
    case '#':
      return emptyPieceToken;
    default:
      return undefined;
  }
});

/** The token that begins at a place. */
export function tokenAt(window: SourceWindow, at: number, before: Before): Token | undefined {
  const code = window.codeAt(at);
  return code < 0x80 ? FINDERS[code]?.(window, at, before) : foreignToken(window, at, before);
}

function foreignToken(window: SourceWindow, at: number, before: Before): Token | undefined {
  const code = window.codeAt(at);
  const found = classOf(code);
  if (found === PLAIN) return undefined;
  if (found === UNSEEN) return { length: 1, text: '' };
  if (found === FORM) return { length: 1, text: foldOf(code) };
  if (found === LEAD) return pairToken(window, at, code);
  if (found === MARK) return isAlphanumeric(before.last) ? { length: 1, text: '' } : undefined;
  const target = found === LOOK_ALIKE ? lookAlike(String.fromCharCode(code)) : undefined;
  if (target === undefined || !isAmongAscii(window, at, before)) return undefined;
  return { length: 1, text: target };
}

function pairToken(window: SourceWindow, at: number, lead: number): Token | undefined {
  const trail = window.codeAt(at + 1);
  if (trail < 0xdc00 || trail > 0xdfff) return undefined;
  const code = ((lead - 0xd800) << 10) + (trail - 0xdc00) + 0x10000;
  const found = classOf(code);
  if (found === UNSEEN) return { length: 2, text: '' };
  return found === FORM ? { length: 2, text: foldOf(code) } : undefined;
}

/**
 * Whether a letter or digit of ASCII stands before, or after it and the look-alikes that follow it, a `-`
 * or `_` between them allowed. Words that are all of another script stay as they are.
 */
function isAmongAscii(window: SourceWindow, at: number, before: Before): boolean {
  if (isAlphanumeric(before.last)) return true;
  if (isJoint(before.last) && isAlphanumeric(before.secondLast)) return true;
  let end = at + 1;
  while (end - at < LONGEST_LOOK_ALIKE_RUN && isLookAlike(window.codeAt(end))) end++;
  const next = window.codeAt(end);
  return isAlphanumeric(next) || (isJoint(next) && isAlphanumeric(window.codeAt(end + 1)));
}

function isJoint(code: number): boolean {
  return code === 0x2d || code === 0x5f;
}
