import { BoundedLabel } from '../../metrics/bounded-label.ts';

/** What the models of providers are called; nothing else is a name. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/;
/** Most models that metrics tell apart. */
const MAX_MODELS = 100;
/** Names whose text was looked at. */
const MAX_SEEN = 1000;
const OTHER = 'other';

/** The names of models as telemetry may tell them. Callers choose them, and may put anything into them. */
export class ModelNames {
  readonly #isHarmless: (name: string) => boolean;
  readonly #seen = new Map<string, boolean>();
  readonly #served = new BoundedLabel(MAX_MODELS, OTHER);

  /** @param isHarmless whether a text holds no detection */
  constructor(isHarmless: (name: string) => boolean) {
    this.#isHarmless = isHarmless;
  }

  /** For a span; `other` for what is no name, or holds a detection. */
  of(name: string): string {
    if (!NAME.test(name)) return OTHER;
    let harmless = this.#seen.get(name);
    if (harmless === undefined) {
      harmless = this.#isHarmless(name);
      if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
      this.#seen.set(name, harmless);
    }
    return harmless ? name : OTHER;
  }

  /**
   * For a metric: bounded, and only what a provider has answered under is told apart, so that no caller can use the
   * places up.
   *
   * @param name as {@link of} gives it
   */
  label(name: string, served: boolean): string {
    return served || this.#served.knows(name) ? this.#served.of(name) : OTHER;
  }
}
