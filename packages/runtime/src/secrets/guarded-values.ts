import { Secret, type ExactValue } from '@safeai/core';

/** How long a value that is no longer in use must not leave either, in milliseconds: seven days. */
export const FORMER_MS = 7 * 24 * 60 * 60_000;

/** Most former values; the oldest go first. */
const MAX_FORMER = 1000;

/** A value that was in use. */
interface Former {
  readonly name: string;
  readonly value: Secret;
  readonly until: number;
}

/**
 * All values that must not leave: those in use, and for {@link FORMER_MS} those that were. A key that was rotated is often
 * revoked later than it is replaced, if ever.
 */
export class GuardedValues {
  readonly #now: () => number;
  #current: readonly ExactValue[] = [];
  /** The longest gone first. */
  #former: readonly Former[] = [];

  /** @param now milliseconds that never go back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** These are in use from now on; the others were. */
  take(values: readonly ExactValue[]): void {
    const now = this.#now();
    const inUse = new Set(values.map(({ value }) => value));
    const kept = this.#former.filter(
      ({ value, until }) => until > now && !inUse.has(value.reveal()),
    );
    const gone = this.#current.filter(({ value }) => !inUse.has(value));
    const added = gone.map(({ name, value }) => ({
      name,
      value: new Secret(value),
      until: now + FORMER_MS,
    }));
    this.#former = [...kept, ...added].slice(-MAX_FORMER);
    this.#current = values;
  }

  /**
   * All of them, each once, each with a name of its own.
   *
   * @param configured values of the configuration itself, whose names are the user's
   */
  all(configured: readonly ExactValue[]): readonly ExactValue[] {
    const now = this.#now();
    const former = this.#former
      .filter(({ until }) => until > now)
      .map(({ name, value }) => ({ name, value: value.reveal() }));
    return distinct([...configured, ...this.#current, ...former]);
  }

  /** Those in use alone. */
  inUse(configured: readonly ExactValue[]): readonly ExactValue[] {
    return distinct([...configured, ...this.#current]);
  }
}

function distinct(values: readonly ExactValue[]): ExactValue[] {
  const names = new Set<string>();
  const known = new Set<string>();
  return values.flatMap(({ name, value }) => {
    const text = value.trim();
    if (known.has(text)) return [];
    known.add(text);
    const own = unused(name, names);
    names.add(own);
    return [{ name: own, value }];
  });
}

function unused(name: string, names: ReadonlySet<string>): string {
  if (!names.has(name)) return name;
  let number = 2;
  while (names.has(`${name}-${String(number)}`)) number++;
  return `${name}-${String(number)}`;
}
