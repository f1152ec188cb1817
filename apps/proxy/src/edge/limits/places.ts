import type { Limit, Standing } from './limit.ts';

/**
 * Requests that are being answered, by who asked. This process's own: what it is doing now is nobody else's, and ends
 * with it.
 */
export class Places {
  readonly #taken = new Map<string, number>();

  /** Takes a place, unless as many are taken as the limit says. */
  take(limit: Limit, who: string): Standing {
    const taken = this.#taken.get(who) ?? 0;
    const isExceeded = taken >= limit.quota;
    if (!isExceeded) this.#taken.set(who, taken + 1);
    return { limit, left: Math.max(0, limit.quota - taken - 1), isExceeded, resetsInMs: 0 };
  }

  /** Gives one back that was taken. */
  giveBack(who: string): void {
    const taken = this.#taken.get(who) ?? 0;
    if (taken > 1) this.#taken.set(who, taken - 1);
    else this.#taken.delete(who);
  }

  /** How many have places. */
  get size(): number {
    return this.#taken.size;
  }
}
