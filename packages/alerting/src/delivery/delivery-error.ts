/**
 * Why a channel did not take an alert. `rejected`: it never will; `unavailable`: perhaps later; `throttled`: not now,
 * and nothing else either.
 */
export type DeliveryFailure = 'rejected' | 'unavailable' | 'throttled';

/** What a problem may look like: it is kept and shown, whoever made it. */
const PROBLEM = /^[a-z0-9_]{1,40}$/;

/** An attempt that failed. Holds no content, no address and no key. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly failure: DeliveryFailure;
  /** Stable and short, such as `http_503`, `timeout`, `smtp_550`. What is no such word is `failed`. */
  readonly problem: string;
  /** How long the channel wants to be left alone, in milliseconds; undefined where it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(failure: DeliveryFailure, problem: string, retryAfterMs?: number) {
    const word = PROBLEM.test(problem) ? problem : 'failed';
    super(`The channel did not take the alert (${word}).`);
    this.failure = failure;
    this.problem = word;
    this.retryAfterMs = retryAfterMs;
  }
}
