import { expect, test } from '@jest/globals';
import { MemoryBudgetLedger, type Spend } from '@safeai/core';
import { Budgets } from './budgets/budgets.ts';
import { priceBook } from './prices/price-book.ts';
import { costSummary } from './summary.ts';

const NOW = Date.parse('2026-11-22T12:00Z');
const DAY = 86_400_000;

function setUp() {
  const clock = { now: () => NOW };
  const ledger = new MemoryBudgetLedger(clock);
  const book = priceBook();
  const ids = { decisionId: () => 'id' };
  const budgets = new Budgets({ rules: [], book, ledger, clock, ids });
  const parts = { ledger, budgets, book, clock };
  const spend = (given: Partial<Spend>): Promise<void> =>
    ledger.record({
      ...{ tenantId: 'acme', userId: 'ada', agentId: 'billing', model: 'gpt-4o' },
      ...{ currency: 'USD', at: NOW, micros: 10, inputTokens: 1, outputTokens: 2, isPriced: true },
      ...given,
    });
  return { parts, spend };
}

test('a summary sums up by model, tenant, user and agent, the highest first', async () => {
  const { parts, spend } = setUp();
  await spend({});
  await spend({ model: 'gpt-4o-mini', micros: 25, tenantId: 'other' });
  await spend({ userId: null, agentId: null, micros: 1 });
  await spend({ model: '__proto__', micros: 0, isPriced: false, inputTokens: 7 });
  await spend({ currency: 'EUR', micros: 1000 });
  const { byDay, forecast, ...summary } = await costSummary(parts, { tenants: ['*'] });
  expect([byDay.length, forecast]).toEqual([30, null]);
  expect({
    ...summary,
    byModel: [...summary.byModel],
    byTenant: [...summary.byTenant],
    byUser: [...summary.byUser],
    byAgent: [...summary.byAgent],
  }).toEqual({
    totalMicros: 36,
    byModel: [
      ['gpt-4o-mini', 25],
      ['gpt-4o', 11],
    ],
    byTenant: [
      ['other', 25],
      ['acme', 11],
    ],
    byUser: [['ada', 35]],
    byAgent: [['billing', 35]],
    ...{ calls: 4, period: 'last_30d', currency: 'USD', budgets: [], asOf: NOW },
    unpriced: [{ model: '__proto__', calls: 1, inputTokens: 7, outputTokens: 2 }],
  });
  expect((await costSummary(parts, { tenants: ['acme'] })).totalMicros).toBe(11);
  expect((await costSummary(parts, { tenants: [] })).totalMicros).toBe(0);
});

test.each([
  ['today', 0],
  ['last_1d', 0],
  ['last_2d', 1],
  ['month', 21],
  ['last_30d', 29],
  ['last_400d', 399],
])('%s goes back to the start of the day %i days ago', async (period, days) => {
  const { parts, spend } = setUp();
  const first = Date.parse('2026-11-22T00:00Z') - days * DAY;
  await spend({ at: first, micros: 1 });
  await spend({ at: first - 1, micros: 100 });
  expect((await costSummary(parts, { tenants: ['*'], period })).totalMicros).toBe(1);
});

test('what is no period is refused', async () => {
  const { parts } = setUp();
  for (const period of [
    '',
    'last_0d',
    'last_401d',
    'last_-1d',
    'last_1000d',
    'year',
    'last_1e1d',
  ]) {
    await expect(costSummary(parts, { tenants: ['*'], period })).rejects.toThrow(/period: give/);
  }
});
