/** What every placeholder ends with; a text without it holds none. */
const ENDING = '_REDACTED]';

/** Longest placeholder that is recognised, in UTF-16 code units. */
const MAX_LENGTH = 64;

const PLACEHOLDER = /\[[A-Z][A-Z0-9_]{0,50}_REDACTED\]/g;

/** Whether a text may hold a placeholder. O(length). */
export function holdsPlaceholder(text: string): boolean {
  return text.includes(ENDING);
}

/**
 * The part of a range that is left when a placeholder at its beginning or end is taken off, so that what
 * was redacted once is not found again: in `password=[PASSWORD_REDACTED]` nothing is left. A placeholder
 * that the range only reaches into counts whole. O(length of the range).
 *
 * @returns the range; empty (its end not past its start) when nothing is left
 */
export function outsidePlaceholders(text: string, start: number, end: number): [number, number] {
  const from = Math.max(0, start - MAX_LENGTH);
  let left = start;
  let right = end;
  const found = [...text.slice(from, end + MAX_LENGTH).matchAll(PLACEHOLDER)].map(
    (match) => [from + match.index, from + match.index + match[0].length] as const,
  );
  for (const [first, last] of found) if (first <= left && left < last) left = last;
  for (const [first, last] of found.reverse()) if (first < right && right <= last) right = first;
  return [left, right];
}
