import type { BudgetBalance, BudgetLedger } from '@safeai/core';
import { chargeOf, MADE_AT, reservationOf, spendOf } from './examples.ts';
import { ODD_NAMES, type StoreFactory, testClock, type TestRunner } from './runner.ts';

/** What an account holds: money committed, money reserved, tokens committed, tokens reserved. */
function held(balance: BudgetBalance | undefined): readonly (number | undefined)[] {
  return [
    balance?.committedMicros,
    balance?.reservedMicros,
    balance?.committedTokens,
    balance?.reservedTokens,
  ];
}

/** What is set aside for calls under way, and how it ends. */
export function budgetLeasesContract(
  { describe, test, expect }: TestRunner,
  factory: StoreFactory,
): void {
  const setUp = async () => {
    const clock = testClock();
    const { budgets } = await factory.make(clock);
    return { budgets, clock };
  };
  const heldBy = async (budgets: BudgetLedger, charge = chargeOf()) =>
    held((await budgets.balances([charge]))[0]);

  describe('a reservation', () => {
    test('is held until it is settled, and then what the call has cost is', async () => {
      const { budgets } = await setUp();
      const { limitMicros: _m, limitTokens: _t, blocks: _b, ...window } = chargeOf();
      const totals = { committedMicros: 0, committedTokens: 0 };
      const reserved = { ...window, ...totals, reservedMicros: 40, reservedTokens: 4 };
      expect(await budgets.reserve(reservationOf())).toEqual({
        ...{ result: 'reserved', exceeded: [] },
        balances: [reserved],
      });
      expect(await budgets.balances([chargeOf()])).toEqual([reserved]);
      const spent = { ...window, committedMicros: 30, committedTokens: 3 };
      expect(await budgets.settle('lease-1', spendOf())).toEqual({
        result: 'settled',
        balances: [{ ...spent, reservedMicros: 0, reservedTokens: 0 }],
      });
      expect(await heldBy(budgets)).toEqual([30, 0, 3, 0]);
    });

    test('is settled once', async () => {
      const { budgets } = await setUp();
      await budgets.reserve(reservationOf());
      const results = await Promise.all([1, 2, 3].map(() => budgets.settle('lease-1', spendOf())));
      expect(results.map(({ result }) => result).sort()).toEqual(['already', 'already', 'settled']);
      expect(await budgets.release('lease-1')).toBe(false);
      expect(await heldBy(budgets)).toEqual([30, 0, 3, 0]);
      expect((await budgets.sums(['acme'], 0, MADE_AT)).map(({ calls }) => calls)).toEqual([1]);
      expect((await budgets.settle('unknown', spendOf())).result).toBe('unknown');
      expect(await budgets.release('unknown')).toBe(false);
    });

    test('is released once, and then no more settled', async () => {
      const { budgets } = await setUp();
      await budgets.reserve(reservationOf());
      expect(await budgets.release('lease-1')).toBe(true);
      expect(await budgets.release('lease-1')).toBe(false);
      expect(await budgets.settle('lease-1', spendOf())).toEqual({
        ...{ result: 'already', balances: [] },
      });
      expect(await heldBy(budgets)).toEqual([0, 0, 0, 0]);
      expect(await budgets.sums(['acme'], 0, MADE_AT)).toEqual([]);
    });

    test('ends by itself, to the millisecond; what the call costs after that counts once', async () => {
      const { budgets, clock } = await setUp();
      await budgets.reserve(reservationOf());
      await budgets.reserve(reservationOf({ leaseId: 'lease-2', micros: 60, ttlMs: 30_000 }));
      clock.time += 29_999;
      expect(await heldBy(budgets)).toEqual([0, 100, 0, 8]);
      clock.time += 1;
      expect(await heldBy(budgets)).toEqual([0, 40, 0, 4]);
      const [account] = await budgets.accounts(['*'], MADE_AT);
      expect(account?.reservedMicros).toBe(40);
      const third = await budgets.reserve(reservationOf({ leaseId: 'lease-3', micros: 60 }));
      expect(third.result).toBe('reserved');
      const late = await Promise.all([1, 2].map(() => budgets.settle('lease-2', spendOf())));
      expect(late.map(({ result }) => result).sort()).toEqual(['already', 'late']);
      expect(await heldBy(budgets)).toEqual([30, 100, 3, 8]);
      clock.time += 60_000;
      expect(await heldBy(budgets)).toEqual([30, 0, 3, 0]);
      expect(await budgets.release('lease-3')).toBe(false);
    });

    test('ends in time for the next who asks, whoever looked before', async () => {
      const { budgets, clock } = await setUp();
      for (const leaseId of ['lease-1', 'lease-2', 'lease-3']) {
        await budgets.reserve(reservationOf({ leaseId, ttlMs: 10 }));
        await budgets.accounts(['*'], MADE_AT);
        await heldBy(budgets);
        clock.time += 10;
        if (leaseId === 'lease-1') {
          expect((await budgets.settle(leaseId, spendOf())).result).toBe('late');
        } else if (leaseId === 'lease-2') expect(await budgets.release(leaseId)).toBe(false);
        else {
          const next = reservationOf({ leaseId: 'lease-4', micros: 70 });
          expect((await budgets.reserve(next)).result).toBe('reserved');
        }
      }
    });
  });

  describe('a limit', () => {
    test('is what committed and reserved amounts may come to, and not one more', async () => {
      const { budgets } = await setUp();
      await budgets.reserve(reservationOf({ micros: 60 }));
      await budgets.settle('lease-1', spendOf({ micros: 60 }));
      const refused = await budgets.reserve(reservationOf({ leaseId: 'lease-2', micros: 41 }));
      expect([refused.result, refused.exceeded]).toEqual(['exceeded', [0]]);
      expect(held(refused.balances[0])).toEqual([60, 0, 3, 0]);
      expect((await budgets.settle('lease-2', spendOf())).result).toBe('unknown');
      const fits = await budgets.reserve(reservationOf({ leaseId: 'lease-3', micros: 40 }));
      expect(fits.result).toBe('reserved');
      const free = await budgets.reserve(reservationOf({ leaseId: 'lease-4', micros: 0 }));
      expect(free.result).toBe('reserved');
    });

    test('of tokens holds beside one of money', async () => {
      const { budgets } = await setUp();
      const charges = [chargeOf({ limitTokens: 10 })];
      await budgets.reserve(reservationOf({ micros: 1, tokens: 10, charges }));
      const next = reservationOf({ leaseId: 'lease-2', micros: 1, tokens: 1, charges });
      expect((await budgets.reserve(next)).result).toBe('exceeded');
      const unlimited = [chargeOf({ limitMicros: null })];
      const large = reservationOf({ leaseId: 'lease-3', micros: 1e12, charges: unlimited });
      expect((await budgets.reserve(large)).result).toBe('reserved');
    });

    test('that does not block is counted past', async () => {
      const { budgets } = await setUp();
      const charges = [chargeOf({ blocks: false, limitTokens: 0 })];
      const passed = await budgets.reserve(reservationOf({ micros: 500, charges }));
      expect([passed.result, held(passed.balances[0])]).toEqual(['reserved', [0, 500, 0, 4]]);
    });

    test('of one account keeps a call off all of them', async () => {
      const { budgets } = await setUp();
      const names = ['a', 'full', 'b', 'full too'];
      const charges = names.map((budget) =>
        chargeOf({ budget, limitMicros: budget.startsWith('full') ? 39 : 40 }),
      );
      const refused = await budgets.reserve(reservationOf({ charges }));
      expect([refused.result, refused.exceeded]).toEqual(['exceeded', [1, 3]]);
      expect(refused.balances.map(({ budget }) => budget)).toEqual(names);
      for (const charge of charges) expect(await heldBy(budgets, charge)).toEqual([0, 0, 0, 0]);
      const [a, , b] = charges;
      const both = [a, b].flatMap((charge) => charge ?? []);
      expect((await budgets.reserve(reservationOf({ charges: both }))).result).toBe('reserved');
      expect((await budgets.settle('lease-1', spendOf())).balances.map(held)).toEqual([
        [30, 0, 3, 0],
        [30, 0, 3, 0],
      ]);
    });

    test('lets just so many through, however many ask at once', async () => {
      const { budgets } = await setUp();
      const asked = Array.from({ length: 4000 }, (_, number) =>
        budgets.reserve(reservationOf({ leaseId: String(number), micros: 7 })),
      );
      const results = (await Promise.all(asked)).map(({ result }) => result);
      expect(results.filter((result) => result === 'reserved').length).toBe(14);
      expect(await heldBy(budgets)).toEqual([0, 98, 0, 56]);
    });
  });

  describe('an account', () => {
    test('is another one in another window, currency, budget or scope', async () => {
      const { budgets } = await setUp();
      const scope = chargeOf().scope;
      const windowEnd = chargeOf().windowEnd ?? 0;
      const others = [
        chargeOf({ windowStart: windowEnd, windowEnd: windowEnd + 3_600_000 }),
        chargeOf({ currency: 'EUR' }),
        ...ODD_NAMES.map((budget) => chargeOf({ budget })),
        ...ODD_NAMES.map((userId) => chargeOf({ scope: { ...scope, userId } })),
        ...ODD_NAMES.map((model) => chargeOf({ scope: { ...scope, model } })),
      ];
      await budgets.reserve(reservationOf());
      for (const [number, other] of others.entries()) {
        expect(await heldBy(budgets, other)).toEqual([0, 0, 0, 0]);
        const leaseId = `other ${String(number)}`;
        await budgets.reserve(reservationOf({ leaseId, micros: 100, charges: [other] }));
        expect(await heldBy(budgets, other)).toEqual([0, 100, 0, 4]);
      }
      expect(await heldBy(budgets)).toEqual([0, 40, 0, 4]);
    });

    test('is charged for the window that the call began in', async () => {
      const { budgets, clock } = await setUp();
      await budgets.reserve(reservationOf({ ttlMs: 1e9 }));
      clock.time = (chargeOf().windowEnd ?? 0) + 1;
      expect((await budgets.settle('lease-1', spendOf())).result).toBe('settled');
      expect(await heldBy(budgets)).toEqual([30, 0, 3, 0]);
    });

    test('is shown in its window, to who may see its tenant, the fullest first', async () => {
      const { budgets } = await setUp();
      const scope = chargeOf().scope;
      const other = chargeOf({ scope: { ...scope, tenantId: 'other' } });
      const all = chargeOf({ scope: { ...scope, tenantId: null }, windowEnd: null });
      const add = (leaseId: string, micros: number, charge: ReturnType<typeof chargeOf>) =>
        budgets.reserve(reservationOf({ leaseId, micros, charges: [charge] }));
      await add('1', 5, chargeOf());
      await add('2', 7, other);
      await add('3', 6, all);
      const shown = async (tenants: readonly string[], at = MADE_AT) =>
        (await budgets.accounts(tenants, at)).map(({ reservedMicros }) => reservedMicros);
      expect(await shown(['*'])).toEqual([7, 6, 5]);
      expect(await shown(['acme'])).toEqual([5]);
      expect(await shown([])).toEqual([]);
      expect(await shown(['*'], chargeOf().windowStart)).toEqual([7, 6, 5]);
      expect(await shown(['*'], chargeOf().windowStart - 1)).toEqual([]);
      expect(await shown(['*'], chargeOf().windowEnd ?? 0)).toEqual([6]);
      const { limitMicros: _m, limitTokens: _t, blocks: _b, ...window } = all;
      const zeros = { committedMicros: 0, committedTokens: 0 };
      expect((await budgets.accounts(['*'], MADE_AT))[1]).toEqual({
        ...{ ...window, ...zeros },
        ...{ reservedMicros: 6, reservedTokens: 4 },
      });
    });
  });

  describe('what is no amount', () => {
    test('is refused, and changes nothing', async () => {
      const { budgets } = await setUp();
      const code = (doing: Promise<unknown>): Promise<unknown> =>
        doing.then(
          () => 'none',
          (error: unknown) => (error as { code?: unknown }).code,
        );
      for (const micros of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
        expect(await code(budgets.reserve(reservationOf({ micros })))).toBe('invalid_request');
        expect(await code(budgets.record(spendOf({ micros })))).toBe('invalid_request');
      }
      expect(await code(budgets.reserve(reservationOf({ ttlMs: 0 })))).toBe('invalid_request');
      const twice = [chargeOf(), chargeOf({ limitMicros: 7 })];
      expect(await code(budgets.reserve(reservationOf({ charges: twice })))).toBe(
        'invalid_request',
      );
      await budgets.reserve(reservationOf());
      expect(await code(budgets.settle('lease-1', spendOf({ inputTokens: -1 })))).toBe(
        'invalid_request',
      );
      expect(await heldBy(budgets)).toEqual([0, 40, 0, 4]);
    });
  });
}
