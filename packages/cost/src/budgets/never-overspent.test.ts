import { expect, test } from '@jest/globals';
import { MemoryBudgetLedger, NO_USAGE } from '@safeai/core';
import fc from 'fast-check';
import { PriceBook } from '../prices/price-book.ts';
import { costSummary } from '../summary.ts';
import type { BudgetPer, BudgetRule } from './budget-rule.ts';
import type { BudgetedCall, BudgetLease } from './budgeted-call.ts';
import { Budgets } from './budgets.ts';

const BOOK = new PriceBook({
  ...{ version: 'test', currency: 'USD' },
  models: ['m0', 'm1'].map((model) => ({ model, input: 1, output: 1 })),
});
const TTL_MS = 60_000;
const LIMIT = 100;

const rule = fc.record({
  period: fc.constantFrom('hour' as const, 'day', 'month', 'total'),
  per: fc.subarray<BudgetPer>(['tenant', 'user', 'agent', 'key', 'model']),
  isOfTokens: fc.boolean(),
});
const few = (prefix: string) => fc.nat(1).map((number) => `${prefix}${String(number)}`);
const call: fc.Arbitrary<BudgetedCall> = fc.record({
  ...{ tenantId: few('t'), userId: fc.option(few('u')), agentId: fc.option(few('a')) },
  ...{ keyId: fc.option(few('k')), model: few('m'), provider: fc.constant(null) },
});
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('reserve' as const), call, most: fc.nat(50) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('settle' as const),
      ...{ which: fc.nat(), share: fc.double({ min: 0, max: 1, noNaN: true }) },
    }),
  },
  fc.record({ does: fc.constant('release' as const), which: fc.nat() }),
  fc.record({
    does: fc.constant('wait' as const),
    ms: fc.constantFrom(1, 20_000, TTL_MS - 1, TTL_MS, 3_600_000, 86_400_000),
  }),
);

test('whatever is reserved, settled, released or left to expire, no budget is past its limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { minLength: 1, maxLength: 3 }),
      fc.array(step, { maxLength: 60 }),
      async (shapes, steps) => {
        const clock = { time: Date.parse('2026-10-24T20:00Z'), now: () => clock.time };
        const ledger = new MemoryBudgetLedger(clock);
        let number = 0;
        const ids = { decisionId: () => String(++number) };
        const rules = shapes.map(({ isOfTokens, ...shape }, place): BudgetRule => ({
          ...{ name: String(place), timeZone: 'Europe/Berlin', ...shape },
          ...(isOfTokens ? { limitTokens: LIMIT } : { limit: LIMIT / 1_000_000 }),
        }));
        const budgets = new Budgets({ rules, book: BOOK, ledger, clock, ids, leaseTtlMs: TTL_MS });
        const leases: BudgetLease[] = [];
        const counted = new Map<BudgetLease, number>();
        // What calls cost after their lease had expired: their room may have been given away.
        let late = 0;

        for (const each of steps) {
          if (each.does === 'wait') clock.time += each.ms;
          else if (each.does === 'reserve') {
            const { model } = each.call;
            const most = { micros: each.most, inputTokens: each.most, outputTokens: 0, model };
            const admission = await budgets.reserve(each.call, most);
            if (admission.allowed) leases.push(admission.lease);
          } else {
            const lease = leases[each.which % Math.max(1, leases.length)];
            if (lease === undefined) continue;
            if (each.does === 'release') await budgets.release(lease);
            else {
              const tokens = Math.floor((lease.estimate.micros ?? 0) * each.share);
              const usage = { ...NO_USAGE, inputTokens: tokens, outputTokens: 0 };
              const { result } = await budgets.settle(lease, { usage });
              if (result === 'late') late += tokens;
              if (result === 'settled' || result === 'late') {
                expect(counted.has(lease)).toBe(false);
                counted.set(lease, tokens);
              }
            }
          }
          for (const state of await budgets.states(['*'])) {
            const isOfTokens = state.limitTokens !== null;
            const held = isOfTokens
              ? state.spentTokens + state.reservedTokens
              : state.spentMicros + state.reservedMicros;
            expect(held).toBeLessThanOrEqual(LIMIT + late);
          }
        }

        clock.time += TTL_MS;
        for (const state of await budgets.states(['*'])) {
          expect([state.reservedMicros, state.reservedTokens]).toEqual([0, 0]);
        }
        const total = [...counted.values()].reduce((sum, tokens) => sum + tokens, 0);
        const parts = { ledger, budgets, book: BOOK, clock };
        const summary = await costSummary(parts, { tenants: ['*'], period: 'last_400d' });
        expect([summary.totalMicros, summary.calls]).toEqual([total, counted.size]);
        const sumOf = (map: ReadonlyMap<string, number>): number =>
          [...map.values()].reduce((sum, micros) => sum + micros, 0);
        expect([sumOf(summary.byModel), sumOf(summary.byTenant)]).toEqual([total, total]);
      },
    ),
    { numRuns: 200 },
  );
});
