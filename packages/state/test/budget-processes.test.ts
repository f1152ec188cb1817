import { describe, expect, test } from '@jest/globals';
import type { BudgetBalance } from '@safeai/core';
import { openState, type State } from '../src/index.ts';
import { startChild } from './children.ts';
import { KEYS } from './keys.ts';
import { CHARGE, LEASE_MS, LIMIT } from './spending.ts';
import { useFolders } from './state-folder.ts';

const folders = useFolders();

/** Rounds of kill -9; more in the long run. */
const KILLS = Number(process.env.SAFEAI_KILL_ROUNDS ?? '3');

async function openIn(folder: string, aheadMs = 0): Promise<State> {
  const clock = { now: () => Date.now() + aheadMs };
  const state = await openState({ folder, keys: KEYS, clock });
  folders.closing(() => state.close());
  return state;
}

function start(role: string, folder: string): ReturnType<typeof startChild> {
  const child = startChild(role, folder);
  folders.closing(async () => {
    child.process.kill('SIGKILL');
    await child.ended;
  });
  return child;
}

async function balance({ budgets }: State): Promise<BudgetBalance> {
  const [found] = await budgets.balances([CHARGE]);
  if (found === undefined) throw new Error('There is no balance.');
  return found;
}

async function sumOfCalls({ budgets }: State): Promise<number> {
  const sums = await budgets.sums(['*'], 0, Number.MAX_SAFE_INTEGER);
  return sums.reduce((sum, { micros }) => sum + micros, 0);
}

describe('several processes that spend from one budget', () => {
  test('are never past it together, and spend all of it', async () => {
    const folder = folders.make();
    const state = await openIn(folder);
    const children = Array.from({ length: 3 }, () => start('spend', folder));
    for (const child of children) expect(await child.next()).toBe('ready');
    for (const child of children) child.say('go');
    const over = new AbortController();
    const results = Promise.all(children.map((child) => child.next())).finally(() => {
      over.abort();
    });
    while (!over.signal.aborted) {
      const { committedMicros, reservedMicros } = await balance(state);
      expect(committedMicros + reservedMicros).toBeLessThanOrEqual(LIMIT);
    }
    const spent = ((await results) as { spent: number }[]).map((one) => one.spent);
    const { committedMicros, reservedMicros } = await balance(state);
    expect(committedMicros).toBe(spent.reduce((sum, one) => sum + one, 0));
    expect([reservedMicros, committedMicros]).toEqual([0, LIMIT]);
    expect(await sumOfCalls(state)).toBe(LIMIT);
  }, 120_000);
});

describe('a process that is killed while it spends', () => {
  test(
    `leaves what it was told is spent, and nothing reserved after the lease, ${String(KILLS)} times`,
    async () => {
      for (let round = 0; round < KILLS; round++) {
        const folder = folders.make();
        const other = start('spend', folder);
        expect(await other.next()).toBe('ready');
        const child = start('spend and tell', folder);
        let acknowledged = 0;
        const enough = 10 + Math.floor(Math.random() * 150);
        for (let number = 0; number < enough; number++) {
          acknowledged += (await child.next()) as number;
          if (number === 0) other.say('go');
        }
        child.process.kill('SIGKILL');
        for (;;) {
          const more = await child.next().catch(() => undefined);
          if (typeof more !== 'number') break;
          acknowledged += more;
        }
        // Another one goes on as if nothing had happened.
        acknowledged += ((await other.next()) as { spent: number }).spent;
        const now = await openIn(folder);
        const held = await balance(now);
        expect(held.committedMicros).toBeGreaterThanOrEqual(acknowledged);
        expect(held.committedMicros + held.reservedMicros).toBeLessThanOrEqual(LIMIT);
        expect(await sumOfCalls(now)).toBe(held.committedMicros);
        await now.close();

        const later = await openIn(folder, LEASE_MS);
        const left = await balance(later);
        expect([left.committedMicros, left.reservedMicros]).toEqual([held.committedMicros, 0]);
        const rest = LIMIT - left.committedMicros;
        const asked = { tokens: 0, ttlMs: 1000, charges: [CHARGE] };
        const all = await later.budgets.reserve({ ...asked, leaseId: 'all', micros: rest });
        const more = await later.budgets.reserve({ ...asked, leaseId: 'more', micros: 1 });
        expect([all.result, more.result]).toEqual(['reserved', 'exceeded']);
        await later.close();
      }
    },
    60_000 + KILLS * 20_000,
  );
});
