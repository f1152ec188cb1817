import { MAX_SPEND_SUMS, OTHER_MODELS, SPEND_DAY_MS, type SpendSum } from '@safeai/core';
import { MADE_AT, reservationOf, spendOf } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

const DAY = Math.floor(MADE_AT / SPEND_DAY_MS) * SPEND_DAY_MS;
const NEVER = Number.MAX_SAFE_INTEGER;

/** What calls have cost, by day. */
export function budgetSumsContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => (await factory.make(testClock())).budgets;

  describe('the sums of a day', () => {
    test('are those of its calls, settled or recorded, priced or not', async () => {
      const budgets = await setUp();
      const { at: _at, isPriced: _isPriced, ...spent } = spendOf();
      await budgets.record(spendOf());
      await budgets.reserve(reservationOf());
      await budgets.settle('lease-1', spendOf({ micros: 12, inputTokens: 5, outputTokens: 0 }));
      await budgets.record(spendOf({ micros: 0, isPriced: false }));
      const sum: SpendSum = {
        ...{ ...spent, day: DAY, micros: 42 },
        ...{ inputTokens: 9, outputTokens: 2, calls: 3, unpricedCalls: 1 },
      };
      expect(await budgets.sums(['acme'], 0, NEVER)).toEqual([sum]);
    });

    test('are told apart by tenant, user, agent, model and currency', async () => {
      const budgets = await setUp();
      const others = [
        ...ODD_NAMES.map((userId) => spendOf({ userId })),
        ...ODD_NAMES.map((agentId) => spendOf({ agentId })),
        ...ODD_NAMES.map((model) => spendOf({ model })),
        ...ODD_NAMES.map((name) => spendOf({ tenantId: `t${name}` })),
        spendOf({ userId: null }),
        spendOf({ agentId: null }),
        spendOf({ currency: 'EUR' }),
      ];
      for (const one of [...others, ...others]) await budgets.record(one);
      const sums = await budgets.sums(['*'], 0, NEVER);
      expect(sums.map(({ calls }) => calls)).toEqual(others.map(() => 2));
      const names = (of: Pick<SpendSum, 'tenantId' | 'userId' | 'agentId' | 'model'>): string =>
        JSON.stringify([of.tenantId, of.userId, of.agentId, of.model]);
      expect(sums.map(names).sort()).toEqual(others.map(names).sort());
      for (const name of ODD_NAMES) {
        expect((await budgets.sums([`t${name}`], 0, NEVER)).length).toBe(1);
      }
      expect(await budgets.sums([], 0, NEVER)).toEqual([]);
    });

    test('are those of the days asked for, in their order, in UTC', async () => {
      const budgets = await setUp();
      const times = [DAY + SPEND_DAY_MS, DAY, DAY - 1, DAY + SPEND_DAY_MS - 1];
      for (const at of times) await budgets.record(spendOf({ at }));
      const days = async (from: number, until: number) =>
        (await budgets.sums(['*'], from, until)).map(({ day, calls }) => [day - DAY, calls]);
      expect(await days(0, NEVER)).toEqual([
        [-SPEND_DAY_MS, 1],
        [0, 2],
        [SPEND_DAY_MS, 1],
      ]);
      expect(await days(DAY, DAY + SPEND_DAY_MS)).toEqual([[0, 2]]);
    });

    test('do not grow without end: beyond so many names, calls are summed up together', async () => {
      const budgets = await setUp();
      const extra = 50;
      const names = Array.from({ length: MAX_SPEND_SUMS + extra }, (_, number) => String(number));
      await Promise.all(names.map((model) => budgets.record(spendOf({ model }))));
      await budgets.record(spendOf({ tenantId: 'other', model: 'apart' }));
      const sums = await budgets.sums(['acme'], 0, NEVER);
      expect(sums.length).toBe(MAX_SPEND_SUMS + 1);
      const rest = sums.find(({ model }) => model === OTHER_MODELS);
      expect([rest?.calls, rest?.micros, rest?.userId]).toEqual([extra, extra * 30, null]);
      expect((await budgets.sums(['other'], 0, NEVER))[0]?.model).toBe('apart');
    });
  });
}
