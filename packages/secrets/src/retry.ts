import { isPassing, SecretError } from './secret-error.ts';

/** Most requests for one read. */
const ATTEMPTS = 3;
/** Before the first repeat, in milliseconds; doubled before each further one. */
const FIRST_WAIT_MS = 100;

/** How a read is tried again. */
export interface RetryTerms {
  /** How much time is left, in milliseconds. */
  readonly remaining: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<unknown>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Tries again what failed for a reason that may pass, three times at most, and never later than it was asked to: where
 * there is no time left for that, the failure stands.
 */
export async function withRetries<T>(attempt: () => Promise<T>, terms: RetryTerms): Promise<T> {
  for (let repeat = 1; ; repeat++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SecretError) || !isPassing(error) || repeat >= ATTEMPTS) throw error;
      const backoff = FIRST_WAIT_MS * 2 ** (repeat - 1) * (0.5 + terms.random() / 2);
      const ms = Math.max(backoff, error.retryAfterMs ?? 0);
      if (ms >= terms.remaining()) throw error;
      await terms.wait(ms);
    }
  }
}
