/** Words of letters, joined as in `snake_case`, `kebab-case` or `camelCase`; at most two digits, at the end. */
const WORDS = /^[a-z]+(?:[_-][a-z]+|[A-Z][a-z]+)*\d{0,2}$/;
const MAX_LENGTH = 40;

/** Stands for a name that is not shown. */
export const HIDDEN_NAME = '*';

/**
 * A name that the caller chose, for an error text: shown when it is made of plain words, else hidden, for it
 * may be a secret that was pasted into the wrong place.
 */
export function shownName(name: string): string {
  return name.length <= MAX_LENGTH && WORDS.test(name) ? name : HIDDEN_NAME;
}
