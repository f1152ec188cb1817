import { GuardUnreachableError, ProblemError } from '@safeai/client';

/** Where nobody says when to ask again. Milliseconds. */
const UNTOLD_MS = 5_000;
/** Soonest and latest; a timer of a browser takes no more than 24 days. Milliseconds. */
const SOONEST_MS = 1_000;
const LATEST_MS = 3_600_000;

/**
 * When a question that failed is asked again by itself: as the server says, or soon where it cannot be reached.
 *
 * @returns milliseconds from the failure; null: when somebody says so
 */
export function askAgainAfter(error: unknown): number | null {
  if (error instanceof GuardUnreachableError) return UNTOLD_MS;
  if (!(error instanceof ProblemError) || (error.status !== 429 && error.status !== 503))
    return null;
  return Math.min(Math.max(error.retryAfterMs ?? UNTOLD_MS, SOONEST_MS), LATEST_MS);
}
