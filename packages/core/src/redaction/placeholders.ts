import { holdsPseudonym, pseudonymPlaces } from './pseudonyms.ts';

/** What every placeholder ends with; a text without it holds none. */
const ENDING = '_REDACTED]';

/** Longest placeholder or pseudonym that is recognised, in UTF-16 code units. */
const MAX_LENGTH = 64;

const PLACEHOLDER = /\[[A-Z0-9][A-Z0-9_]{0,50}_REDACTED\]/g;

/** What is left of a range beside a placeholder and shorter than this gives nothing away. */
const SHORTEST_REST = 4;

/** A placeholder or pseudonym from its bracket on. */
const EITHER = /\[[A-Z][A-Z0-9_]{0,50}_(?:REDACTED|[a-f][0-9a-f]{12})\]/y;

/**
 * Whether a place lies in the word of a placeholder or pseudonym: what stands there was written by SafeAI and says
 * nothing about the text around it. O(1).
 */
export function isInPlaceholder(text: string, at: number): boolean {
  const limit = Math.max(0, at - MAX_LENGTH);
  let start = at;
  while (start > limit && isWordCharacter(text.charCodeAt(start))) start--;
  if (text.charCodeAt(start) !== 0x5b) return false;
  EITHER.lastIndex = start;
  return EITHER.test(text);
}

/** `A` to `Z`, digits, `_`. */
function isWordCharacter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

/** Whether a text may hold a placeholder or a pseudonym. O(length). */
function holdsPlaceholder(text: string): boolean {
  return text.includes(']') && (text.includes(ENDING) || holdsPseudonym(text));
}

/**
 * The part of a range that is left when a placeholder or pseudonym at its beginning or end is taken off, so
 * that what was redacted once is not found again: in `password=[PASSWORD_REDACTED]` nothing is left, as in
 * `password=[PASSWORD_REDACTED].`, where what is left is too short to be anything. One that
 * the range only reaches into counts whole; a range within its word stays as it is, for no word that SafeAI
 * writes is a finding. O(length of the range).
 *
 * @returns the range; empty (its end not past its start) when nothing is left
 */
export function outsidePlaceholders(text: string, start: number, end: number): [number, number] {
  const from = Math.max(0, start - MAX_LENGTH);
  const around = text.slice(from, end + MAX_LENGTH);
  if (!holdsPlaceholder(around)) return [start, end];
  let left = start;
  let right = end;
  const found = placesIn(around, from);
  if (found.some(({ first, word }) => first < start && end <= word)) return [start, end];
  for (const { first, last } of found) if (first <= left && left < last) left = last;
  for (const { first, last } of found.reverse()) if (first < right && right <= last) right = first;
  const isWhole = left === start && right === end;
  return isWhole || right - left >= SHORTEST_REST ? [left, right] : [left, left];
}

interface Place {
  readonly first: number;
  /** Where the word ends that says what it stands for. */
  readonly word: number;
  readonly last: number;
}

/** Where placeholders and pseudonyms stand in a text, in order. */
function placesIn(text: string, offset: number): Place[] {
  const matches = [...text.matchAll(PLACEHOLDER), ...pseudonymPlaces(text)];
  return matches
    .sort((left, right) => left.index - right.index)
    .map(({ index, 0: { length }, 0: found }) => ({
      first: offset + index,
      word: offset + index + found.lastIndexOf('_'),
      last: offset + index + length,
    }));
}
