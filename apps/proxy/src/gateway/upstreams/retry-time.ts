import type { IncomingHttpHeaders } from 'node:http';

/** How long to wait between attempts. */
export interface RetryTimes {
  /** Before the first repeat, in milliseconds; doubled before each further one. */
  readonly backoffMs: number;
  readonly maxWaitMs: number;
}

/**
 * The wait before a repeat, in milliseconds: half of the backoff and a random part of the other half, and never less
 * than the upstream asked for.
 *
 * @param repeat 1 for the first repeat at the same upstreams
 * @param random from 0 up to 1
 */
export function waitBefore(
  repeat: number,
  asked: number | undefined,
  { backoffMs, maxWaitMs }: RetryTimes,
  random: () => number,
): number {
  const backoff = Math.min(backoffMs * 2 ** (repeat - 1), maxWaitMs);
  return Math.max(backoff * (0.5 + random() / 2), asked ?? 0);
}

/**
 * The wait that an answer asks for, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a date.
 * Undefined where it asks for none, or says what cannot be read.
 *
 * @param now milliseconds since the epoch
 */
export function askedWait(headers: IncomingHttpHeaders, now: number): number | undefined {
  const exact = Number(headers['retry-after-ms'] ?? NaN);
  if (exact >= 0 && Number.isFinite(exact)) return exact;
  const asked = headers['retry-after'];
  if (asked === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(asked)) return Number(asked) * 1000;
  const until = /[a-z]/i.test(asked) ? Date.parse(asked) : NaN;
  return Number.isNaN(until) ? undefined : Math.max(0, until - now);
}

/** Answers that say that the same request may do better in a while. */
export function isRepeatable(status: number, headers: IncomingHttpHeaders): boolean {
  const said = headers['x-should-retry'];
  if (said === 'false') return false;
  if (status === 429 || status === 500 || isDown(status)) return true;
  return said === 'true' && status >= 400;
}

/** Answers that say that the upstream itself does not serve; 500 may lie at the request. */
export function isDown(status: number): boolean {
  return (status >= 502 && status <= 504) || status === 529;
}
