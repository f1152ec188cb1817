import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';
import { Breaker } from './breaker.ts';
import { TokenBucket } from './token-bucket.ts';

test('the wait after an attempt doubles from a second to five minutes, and is anything up to that', () => {
  const most = [1, 2, 3, 9, 10, 11, 100].map((attempts) => backoffMs(attempts, 0.999_999));
  expect(most).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000, 300_000]);
  expect(backoffMs(5, 0)).toBe(1);
  expect(backoffMs(2, 0.5)).toBe(1000);
});

test('a bucket never lets through more than its rate and a burst', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 1, max: 50 }),
      fc.array(fc.nat(5000), { maxLength: 100 }),
      (perMinute, burst, waits) => {
        const bucket = new TokenBucket(perMinute, burst);
        let now = 0;
        let taken = 0;
        for (const wait of waits) {
          now += wait;
          const free = bucket.available(now);
          bucket.take(free);
          taken += free;
          expect(taken).toBeLessThanOrEqual(
            Math.min(burst, perMinute) + (now * perMinute) / 60_000 + 0.01,
          );
          now += bucket.nextInMs;
          expect(bucket.available(now)).toBeGreaterThanOrEqual(1);
        }
      },
    ),
  );
});

describe('a breaker', () => {
  test('opens after five failures in a row, lets one through after half a minute, and closes by a success', () => {
    const breaker = new Breaker();
    for (let failure = 0; failure < 4; failure++) expect(breaker.fail(0)).toBe(false);
    breaker.succeed();
    for (let failure = 0; failure < 4; failure++) breaker.fail(0);
    expect(breaker.state(0)).toBe('closed');
    expect(breaker.fail(0)).toBe(true);
    expect([breaker.state(29_999), breaker.state(30_000)]).toEqual(['open', 'half-open']);
    breaker.fail(30_000);
    expect([breaker.state(59_999), breaker.state(60_000)]).toEqual(['open', 'half-open']);
    breaker.succeed();
    expect(breaker.state(60_000)).toBe('closed');
  });

  test('is not open for longer because a clock was set back', () => {
    const breaker = new Breaker();
    for (let failure = 0; failure < 5; failure++) breaker.fail(1_000_000);
    expect(breaker.state(0)).toBe('half-open');
  });
});
