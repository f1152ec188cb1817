import { ABSENT_KEYS, KEY_NAMES, keyOf, placeOf, type QueryKey } from './keys.ts';
import { printPairs } from './question-text.ts';

/** Something that the word under the caret may go on as. */
export interface Completion {
  /** Takes the place of that word. */
  readonly text: string;
  readonly about: string;
}

/** The word under the caret, and how it may go on. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Most that are offered. */
const MOST = 8;

/**
 * How the word under the caret may go on: as a key, or after one as a value.
 *
 * @param known values that are in the log, by key
 */
export function completionsAt(
  text: string,
  caret: number,
  known: Readonly<Partial<Record<QueryKey, readonly string[]>>> = {},
): Completions {
  const from = caret - (/[^\s]*$/u.exec(text.slice(0, caret))?.[0].length ?? 0);
  const to = caret + (/^[^\s]*/u.exec(text.slice(caret))?.[0].length ?? 0);
  const word = text.slice(from, caret);
  const colon = word.indexOf(':');
  const options = colon < 0 ? keysFor(word) : valuesFor(word, colon, known);
  return { from, to, options: options.filter((each) => each.text !== word).slice(0, MOST) };
}

function keysFor(word: string): readonly Completion[] {
  const start = word.toLowerCase();
  return KEY_NAMES.filter((key) => key.startsWith(start)).map((key) => ({
    text: `${key}:`,
    about: placeOf(key).about,
  }));
}

function valuesFor(
  word: string,
  colon: number,
  known: Readonly<Partial<Record<QueryKey, readonly string[]>>>,
): readonly Completion[] {
  const key = keyOf(word.slice(0, colon));
  if (key === undefined) return [];
  const start = word.slice(colon + 1).toLowerCase();
  const { choices, kind } = placeOf(key);
  const values =
    choices ??
    (kind === 'keys'
      ? listsFor(start)
      : kind === 'span'
        ? ['15m', '1h', '24h', '7d', '30d']
        : known[key]);
  return (values ?? [])
    .filter((value) => value.toLowerCase().startsWith(start))
    .map((value) => ({ text: printPairs([[key, value]]), about: '' }));
}

/** How a list of keys goes on: as before its last comma, with one key more. */
function listsFor(start: string): readonly string[] {
  const before = start.slice(0, start.lastIndexOf(',') + 1);
  const named = before.split(',');
  return ABSENT_KEYS.filter((key) => !named.includes(key)).map((key) => before + key);
}
