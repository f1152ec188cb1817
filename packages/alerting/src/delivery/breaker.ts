/** Failures in a row after which a channel is left alone. */
const MOST_FAILURES = 5;

/** For how long, in milliseconds; then one message tries it. */
const OPEN_MS = 30_000;

/** Leaves a channel alone that fails again and again. Times are those of one clock. */
export class Breaker {
  #failures = 0;
  #openUntil = 0;

  /** `closed`: send; `open`: do not; `half-open`: send one. */
  state(now: number): 'closed' | 'open' | 'half-open' {
    if (this.#failures < MOST_FAILURES) return 'closed';
    // A clock that was set back must not close the channel for as long as it was wrong by.
    return now < this.#openUntil && this.#openUntil - now <= OPEN_MS ? 'open' : 'half-open';
  }

  /** Until when it is open. */
  get openUntil(): number {
    return this.#openUntil;
  }

  succeed(): void {
    this.#failures = 0;
  }

  /** Whether this failure has opened it, or kept it open. */
  fail(now: number): boolean {
    this.#failures++;
    if (this.#failures < MOST_FAILURES) return false;
    this.#openUntil = now + OPEN_MS;
    return true;
  }
}
