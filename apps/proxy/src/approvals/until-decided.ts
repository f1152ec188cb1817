import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalRecord } from '@safeai/core';

/** How soon a pending request is looked at again, in milliseconds: ever later, for people take their time. */
const FIRST_LOOK = 125;
const LATEST_LOOK = 1000;

/**
 * Waits until people have decided on a request, the time is over or nobody waits for it any more.
 *
 * @param record as it is now
 * @param look gives it as it is by then
 * @param options.signal aborted when the caller is gone or the server stops
 * @returns the request as it was seen last: still pending where the wait ended first
 */
export async function untilDecided(
  record: ApprovalRecord,
  look: () => Promise<ApprovalRecord>,
  options: { readonly waitMs: number; readonly signal: AbortSignal },
): Promise<ApprovalRecord> {
  const until = performance.now() + options.waitMs;
  let current = record;
  let next = FIRST_LOOK;
  while (current.status === 'pending' && (await pause(options.signal, until, next))) {
    current = await look();
    next = Math.min(2 * next, LATEST_LOOK);
  }
  return current;
}

/** Waits for a moment; false when the time is over, the caller is gone or the server stops. */
async function pause(signal: AbortSignal, until: number, look: number): Promise<boolean> {
  const left = until - performance.now();
  if (left <= 0 || signal.aborted) return false;
  return sleep(Math.min(look, left), true, { signal }).catch(() => false);
}
