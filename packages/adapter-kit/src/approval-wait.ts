import type { AgentGuard, ApprovalQuestion, ApprovalStanding } from '@safeai/core';

/** Time, for tests to hold. */
export interface Timer {
  now(): number;
  /** Resolves after so many milliseconds, or when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

export const systemTimer: Timer = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const done = (): void => {
        clearTimeout(timeout);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timeout = setTimeout(done, ms);
      signal?.addEventListener('abort', done);
    }),
};

/** How often a guard that answers at once is asked, in milliseconds. */
const POLL_MS = 200;
/** The longest that one question waits at the guard, in milliseconds. */
const MOST_WAIT_MS = 30_000;

/**
 * How an approval stands once it is decided, or when the time is over. A gateway holds the question until then; a guard that
 * answers at once is asked again.
 *
 * @param waitMs 0: as it stands now
 */
export async function untilDecided(
  guard: Pick<AgentGuard, 'approvalStanding'>,
  question: ApprovalQuestion,
  waitMs: number,
  timer: Timer,
): Promise<ApprovalStanding> {
  const { signal } = question;
  const until = timer.now() + waitMs;
  for (let left = waitMs; ; left = until - timer.now()) {
    const wait = Math.max(0, Math.min(left, MOST_WAIT_MS));
    const standing = await guard.approvalStanding({ ...question, waitMs: wait });
    if (standing.status !== 'pending' || signal?.aborted === true) return standing;
    const rest = until - timer.now();
    if (rest <= 0) return standing;
    await timer.sleep(Math.min(POLL_MS, rest), signal);
  }
}
