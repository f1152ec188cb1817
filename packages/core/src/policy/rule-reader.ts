import { propertyPath, type Problems } from './problems.ts';
import { hint } from './suggest.ts';

/** Longest accepted name, tenant, glob or control, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 256;
/** Longest accepted reason or fallback text, in UTF-16 code units. */
export const MAX_TEXT_LENGTH = 4096;

/**
 * Reads the properties of an untrusted object, own ones alone. Every reader tells the problems of a property
 * and then answers `undefined`, as for one that is absent.
 */
export class RuleReader {
  readonly #source: object;
  readonly #path: string;
  readonly #problems: Problems;

  constructor(source: object, path: string, problems: Problems) {
    this.#source = source;
    this.#path = path;
    this.#problems = problems;
  }

  get(key: string): unknown {
    return Object.hasOwn(this.#source, key)
      ? (this.#source as Readonly<Record<string, unknown>>)[key]
      : undefined;
  }

  complain(key: string, message: string, inside = ''): void {
    this.#problems.add(propertyPath(this.#path, key) + inside, message);
  }

  /** Tells every key that is not among the known ones. */
  refuseUnknown(known: readonly string[]): void {
    for (const key of Object.keys(this.#source)) {
      if (!known.includes(key)) this.complain(key, `is not a known key.${hint(key, known)}`);
    }
  }

  /** A string with something in it, without control characters, trimmed. */
  name(key: string): string | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : this.#asName(key, value);
  }

  #asName(key: string, value: unknown, inside = ''): string | undefined {
    const name = typeof value === 'string' ? value.trim() : '';
    if (name === '') {
      this.complain(key, 'must be a non-empty string', inside);
      return undefined;
    }
    if (name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) {
      this.complain(
        key,
        `must have at most ${MAX_NAME_LENGTH} characters, none of them control characters`,
        inside,
      );
      return undefined;
    }
    return name;
  }

  /** A text of any characters. */
  text(key: string): string | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= MAX_TEXT_LENGTH)
      return value;
    this.complain(key, `must be a text of 1 to ${MAX_TEXT_LENGTH} characters`);
    return undefined;
  }

  /** A non-empty list of names, repeats dropped. */
  names(key: string): readonly string[] | undefined {
    const list = this.#list(key);
    if (list === undefined) return undefined;
    const names = list.map((item, index) => this.#asName(key, item, `[${index}]`));
    return distinct(names.filter((name) => name !== undefined));
  }

  /** One of the choices. */
  choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : this.#asChoice(key, value, choices);
  }

  /** One of the choices or a non-empty list of them, repeats dropped. */
  choices<T extends string>(key: string, choices: readonly T[]): readonly T[] | undefined {
    const value = this.get(key);
    if (!Array.isArray(value)) {
      const one = this.choice(key, choices);
      return one === undefined ? undefined : [one];
    }
    const list = this.#list(key) ?? [];
    const chosen = list.map((item, index) => this.#asChoice(key, item, choices, `[${index}]`));
    return distinct(chosen.filter((choice) => choice !== undefined));
  }

  #asChoice<T extends string>(
    key: string,
    value: unknown,
    choices: readonly T[],
    inside = '',
  ): T | undefined {
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    const meant = typeof value === 'string' ? hint(value, choices) : '';
    this.complain(key, `must be one of ${choices.join(', ')}.${meant}`, inside);
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.get(key);
    if (value === undefined || typeof value === 'boolean') return value;
    this.complain(key, 'must be true or false');
    return undefined;
  }

  /** A finite number in the range, both ends included. */
  number(key: string, least = -Infinity, most = Infinity): number | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most) {
      return value === 0 ? 0 : value;
    }
    const range = least === -Infinity ? '' : ` from ${least} to ${most}`;
    this.complain(key, `must be a number${range}`);
    return undefined;
  }

  /** A whole number, 1 or more. */
  count(key: string): number | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (Number.isSafeInteger(value) && Number(value) >= 1) return Number(value);
    this.complain(key, 'must be a whole number, 1 or more');
    return undefined;
  }

  /** A plain object below this one, to be read in its turn. */
  object(key: string): RuleReader | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (isPlainObject(value)) {
      return new RuleReader(value, propertyPath(this.#path, key), this.#problems);
    }
    this.complain(key, 'must be an object');
    return undefined;
  }

  /** A non-empty list of plain objects, each to be read in its turn. */
  objects(key: string): readonly RuleReader[] | undefined {
    const list = this.#list(key);
    if (list === undefined) return undefined;
    const readers: RuleReader[] = [];
    for (const [index, item] of list.entries()) {
      const path = `${propertyPath(this.#path, key)}[${index}]`;
      if (isPlainObject(item)) readers.push(new RuleReader(item, path, this.#problems));
      else this.#problems.add(path, 'must be an object');
    }
    return readers;
  }

  #list(key: string): readonly unknown[] | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (Array.isArray(value) && value.length > 0) return value as readonly unknown[];
    this.complain(key, 'must be a list of at least one item; leave it out for all');
    return undefined;
  }
}

/** An object that is no array. */
export function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return Object.freeze([...new Set(items)]);
}
