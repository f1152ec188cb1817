import { ABSENT_KEYS, absentOf, KEY_NAMES, keyOf, type AbsentKey, type Question } from './keys.ts';
import { printPairs } from './question-text.ts';

/** The text of the query bar that an address means; what is no key of the bar is left alone. */
export function textOfSearch(search: URLSearchParams): string {
  const pairs = [...search].flatMap(([name, value]): [string, string][] => {
    const key = keyOf(name);
    return key === undefined ? [] : [[key, value]];
  });
  return printPairs(pairs);
}

/** A question as the search of an address: `agent=x&last=24h`. */
export function searchOf(question: Question): string {
  const search = new URLSearchParams();
  for (const key of KEY_NAMES) {
    const value = question[key];
    if (value !== undefined) search.set(key, value);
  }
  return search.toString();
}

/** A question with one value more, or without it where it was there. */
export function toggled(question: Question, key: keyof Question, value: string): Question {
  const { [key]: before, ...rest } = withAbsent(
    question,
    absentOf(question).filter((each) => each !== key),
  );
  return before === value ? rest : { ...rest, [key]: value };
}

/** A question for what says nothing of a key, or not for that where it was. */
export function toggledAbsent(question: Question, key: AbsentKey): Question {
  const { [key]: _, ...rest } = question;
  const keys = absentOf(question);
  return withAbsent(
    rest,
    keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key],
  );
}

function withAbsent({ without: _, ...rest }: Question, keys: readonly AbsentKey[]): Question {
  return keys.length === 0
    ? rest
    : { ...rest, without: ABSENT_KEYS.filter((each) => keys.includes(each)).join(',') };
}
