import { Counter, type Registry } from 'prom-client';

/** What a tally counts, and by what. */
export interface TallyOptions {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
  readonly registry: Registry;
}

/**
 * A counter that adds to plain numbers and hands them to prom-client when somebody looks: prom-client itself
 * sorts and joins the labels at every count.
 */
export class Tally {
  readonly #counts = new Map<string, { readonly values: readonly string[]; count: number }>();

  constructor({ name, help, labels, registry }: TallyOptions) {
    const counts = this.#counts;
    new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const { values, count } of counts.values()) this.labels(...values).inc(count);
      },
    });
  }

  /** How many different sets of label values there are. */
  get size(): number {
    return this.#counts.size;
  }

  /** Whether these label values were counted before. */
  has(...values: readonly string[]): boolean {
    return this.#counts.has(keyOf(values));
  }

  /** Counts one, with a value for each label. */
  add(...values: readonly string[]): void {
    const key = keyOf(values);
    const entry = this.#counts.get(key);
    if (entry === undefined) this.#counts.set(key, { values, count: 1 });
    else entry.count++;
  }
}

function keyOf(values: readonly string[]): string {
  return values.join('\n');
}
