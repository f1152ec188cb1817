const MINUTE_MS = 60_000;

/** How many messages a channel takes. Times are those of one clock. */
export class TokenBucket {
  readonly #capacity: number;
  readonly #msPerToken: number;
  #tokens: number;
  #asOf: number | undefined;

  /** @param burst how many at once, at most; the whole minute's if absent */
  constructor(perMinute: number, burst = perMinute) {
    this.#capacity = Math.min(burst, perMinute);
    this.#msPerToken = MINUTE_MS / perMinute;
    this.#tokens = this.#capacity;
  }

  /** How many messages may go now. */
  available(now: number): number {
    const since = Math.max(0, now - (this.#asOf ?? now));
    this.#tokens = Math.min(this.#capacity, this.#tokens + since / this.#msPerToken);
    this.#asOf = now;
    // What is a hair short of a whole one is whole.
    return Math.floor(this.#tokens + 1e-6);
  }

  take(count: number): void {
    this.#tokens = Math.max(0, this.#tokens - count);
  }

  /** In how many milliseconds there is one. */
  get nextInMs(): number {
    return Math.max(0, Math.ceil((1 - this.#tokens) * this.#msPerToken));
  }
}
