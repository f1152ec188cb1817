import type { LimitCount, LimitStore } from '@safeai/core';
import RateLimiterRes from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import RateLimiterStoreAbstract from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js';
import type { Limit, Standing } from './limit.ts';

/** A limit in a window. */
export type WindowLimit = Limit & { readonly seconds: number };

/**
 * Counts requests in windows that a {@link LimitStore} keeps: a window begins with somebody's first request and is a
 * fixed time long. What is past the limit is counted too and moves no window. Where the store fails, a spare one in
 * this process's memory counts in its place: a limit never ends the service, and never ends itself.
 */
export class StoreLimiter extends RateLimiterStoreAbstract {
  readonly #limit: WindowLimit;
  readonly #store: LimitStore;

  /** @param spare counts where the store fails */
  constructor(limit: WindowLimit, store: LimitStore, spare?: LimitStore) {
    super({
      points: limit.quota,
      duration: limit.seconds,
      keyPrefix: `rate:${limit.name}`,
      insuranceLimiter: spare === undefined ? undefined : new StoreLimiter(limit, spare),
    });
    this.#limit = limit;
    this.#store = store;
  }

  /** Counts one more request of somebody. */
  async count(who: string): Promise<Standing> {
    try {
      return this.#standing(await this.consume(who));
    } catch (error) {
      if (error instanceof RateLimiterRes) return this.#standing(error);
      throw error;
    }
  }

  #standing({ consumedPoints, remainingPoints, msBeforeNext }: RateLimiterRes): Standing {
    return {
      limit: this.#limit,
      left: remainingPoints,
      isExceeded: consumedPoints > this.#limit.quota,
      resetsInMs: msBeforeNext,
    };
  }

  protected async _upsert(
    key: string,
    points: number,
    windowMs: number,
    anew: boolean,
  ): Promise<LimitCount> {
    if (anew) await this.#store.delete(key);
    return this.#store.add(key, points, windowMs);
  }

  protected async _get(key: string): Promise<LimitCount | null> {
    return (await this.#store.get(key)) ?? null;
  }

  protected async _delete(key: string): Promise<boolean> {
    return this.#store.delete(key);
  }

  protected _getRateLimiterRes(_key: string, changed: number, found: LimitCount): RateLimiterRes {
    const { total, resetsInMs } = found;
    const left = Math.max(0, this.points - total);
    return new RateLimiterRes(left, resetsInMs, total, total === changed);
  }
}
