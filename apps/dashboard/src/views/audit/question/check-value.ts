import { closestWord } from '@safeai/api/wire';
import { momentOf } from './moment-text.ts';
import { ABSENT_KEYS, isAbsentKey, keyOf, placeOf, type QueryKey } from './keys.ts';

/** Longest name that the routes take, in UTF-16 code units. */
const LONGEST = 256;

const SPAN = /^[1-9][0-9]{0,8}[smhdw]$/;

/** Half of a pair of UTF-16 units: no address can hold it. */
const HALF = /\p{Surrogate}/u;

/** A value as it is asked for, or what is wrong with it. */
export type Checked = { readonly value: string } | { readonly problem: string };

/** Checks what was written after a key; moments become ISO 8601 in UTC. */
export function checkValue(key: QueryKey, text: string): Checked {
  const { kind, choices = [] } = placeOf(key);
  if (text === '') return { problem: `${key}: says nothing after the colon.` };
  switch (kind) {
    case 'choice':
      return checkChoice(key, text.toLowerCase(), choices);
    case 'span':
      return SPAN.test(text)
        ? { value: text }
        : { problem: `${key}: takes a number and s, m, h, d or w: 15m, 24h, 7d.` };
    case 'moment':
      return checkMoment(key, text);
    case 'keys':
      return checkKeys(key, text);
    case 'name':
      return checkName(key, text);
  }
}

function checkChoice(key: QueryKey, word: string, choices: readonly string[]): Checked {
  if (choices.includes(word)) return { value: word };
  const meant = closestWord(word, choices);
  const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return { problem: `${key}: is one of ${choices.join(', ')}.${hint}` };
}

/** Keys in the order in which they are always written. */
function checkKeys(key: QueryKey, text: string): Checked {
  const named = text.split(',').map(keyOf);
  return named.every(isAbsentKey)
    ? { value: ABSENT_KEYS.filter((each) => named.includes(each)).join(',') }
    : { problem: `${key}: takes keys with commas between: ${ABSENT_KEYS.join(', ')}.` };
}

function checkMoment(key: QueryKey, text: string): Checked {
  const moment = momentOf(text);
  return moment === null
    ? { problem: `${key}: takes a time: 2026-01-31, 2026-01-31T09:00 or 2026-01-31T09:00:00Z.` }
    : { value: new Date(moment).toISOString() };
}

function checkName(key: QueryKey, text: string): Checked {
  if (text.length > LONGEST) return { problem: `${key}: is longer than ${LONGEST} characters.` };
  return HALF.test(text) ? { problem: `${key}: is no well-formed text.` } : { value: text };
}
