/** One step into a JSON value: a key of an object, or an index of an array. */
export type PathStep = string | number;

/** There is no such key, index or value. */
export const MISSING = Symbol('missing');
/** A value is there, of a type that cannot be looked into or compared. */
export const MISTYPED = Symbol('mistyped');

const STEP = /\.([^.[\]"'\s]+)|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/**
 * Parses what follows `parameters`: `.a.b[0]`, or `["a.b"]` for a key of any characters.
 *
 * @returns the steps, at least one; `null` for anything else. O(length).
 */
export function parsePath(text: string): readonly PathStep[] | null {
  const steps: PathStep[] = [];
  let at = 0;
  while (at < text.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) return null;
    const [whole, name, index, quoted] = match;
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) {
      const key = unquote(quoted);
      if (key === null) return null;
      steps.push(key);
    }
    at += whole.length;
  }
  return steps.length === 0 ? null : steps;
}

function unquote(quoted: string): string | null {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return null;
  }
}

/**
 * Follows a path. Own properties alone count, so `__proto__` and `constructor` reach nothing.
 *
 * @returns the value; {@link MISSING} where a key or index is absent, {@link MISTYPED} where a step meets a
 * value that has no such steps (a key of a string, an index of an object). O(steps).
 */
export function follow(root: unknown, steps: readonly PathStep[]): unknown {
  if (root === undefined) return MISSING;
  let value: unknown = root;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return MISTYPED;
    if (Array.isArray(value) !== (typeof step === 'number')) return MISTYPED;
    if (!Object.hasOwn(value, step)) return MISSING;
    value = (value as Readonly<Record<PathStep, unknown>>)[step];
    if (value === undefined) return MISSING;
  }
  return value;
}
