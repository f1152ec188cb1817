const FIRST_MS = 1000;
const MOST_MS = 300_000;

/** Longest that a channel's own word is heeded, in milliseconds: an hour. */
export const MOST_RETRY_AFTER_MS = 3_600_000;

/**
 * How long to wait after an attempt: anything up to a bound that doubles from one second to five minutes, so that
 * what failed together is not tried together.
 *
 * @param attempts made so far, at least 1
 * @param random in [0, 1)
 */
export function backoffMs(attempts: number, random: number): number {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30));
  return Math.max(1, Math.round(most * random));
}
