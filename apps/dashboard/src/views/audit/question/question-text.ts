import { closestWord } from '@safeai/api/wire';
import { shownText } from '../../../ui/shown-text.ts';
import { checkValue } from './check-value.ts';
import { absentOf, KEY_NAMES, keyOf, type QueryKey, type Question } from './keys.ts';

/** What a text of the query bar asks for. */
export interface Parsed {
  readonly question: Question;
  /** What of it is not understood, in words. */
  readonly problems: readonly string[];
}

/** A word of the bar: `key:value`, the value in quotes where it has spaces. */
const WORD = /(?:([^\s:"]+):)?("(?:[^"\\]|\\.)*"?|[^\s]*)/suy;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a text of the query bar. O(length). */
export function parseQuestion(text: string): Parsed {
  const pairs: [string, string][] = [];
  for (let at = skipBlank(text, 0); at < text.length; at = skipBlank(text, at)) {
    WORD.lastIndex = at;
    const [whole = '', key = '', value = ''] = WORD.exec(text) ?? [];
    if (whole === '') break;
    pairs.push([key, unquoted(value)]);
    at += whole.length;
  }
  return questionOfPairs(pairs);
}

/** Keys and values as a question; the first of a key counts. */
function questionOfPairs(pairs: Iterable<readonly [string, string]>): Parsed {
  const question: Partial<Record<QueryKey, string>> = {};
  const problems: string[] = [];
  for (const [word, text] of pairs) {
    const key = word === '' && UUID.test(text) ? 'decision' : keyOf(word);
    if (key === undefined) {
      problems.push(unknownKey(word, text));
      continue;
    }
    const checked = checkValue(key, text);
    if ('problem' in checked) problems.push(checked.problem);
    else if (key in question) problems.push(`${key}: is there twice; one value can be asked for.`);
    else question[key] = checked.value;
  }
  for (const key of absentOf(question)) {
    if (key in question) problems.push(`${key}: is also in without:, and no record has both.`);
  }
  const { since, until } = question;
  if (since !== undefined && until !== undefined && Date.parse(since) >= Date.parse(until)) {
    problems.push('until: is not after since: nothing can be between them.');
  }
  return { question, problems };
}

/** Keys and values as a text of the query bar, whatever they hold; `parseQuestion` gives them back. */
export function printPairs(pairs: Iterable<readonly [string, string]>): string {
  return [...pairs].map(([key, value]) => `${key}:${quoted(value)}`).join(' ');
}

function unknownKey(word: string, text: string): string {
  if (word === '') return `“${short(text)}” has no key: write agent:${short(text)}, say.`;
  const meant = closestWord(word, KEY_NAMES);
  return `There is no key ${short(word)}. ${
    meant === undefined ? `Keys are ${KEY_NAMES.join(', ')}.` : `Did you mean ${meant}?`
  }`;
}

function short(text: string): string {
  const { text: shown, isCut } = shownText(text, 40);
  return isCut ? `${shown}…` : shown;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/u.test(text.charAt(at))) at++;
  return at;
}

/** In quotes where it would be read as something else; what would not be seen as its code point. */
function quoted(value: string): string {
  if (value !== '' && !/[\s"\\]/u.test(value) && shownText(value).text === value) return value;
  const escaped = value
    .replace(/["\\]/g, '\\$&')
    .replace(/[^\S ]/gu, escapeMark)
    .replace(/[^ ]/gu, (mark) => (shownText(mark).text === mark ? mark : escapeMark(mark)));
  return `"${escaped}"`;
}

function escapeMark(mark: string): string {
  return `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  const inner =
    value.length > 1 && /[^\\](?:\\\\)*"$/su.test(value) ? value.slice(1, -1) : value.slice(1);
  return (value === '""' ? '' : inner).replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|(.))/gisu,
    (whole, code: string | undefined, mark: string | undefined) => {
      if (code === undefined) return mark ?? whole;
      const point = Number.parseInt(code, 16);
      return point > 0x10ffff ? whole : String.fromCodePoint(point);
    },
  );
}
