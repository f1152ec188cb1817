import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from './backoff.ts';
import { Breaker } from './breaker.ts';
import { Pace } from './pace.ts';

test('the wait after an attempt doubles from a second to five minutes, and is anything up to that', () => {
  const most = [1, 2, 3, 9, 10, 11, 100].map((attempts) => backoffMs(attempts, 0.999_999));
  expect(most).toEqual([1000, 2000, 4000, 256_000, 300_000, 300_000, 300_000]);
  expect(backoffMs(5, 0)).toBe(1);
  expect(backoffMs(2, 0.5)).toBe(1000);
});

test('a pace lets through so many in any minute and not one more, with so much time between two', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(0, 1000),
      fc.array(fc.nat(20_000), { maxLength: 60 }),
      (perMinute, leastGapMs, waits) => {
        const pace = new Pace(perMinute, leastGapMs);
        const times: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now += wait;
          const free = pace.available(now);
          pace.take(free, now);
          for (let each = 0; each < free; each++) times.push(now);
          const inMinute = times.filter((time) => time > now - 60_000);
          expect(inMinute.length).toBeLessThanOrEqual(perMinute);
          if (leastGapMs === 0) expect(inMinute.length).toBe(perMinute);
          const next = pace.nextAt(now);
          expect(next).toBeGreaterThan(now);
          expect(pace.available(next - 1)).toBe(0);
          expect(pace.available(next)).toBeGreaterThanOrEqual(1);
          now = next;
        }
        const gaps = times.slice(1).map((time, place) => time - (times[place] ?? 0));
        if (leastGapMs > 0) expect(Math.min(leastGapMs, ...gaps)).toBe(leastGapMs);
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
