/** Checks one value: what is wrong with it, or undefined. */
export type Check = (value: unknown) => string | undefined;

/** A text of a length. */
export function text(most: number, least = 1): Check {
  return (value) =>
    typeof value === 'string' && value.length >= least && value.length <= most
      ? undefined
      : `must be a text of ${String(least)} to ${String(most)} characters`;
}

export function oneOf(...words: readonly string[]): Check {
  return (value) =>
    words.includes(value as string) ? undefined : `must be one of ${words.join(', ')}`;
}

export function matching(pattern: RegExp): Check {
  return (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `must match ${String(pattern)}`;
}

export function listOf(item: Check, most: number): Check {
  return (value) => {
    if (!Array.isArray(value) || value.length > most)
      return `must be a list of at most ${String(most)}`;
    return value.map(item).find((problem) => problem !== undefined);
  };
}

/** A map of texts, of so many characters in all. */
export function textMap(most: number): Check {
  return (value) => {
    if (!isObject(value)) return 'must be an object';
    const entries = Object.entries(value);
    if (!entries.every(([, each]) => typeof each === 'string')) return 'must hold texts';
    const length = entries.reduce((sum, [key, each]) => sum + key.length + String(each).length, 0);
    return length <= most ? undefined : `must have at most ${String(most)} characters`;
  };
}

export const anyObject: Check = (value) => (isObject(value) ? undefined : 'must be an object');

/** An object of these fields and no others; those with a `!` behind their name must be there. */
export function fields(shape: Readonly<Record<string, Check>>): Check {
  const checks = new Map(
    Object.entries(shape).map(([name, check]) => [name.replace('!', ''), check]),
  );
  const required = Object.keys(shape).flatMap((name) =>
    name.endsWith('!') ? name.slice(0, -1) : [],
  );
  return (value) => {
    if (!isObject(value)) return 'must be an object';
    for (const name of required) if (!Object.hasOwn(value, name)) return `${name} is missing`;
    for (const [name, each] of Object.entries(value)) {
      const check = checks.get(name);
      if (check === undefined) return `${name} is not known`;
      const problem = check(each);
      if (problem !== undefined) return `${name} ${problem}`;
    }
    return undefined;
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
