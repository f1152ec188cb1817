// The package exports the base class of its stores by path alone, and types it by name alone.
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterRes } from 'rate-limiter-flexible';

  /** What of the class is used, and what a store of one's own has to give. */
  export default abstract class RateLimiterStoreAbstract {
    constructor(options: {
      readonly points: number;
      readonly duration: number;
      readonly keyPrefix: string;
      readonly insuranceLimiter: RateLimiterStoreAbstract | undefined;
    });
    readonly points: number;
    consume(key: string, points?: number): Promise<RateLimiterRes>;
    get(key: string): Promise<RateLimiterRes | null>;
    protected abstract _upsert(
      key: string,
      points: number,
      windowMs: number,
      anew: boolean,
    ): Promise<unknown>;
    protected abstract _get(key: string): Promise<unknown>;
    protected abstract _delete(key: string): Promise<boolean>;
    protected abstract _getRateLimiterRes(
      key: string,
      changed: number,
      found: unknown,
    ): RateLimiterRes;
  }
}

declare module 'rate-limiter-flexible/lib/RateLimiterRes.js' {
  export { RateLimiterRes as default } from 'rate-limiter-flexible';
}
