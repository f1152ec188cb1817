import { Counter, type Registry } from 'prom-client';

/** What a tally counts, and by what. */
export interface TallyOptions {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/**
 * A counter that adds to plain numbers and hands them to prom-client when somebody looks: prom-client itself
 * sorts and joins the labels at every count.
 */
export class Tally {
  readonly #options: TallyOptions;
  readonly #counts = new Map<string, { readonly values: readonly string[]; count: number }>();

  /** @param registry where it is looked at */
  constructor(options: TallyOptions, registry: Registry) {
    this.#options = options;
    this.showIn(registry);
  }

  /**
   * Lets a further registry tell the counts.
   *
   * @param shows which of them, by their label values; all if absent
   */
  showIn(registry: Registry, shows: (values: readonly string[]) => boolean = () => true): void {
    const { name, help, labels } = this.#options;
    const counts = this.#counts;
    new Counter({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect() {
        this.reset();
        for (const { values, count } of counts.values()) {
          if (shows(values)) this.labels(...values).inc(count);
        }
      },
    });
  }

  /** Counts one, with a value for each label. */
  add(...values: readonly string[]): void {
    this.addMany(1, ...values);
  }

  /** Counts several. */
  addMany(count: number, ...values: readonly string[]): void {
    const key = keyOf(values);
    const entry = this.#counts.get(key);
    if (entry === undefined) this.#counts.set(key, { values, count });
    else entry.count += count;
  }
}

function keyOf(values: readonly string[]): string {
  return values.join('\n');
}
