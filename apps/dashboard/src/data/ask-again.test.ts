import { describe, expect, test } from '@jest/globals';
import { GuardUnreachableError, ProblemError } from '@safeai/client';
import fc from 'fast-check';
import { askAgainAfter } from './ask-again.ts';

function refused(status: number, retryAfterMs: number | null): ProblemError {
  return new ProblemError('rate_limited', 'x', {
    ...{ status, retryAfterMs, requestId: null, errors: [] },
  });
}

describe('when a question is asked again by itself', () => {
  test.each([
    [refused(429, 2_000), 2_000],
    [refused(503, 60_000), 60_000],
    [refused(429, null), 5_000],
    [refused(429, 0), 1_000],
    [new GuardUnreachableError('x'), 5_000],
    [refused(403, 2_000), null],
    [refused(500, null), null],
    [new Error('x'), null],
    [null, null],
  ])('%#', (error, after) => {
    expect(askAgainAfter(error)).toBe(after);
  });

  test('never sooner than it is told, and never at once, up to an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999_000 }), (told) => {
        const after = askAgainAfter(refused(429, told)) ?? 0;
        expect(after).toBeGreaterThanOrEqual(Math.max(1_000, Math.min(told, 3_600_000)));
        expect(after).toBeLessThan(2 ** 31);
      }),
    );
  });
});
