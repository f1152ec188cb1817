import { distance } from 'fastest-levenshtein';

/** Longest word that is compared; longer ones are no typing slips. */
const MAX_LENGTH = 64;

/** Fewer letters begin too many words. */
const MIN_PREFIX = 3;

/** `; did you mean "action"?` for a word close to a known one, else nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = closest(word, known);
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
}

function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length > MAX_LENGTH) return undefined;
  const typed = canonical(word);
  const letters = sortedLetters(typed);
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const name = canonical(candidate);
    // Two letters that changed places are one slip, not two.
    const isMixedUp = name.length === typed.length && sortedLetters(name) === letters;
    const steps = isMixedUp ? slip(typed, name) : distance(typed, name);
    if (steps < least) [best, least] = [candidate, steps];
  }
  if (least <= Math.max(1, Math.floor(word.length / 3))) return best;
  return shortened(typed, known) ?? lengthened(typed, known);
}

/** The shortest known word that the typed one begins: `max_size` for `max_size_mb`. */
function shortened(typed: string, known: readonly string[]): string | undefined {
  if (typed.length < MIN_PREFIX) return undefined;
  return known
    .filter((candidate) => canonical(candidate).startsWith(typed))
    .toSorted((left, right) => left.length - right.length)[0];
}

/** The longest known word that the typed one begins with: `port_number` for `port`. */
function lengthened(typed: string, known: readonly string[]): string | undefined {
  return known
    .filter(({ length }) => length >= MIN_PREFIX)
    .filter((candidate) => typed.startsWith(canonical(candidate)))
    .toSorted((left, right) => right.length - left.length)[0];
}

function slip(typed: string, name: string): number {
  return typed === name ? 0 : 1;
}

function sortedLetters(word: string): string {
  return Array.from(word).sort().join('');
}

/** `maxSizeMb`, `max-size-mb` and `max_size_mb` are the same word. */
function canonical(word: string): string {
  return word
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}
