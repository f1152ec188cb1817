/**
 * One process that spends from a budget: `spender.mjs <folder> <number> <calls>`. Waits for a line, then makes all
 * calls at once, and writes a line of JSON for each that is settled, and one at its end.
 */
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { NO_USAGE, randomIds, systemClock } from '@safeai/core';
import { Budgets, estimate } from '@safeai/cost';
import { openState } from '@safeai/state';
import { BOOK, KEYS, LEASE_MS, rulesOf } from './budget-rounds.mjs';

const [folder, number, calls, limit] = process.argv.slice(2);
const state = await openState({ folder, keys: KEYS, waitMs: 60_000 });
const budgets = new Budgets({
  rules: rulesOf(Number(limit)),
  book: BOOK,
  ledger: state.budgets,
  clock: systemClock,
  ids: randomIds(systemClock),
  leaseTtlMs: LEASE_MS,
});
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

tell({ ready: true });
await once(process.stdin, 'data');
const made = await Promise.all(Array.from({ length: Number(calls) }, (_, index) => call(index)));
tell({
  end: true,
  refused: made.filter((one) => one === 'refused').length,
  released: made.filter((one) => one === 'released').length,
});
await state.close();
process.exit();

/** Uses less than it reserved, or all of it, or is never made; each is ended twice. */
async function call(index) {
  const asked = {
    ...{ tenantId: 'acme', userId: `user-${number}`, agentId: null, keyId: null },
    ...{ model: 'plain', provider: null },
  };
  const most = estimate({ ...asked, inputBytes: 10 + (index % 7), maxOutputTokens: 10 }, BOOK);
  const admission = await budgets.reserve(asked, most);
  if (!admission.allowed) return 'refused';
  const { lease } = admission;
  await turn();
  if (index % 9 === 0) {
    await budgets.release(lease);
    return 'released';
  }
  const usage = { ...NO_USAGE, inputTokens: 8, outputTokens: index % 11 };
  // A stream that breaks off is counted with the most that it can have come to.
  const end = index % 5 === 0 ? { atMost: most } : { usage };
  const ends = await Promise.all([budgets.settle(lease, end), budgets.settle(lease, end)]);
  const counted = ends.filter(({ result }) => result === 'settled');
  tell({ micros: counted.reduce((sum, { micros }) => sum + micros, 0), times: counted.length });
  return 'settled';
}
