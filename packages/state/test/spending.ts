import type { BudgetLedger } from '@safeai/core';
import { chargeOf, reservationOf, spendOf } from '../src/contract/index.ts';

/** What the budget allows. */
export const LIMIT = 20_000;

/** Longer than a test takes. */
export const LEASE_MS = 600_000;

/** The account that everything is charged to. */
export const CHARGE = chargeOf({ limitMicros: LIMIT, windowStart: 0, windowEnd: null });

/**
 * Calls, sixteen at once, until the budget refuses one that costs 1. Every third costs less than was reserved for
 * it, every fifth is never made. Answers with what was acknowledged as spent.
 */
export async function spendUntilRefused(
  budgets: BudgetLedger,
  settled: (micros: number) => void,
): Promise<number> {
  let spent = 0;
  let number = 0;
  const caller = async (name: number): Promise<void> => {
    for (;;) {
      const call = ++number;
      const leaseId = `${String(process.pid)}-${String(name)}-${String(call)}`;
      const micros = call % 7 === 0 ? 1 : 10 + (call % 13);
      const asked = { leaseId, micros, ttlMs: LEASE_MS, charges: [CHARGE] };
      const { result } = await budgets.reserve(reservationOf(asked));
      if (result === 'exceeded') {
        if (micros === 1) return;
        continue;
      }
      if (call % 5 === 0) {
        await budgets.release(leaseId);
        continue;
      }
      const cost = call % 3 === 0 ? micros - 1 : micros;
      const once = [1, 2].map(() => budgets.settle(leaseId, spendOf({ micros: cost })));
      const results = (await Promise.all(once)).map((one) => one.result);
      if (results.filter((one) => one === 'settled').length !== 1) {
        throw new Error(`settled ${results.join(', ')}`);
      }
      spent += cost;
      settled(cost);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, name) => caller(name)));
  return spent;
}
