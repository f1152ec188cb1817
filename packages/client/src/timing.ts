/** Time, for limits, pauses and heartbeats. Tests have one of their own. */
export interface Timing {
  /** Milliseconds from any start, never going back. */
  now(): number;
  /** Calls back after some milliseconds. @returns takes it back */
  after(ms: number, act: () => void): () => void;
}

/** The machine's. */
export const systemTiming: Timing = {
  now: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * Waits.
 *
 * @throws (rejects) the reason of the signal, as soon as it is aborted
 */
export function pause(timing: Timing, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (): void => {
      takeBack();
      reject(reasonOf(signal));
    };
    const takeBack = timing.after(ms, () => {
      signal?.removeEventListener('abort', fail);
      resolve();
    });
    if (signal?.aborted === true) fail();
    else signal?.addEventListener('abort', fail, { once: true });
  });
}

/** Why a signal was aborted, as an error. */
export function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('The call was aborted.', { cause: reason });
}

/** How long a pause before another try may be, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly most: number;
}

/** A pause before try number `tries` (from 0): twice as long each time, and any part of it, so that callers spread. */
export function jittered({ first, most }: Backoff, tries: number, random: () => number): number {
  return random() * Math.min(most, first * 2 ** Math.min(tries, 30));
}
