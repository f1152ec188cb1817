import { HttpError } from '../../http/problem.ts';
import type { Limit, Standing } from './limit.ts';

/** How long to wait for a place, in seconds: nobody knows when one is given back. */
const WAIT_FOR_PLACE = 1;

/**
 * `RateLimit-Policy` and `RateLimit`, lists of structured fields (RFC 9651), as draft-ietf-httpapi-ratelimit-headers-11
 * has them: one item a limit, by the limit's name.
 */
export function rateHeaders(standings: readonly Standing[]): Readonly<Record<string, string>> {
  if (standings.length === 0) return {};
  return {
    'ratelimit-policy': standings.map(({ limit }) => policyOf(limit)).join(', '),
    ratelimit: standings.map(stateOf).join(', '),
  };
}

/**
 * The refusal of a request that is past a limit. It names the setting and none of those who share the limit.
 *
 * @param standings with all limits that are known so far, the exceeded one last
 */
export function pastLimit(exceeded: Standing, standings: readonly Standing[]): HttpError {
  const { limit, resetsInMs } = exceeded;
  const wait = limit.seconds === undefined ? WAIT_FOR_PLACE : wholeSeconds(resetsInMs);
  const how =
    limit.seconds === undefined
      ? `more than ${String(limit.quota)} requests at once`
      : `more than ${String(limit.quota)} in ${String(limit.seconds)} s`;
  return new HttpError(
    'rate_limited',
    `Too many requests: ${how} (${limit.setting}). Try again in ${String(wait)} s.`,
    { headers: { ...rateHeaders(standings), 'retry-after': String(wait) } },
  );
}

function policyOf({ name, quota, seconds }: Limit): string {
  return seconds === undefined
    ? `"${name}";q=${String(quota)};qu="concurrent-requests"`
    : `"${name}";q=${String(quota)};w=${String(seconds)}`;
}

function stateOf({ limit, left, resetsInMs }: Standing): string {
  const state = `"${limit.name}";r=${String(left)}`;
  return limit.seconds === undefined ? state : `${state};t=${String(wholeSeconds(resetsInMs))}`;
}

/** Rounded up: who waits that long finds the window over. */
function wholeSeconds(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / 1000));
}
