import { describe, expect, test } from '@jest/globals';
import type { SpendSum } from '@safeai/core';
import fc from 'fast-check';
import { forecastOf } from './forecast.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00Z');
const TODAY = Date.parse('2026-11-22T00:00Z');

/** What was spent so many days ago. */
function spent(daysAgo: number, micros: number, today = TODAY): SpendSum {
  return {
    ...{ tenantId: 'acme', userId: null, agentId: null, model: 'gpt-4o', currency: 'USD' },
    ...{ day: today - daysAgo * DAY, micros, inputTokens: 1, outputTokens: 1 },
    ...{ calls: 1, unpricedCalls: 0 },
  };
}

const each = (days: number, micros: number) =>
  Array.from({ length: days }, (_, index) => spent(index + 1, micros));

describe('the forecast of the current month', () => {
  test('goes on as the last seven days went', () => {
    // 21 days of 1000 and half of today; 8.5 days to come.
    expect(forecastOf([...each(21, 1000), spent(0, 400)], NOW)).toEqual({
      ...{ period: '2026-11', spentMicros: 21_400, projectedMicros: 29_900 },
      ...{ lowMicros: 29_900, highMicros: 29_900, daysLeft: 9, basisDays: 7 },
    });
  });

  test('gives the standard error to either side', () => {
    // Mean 20, standard deviation 10, r = 8.5, k = 3: 10·√(8.5 + 8.5²/3) = 57.09…
    const days = [spent(1, 10), spent(2, 20), spent(3, 30)];
    expect(forecastOf(days, NOW)).toMatchObject({
      ...{ spentMicros: 60, projectedMicros: 230, lowMicros: 173, highMicros: 287, basisDays: 3 },
    });
  });

  test('is never below what is spent', () => {
    const days = [spent(1, 0), spent(2, 0), spent(3, 900)];
    const forecast = forecastOf(days, NOW);
    expect(forecast).toMatchObject({ spentMicros: 900, lowMicros: 900 });
  });

  test.each([
    ['nothing', []],
    ['today alone', [spent(0, 5)]],
    ['one full day', [spent(0, 5), spent(1, 5)]],
    ['what is older than it looks back', [spent(32, 5)]],
  ])('is none with %s', (_, sums) => {
    expect(forecastOf(sums, NOW)).toBeNull();
  });

  test('counts days without calls between others, and none before the first', () => {
    expect(forecastOf([spent(4, 400)], NOW)).toMatchObject({ basisDays: 4, spentMicros: 400 });
    expect(forecastOf([spent(20, 400)], NOW)).toMatchObject({
      ...{ basisDays: 7, spentMicros: 400, projectedMicros: 400 },
    });
  });

  test('leaves the last month out of what is spent, and goes by its days', () => {
    const first = Date.parse('2026-12-01T00:00Z');
    const days = Array.from({ length: 7 }, (_, index) => spent(index + 1, 100, first));
    expect(forecastOf(days, first)).toMatchObject({
      ...{ period: '2026-12', spentMicros: 0, projectedMicros: 3100, daysLeft: 31 },
    });
  });

  test('ends with the month', () => {
    const last = Date.parse('2026-11-30T23:59:59.999Z');
    const today = Date.parse('2026-11-30T00:00Z');
    const days = [0, 1, 2].map((ago) => spent(ago, 100, today));
    expect(forecastOf(days, last)).toMatchObject({ projectedMicros: 300, daysLeft: 1 });
  });

  test('whatever was spent, it lies between its bounds, which are whole amounts', () => {
    const amount = fc.oneof(fc.nat(), fc.maxSafeNat());
    const sums = fc.array(fc.tuple(fc.nat(40), amount), { maxLength: 60 });
    fc.assert(
      fc.property(sums, fc.nat(DAY - 1), (days, ms) => {
        const forecast = forecastOf(
          days.map(([ago, micros]) => spent(ago, micros)),
          TODAY + ms,
        );
        if (forecast === null) return;
        const { spentMicros, lowMicros, projectedMicros, highMicros } = forecast;
        const amounts = [spentMicros, lowMicros, projectedMicros, highMicros];
        expect(amounts.every(Number.isSafeInteger)).toBe(true);
        expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
      }),
    );
  });
});
