import { GuardUnreachableError } from '../errors/guard-unreachable-error.ts';
import { ProblemError } from '../errors/problem-error.ts';
import type { ConnectionEnd } from './connection.ts';

/** Ends after which coming back is of no use, with the code that the routes have for them. */
const FINAL: Readonly<Record<number, readonly [code: string, status: number]>> = {
  1009: ['payload_too_large', 413],
  4400: ['invalid_request', 422],
  4401: ['unauthenticated', 401],
  4403: ['forbidden', 403],
};

/** Longest pause that a server may ask for, in milliseconds. */
const MOST = 60_000;

/** Longest reason that is passed on (RFC 6455, 5.5: at most 123 bytes). */
const MAX_REASON = 123;

/** The end as an error. */
export function errorOf(place: string, { code, reason, wasOpen }: ConnectionEnd): Error {
  const final = FINAL[code];
  const why = reason === '' ? `closed with ${String(code)}` : reason.slice(0, MAX_REASON);
  if (final !== undefined) {
    const [name, status] = final;
    const message = `The events of ${place} ended: ${why}.`;
    return new ProblemError(name, message, {
      status,
      requestId: null,
      errors: [],
      retryAfterMs: null,
    });
  }
  return new GuardUnreachableError(
    wasOpen
      ? `The events of ${place} ended: ${why}.`
      : `The events of ${place} cannot be heard: ${why}.`,
  );
}

/** Whether coming back is of no use. */
export function isFinal({ code }: ConnectionEnd): boolean {
  return code in FINAL;
}

/** When the server asks its listeners to come back, in milliseconds; null where it does not say it. */
export function comeBackAfter({ reason }: ConnectionEnd): number | null {
  const [, ms] = /retry_after_ms=(\d{1,9})/.exec(reason) ?? [];
  return ms === undefined ? null : Math.min(Number(ms), MOST);
}
