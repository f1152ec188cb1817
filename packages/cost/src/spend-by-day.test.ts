import { describe, expect, test } from '@jest/globals';
import { MemoryBudgetLedger, type Spend } from '@safeai/core';
import fc from 'fast-check';
import { Budgets } from './budgets/budgets.ts';
import { priceBook } from './prices/price-book.ts';
import { MAX_DAY_MODELS } from './spend-by-day.ts';
import { costSummary, type CostSummary } from './summary.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00Z');

async function summaryOf(spends: readonly Partial<Spend>[], period?: string): Promise<CostSummary> {
  const clock = { now: () => NOW };
  const ledger = new MemoryBudgetLedger(clock);
  const book = priceBook();
  const budgets = new Budgets({ rules: [], book, ledger, clock, ids: { decisionId: () => 'id' } });
  for (const spend of spends) {
    await ledger.record({
      ...{ tenantId: 'acme', userId: null, agentId: null, model: 'gpt-4o', currency: 'USD' },
      ...{ at: NOW, micros: 10, inputTokens: 1, outputTokens: 2, isPriced: true },
      ...spend,
    });
  }
  return costSummary(
    { ledger, budgets, book, clock },
    { tenants: ['*'], ...(period === undefined ? {} : { period }) },
  );
}

describe('what was spent by day', () => {
  test('has each day of the period, the oldest first, those without calls too', async () => {
    const { byDay } = await summaryOf(
      [{ at: NOW - 2 * DAY }, { at: NOW - 2 * DAY, model: 'gpt-4o-mini', micros: 25 }, {}],
      'last_3d',
    );
    expect(byDay.map((day) => ({ ...day, byModel: [...day.byModel] }))).toEqual([
      {
        ...{ day: '2026-11-20', totalMicros: 35, calls: 2 },
        byModel: [
          ['gpt-4o-mini', 25],
          ['gpt-4o', 10],
        ],
      },
      { day: '2026-11-21', totalMicros: 0, calls: 0, byModel: [] },
      { day: '2026-11-22', totalMicros: 10, calls: 1, byModel: [['gpt-4o', 10]] },
    ]);
  });

  test.each([
    ['today', 1, '2026-11-22'],
    ['month', 22, '2026-11-01'],
    ['last_30d', 30, '2026-10-24'],
    ['last_400d', 400, '2025-10-19'],
  ])('%s has %i days from %s on', async (period, days, first) => {
    const { byDay } = await summaryOf([], period);
    expect([byDay.length, byDay[0]?.day, byDay.at(-1)?.day]).toEqual([days, first, '2026-11-22']);
  });

  test('what lies before the period counts for the forecast alone', async () => {
    const days = [1, 2, 3].map((ago) => ({ at: NOW - ago * DAY, micros: 100 }));
    const summary = await summaryOf(days, 'today');
    expect(summary).toMatchObject({ totalMicros: 0, calls: 0, byDay: [{ totalMicros: 0 }] });
    expect(summary.forecast).toMatchObject({ spentMicros: 300, projectedMicros: 1150 });
    expect((await summaryOf(days, 'last_400d')).forecast).toEqual(summary.forecast);
  });

  test('names the dearest models of the period, and sums up the others', async () => {
    const models = Array.from({ length: MAX_DAY_MODELS + 5 }, (_, index) => ({
      ...{ model: `model-${index}`, micros: 1000 - index },
    }));
    const { byDay } = await summaryOf(models, 'today');
    const [today] = byDay;
    expect(today?.byModel.size).toBe(MAX_DAY_MODELS + 1);
    expect(today?.byModel.get('model-0')).toBe(1000);
    expect(today?.byModel.get('(other)')).toBe(980 + 979 + 978 + 977 + 976);
  });

  test('adds up exactly to what was spent, day by day and model by model', async () => {
    const spend = fc.record({
      at: fc.nat(40 * DAY).map((ago) => NOW - ago),
      micros: fc.nat(),
      model: fc.integer({ min: 0, max: 30 }).map((index) => `model-${index}`),
      tenantId: fc.constantFrom('acme', 'other'),
      currency: fc.constantFrom('USD', 'USD', 'EUR'),
      isPriced: fc.boolean(),
    });
    const period = fc.constantFrom('today', 'month', 'last_7d', 'last_30d', 'last_400d');
    await fc.assert(
      fc.asyncProperty(fc.array(spend, { maxLength: 60 }), period, async (spends, asked) => {
        const { totalMicros, calls, byDay } = await summaryOf(spends, asked);
        const sum = (amounts: Iterable<number>) => [...amounts].reduce((a, b) => a + b, 0);
        expect(sum(byDay.map((day) => day.totalMicros))).toBe(totalMicros);
        expect(sum(byDay.map((day) => day.calls))).toBe(calls);
        for (const day of byDay) expect(sum(day.byModel.values())).toBe(day.totalMicros);
      }),
    );
  });
});
