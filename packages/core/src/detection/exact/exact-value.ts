import type { ErrorDetail } from '../../errors.ts';

/** A value that is looked for as it stands. */
export interface ExactValue {
  /** What findings call it: `exact:<name>`. Unique, in kebab-case. */
  readonly name: string;
  /** The value itself. Blanks around it are not part of it. */
  readonly value: string;
}

/** Where a value stands. */
export interface ExactMatch {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** Fewest characters of a value: shorter ones stand in ordinary text by chance. UTF-16 code units. */
export const MIN_EXACT_LENGTH = 8;
/** Most characters of a value. UTF-16 code units. */
export const MAX_EXACT_LENGTH = 4096;
/** Most lengths among values that begin with the same {@link MIN_EXACT_LENGTH} characters. */
export const MAX_EXACT_LENGTHS = 64;
/** Most values. */
export const MAX_EXACT_VALUES = 10_000;

const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** All that is wrong with values to be looked for; never with a value in it. */
export function exactProblems(values: readonly ExactValue[]): ErrorDetail[] {
  const details: ErrorDetail[] = [];
  const names = new Set<string>();
  const lengthsByHead = new Map<string, Set<number>>();
  if (values.length > MAX_EXACT_VALUES) {
    const message = `There are ${values.length} exact values, more than ${MAX_EXACT_VALUES}; take some out.`;
    details.push({ path: `exact[${MAX_EXACT_VALUES}]`, message });
  }
  values.forEach(({ name, value }, index) => {
    const report = (key: keyof ExactValue, message: string): void => {
      details.push({
        path: `exact[${index}].${key}`,
        message: `Exact value '${name}': ${message}.`,
      });
    };
    if (!NAME.test(name)) report('name', 'its name is not in kebab-case, such as db-password');
    if (names.has(name)) report('name', 'another one has the same name; give each its own');
    names.add(name);
    const { length } = value.trim();
    if (length < MIN_EXACT_LENGTH) {
      report(
        'value',
        `it has ${length} characters and would be found by chance; ${MIN_EXACT_LENGTH} are the least`,
      );
    }
    if (length > MAX_EXACT_LENGTH) {
      report(
        'value',
        `it has ${length} characters, more than ${MAX_EXACT_LENGTH}; name a part of it`,
      );
    }
    const head = value.trim().slice(0, MIN_EXACT_LENGTH);
    const lengths = lengthsByHead.get(head) ?? new Set();
    lengthsByHead.set(head, lengths.add(length));
    if (lengths.size > MAX_EXACT_LENGTHS) {
      report(
        'value',
        `more than ${MAX_EXACT_LENGTHS} values of different lengths begin as it does; take some out`,
      );
    }
  });
  return details;
}
