import { expect, test } from '@jest/globals';
import { SPEND_KEEP_MS } from '@safeai/core';
import { chargeOf, MADE_AT, reservationOf, spendOf } from '../src/contract/index.ts';
import { agingState } from './aging-state.ts';
import { useFolders } from './state-folder.ts';

const DAY = 24 * 3_600_000;
const folders = useFolders();

test('leases are known for a day after they end, accounts for 90, the sums of days for 400', async () => {
  const { open, openAt } = agingState(folders);
  const first = await open();
  const endless = chargeOf({ budget: 'endless', windowEnd: null });
  const charges = [chargeOf(), endless];
  await first.budgets.reserve(reservationOf({ charges }));
  await first.budgets.reserve(reservationOf({ charges, leaseId: 'crashed' }));
  await first.budgets.settle('lease-1', spendOf());
  await first.close();
  const reopenAt = async (time: number) => {
    const state = await openAt(time);
    const { budgets } = state;
    const results = await Promise.all(
      ['lease-1', 'crashed'].map(async (id) => budgets.settle(id, spendOf({ micros: 0 }))),
    );
    const held = await budgets.balances(charges);
    const committed = held.map((account) => account.committedMicros);
    const sums = await budgets.sums(['*'], 0, MADE_AT + DAY);
    await state.close();
    return [results.map(({ result }) => result), committed, sums.length];
  };
  expect(await reopenAt(MADE_AT + DAY)).toEqual([['already', 'late'], [30, 30], 1]);
  expect(await reopenAt(MADE_AT + 2 * DAY)).toEqual([['unknown', 'already'], [30, 30], 1]);
  expect(await reopenAt(MADE_AT + 2 * DAY + 1)).toEqual([['unknown', 'unknown'], [30, 30], 1]);
  const end = chargeOf().windowEnd ?? 0;
  expect(await reopenAt(end + 90 * DAY + 1)).toEqual([['unknown', 'unknown'], [0, 30], 1]);
  const day = Math.floor(MADE_AT / DAY) * DAY;
  expect(await reopenAt(day + SPEND_KEEP_MS)).toEqual([['unknown', 'unknown'], [0, 30], 1]);
  expect(await reopenAt(day + SPEND_KEEP_MS + 1)).toEqual([['unknown', 'unknown'], [0, 30], 0]);
}, 60_000);
