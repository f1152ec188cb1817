const MINUTE_MS = 60_000;

/** How many messages a channel takes: so many in any minute, and so much time between two. Times are those of one clock. */
export class Pace {
  readonly #perMinute: number;
  readonly #leastGapMs: number;
  /** When the messages of the last minute went out, the oldest first. */
  #times: number[] = [];

  constructor(perMinute: number, leastGapMs = 0) {
    this.#perMinute = perMinute;
    this.#leastGapMs = leastGapMs;
  }

  /** How many messages may go now. */
  available(now: number): number {
    // A clock that was set back has left times behind that are not yet: they count for nothing.
    this.#times = this.#times.filter((time) => time > now - MINUTE_MS && time <= now);
    const left = Math.max(0, Math.ceil(this.#perMinute) - this.#times.length);
    if (this.#leastGapMs === 0) return left;
    const last = this.#times.at(-1) ?? -Infinity;
    return now - last < this.#leastGapMs ? 0 : Math.min(1, left);
  }

  take(count: number, now: number): void {
    for (let taken = 0; taken < count; taken++) this.#times.push(now);
  }

  /** When one may go, if none may now. */
  nextAt(now: number): number {
    const [first] = this.#times;
    const isFull = this.#times.length >= this.#perMinute;
    const rested = (this.#times.at(-1) ?? now) + this.#leastGapMs;
    return isFull && first !== undefined ? Math.max(first + MINUTE_MS, rested) : rested;
  }
}
