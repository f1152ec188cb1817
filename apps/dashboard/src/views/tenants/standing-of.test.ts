import { expect, test } from '@jest/globals';
import { standingOf } from './standing-of.ts';

const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

test.each([
  ['serves', { expires_at: null, revoked_at: null }],
  ['serves', { expires_at: at(11), revoked_at: null }],
  ['expired', { expires_at: at(10), revoked_at: null }],
  ['revoked', { expires_at: at(5), revoked_at: at(7) }],
])('%s: %j', (standing, of) => {
  expect(standingOf(of, 10_000)).toBe(standing);
});
