/**
 * The candidate that a mistyped word most likely means, for messages such as "did you mean dataTags?".
 * Case, `_` and `-` do not count; otherwise at most a third of the word may differ. O(candidates × length²).
 *
 * @returns nothing when no candidate is near
 */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  if (wanted === '' || wanted.length > 64) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = distance(wanted, fold(candidate), least);
    if (edits < least) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

/** ` Did you mean x?`, or nothing: to be put after a message. */
export function hint(word: string, candidates: Iterable<string>): string {
  const meant = suggest(word, candidates);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[_-]/g, '');
}

/** Edits (insert, delete, replace) from one word to the other; `limit` or more when they are too many. */
function distance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? limit;
}
