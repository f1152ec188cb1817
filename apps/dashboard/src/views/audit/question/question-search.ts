import { KEY_NAMES, keyOf, type Question } from './keys.ts';
import { parseQuestion, printPairs, type Parsed } from './question-text.ts';

/** What the address says of the log: the text of the query bar, and the question in it. */
export interface Asked extends Parsed {
  readonly text: string;
}

/** Reads the address; what is no key of the bar is left alone. */
export function askedOfSearch(search: URLSearchParams): Asked {
  const pairs = [...search].filter(([name]) => keyOf(name) !== undefined);
  const text = printPairs(pairs.map(([name, value]) => [keyOf(name) ?? name, value]));
  return { text, ...parseQuestion(text) };
}

/** A question as the search of an address: `agent=x&last=24h`; what else is in it stays. */
export function searchOf(question: Question, others = new URLSearchParams()): string {
  const search = new URLSearchParams();
  for (const key of KEY_NAMES) {
    const value = question[key];
    if (value !== undefined) search.set(key, value);
  }
  for (const [name, value] of others) if (keyOf(name) === undefined) search.append(name, value);
  return search.toString();
}

/** A question with one value more, or without it where it was there. */
export function toggled(question: Question, key: keyof Question, value: string): Question {
  const { [key]: before, ...rest } = question;
  return before === value ? rest : { ...rest, [key]: value };
}
