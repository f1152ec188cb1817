import { SafeAIError } from '@safeai/core';

/** How much is done at once, and how much waits for it. */
export interface TurnsOptions {
  readonly atOnce: number;
  /** Most that are under way or wait. */
  readonly most: number;
  /** Told to those who come after that, as a sentence. */
  readonly refusal: string;
}

/** Lets work begin in the order in which it came, some at a time. */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** @throws SafeAIError (as a rejection) `rate_limited` where too much waits; what the work throws */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const { atOnce, most, refusal } = this.#options;
    if (this.#running + this.#waiting.length >= most) {
      throw new SafeAIError('rate_limited', `${refusal} Try again in a few seconds.`);
    }
    if (this.#running < atOnce) this.#running++;
    else await new Promise<void>((begin) => this.#waiting.push(begin));
    try {
      return await work();
    } finally {
      // Whoever is next takes over the place.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running--;
      else next();
    }
  }
}
