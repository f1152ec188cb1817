import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PriceBook } from '@safeai/cost';
import { openState } from '@safeai/state';

/** A token costs a millionth, in or out. */
export const BOOK = new PriceBook({
  ...{ version: 'test', currency: 'USD' },
  models: [{ model: 'plain', input: 1, output: 1 }],
});

/** Longer than a round takes: what holds, holds for calls that end before their lease. */
export const LEASE_MS = 600_000;

export const KEYS = { current: { id: 'one', key: new Uint8Array(32).fill(7) }, previous: [] };

/** A budget of money for everybody, and one for each tenant beside it that is never reached. */
export function rulesOf(limitMicros) {
  return [
    { name: 'all', limit: limitMicros / 1e6, period: 'total' },
    { name: 'tenants', limit: 1000, per: 'tenant', period: 'total' },
  ];
}

const SPENDER = fileURLToPath(new URL('./spender.mjs', import.meta.url));
const PROCESSES = 4;

/** What a call reserves and costs on average, about: the cap is for half of them. */
const HALF_OF_CALLS = 7;

/**
 * Four processes spend from one budget at once, and one of them is killed in the middle; this one looks on.
 *
 * @param rounds how often
 * @param calls of all processes together, in each round
 * @returns what was wrong, in words, and the counts
 */
export async function budgetRounds({ rounds, calls, log = () => undefined }) {
  const counts = { settled: 0, refused: 0, looks: 0 };
  const problems = [];
  for (let round = 1; round <= rounds; round++) {
    const folder = await mkdtemp(join(tmpdir(), 'safeai-budget-'));
    try {
      const found = await oneRound(folder, calls, counts);
      problems.push(...found.map((text) => `round ${round}: ${text}`));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    log(`round ${round}: ${JSON.stringify(counts)}, ${problems.length} problems`);
  }
  return { problems, ...counts };
}

async function oneRound(folder, calls, counts) {
  const problems = [];
  const limit = calls * HALF_OF_CALLS;
  const state = await openState({ folder, keys: KEYS, waitMs: 60_000 });
  const share = calls / PROCESSES;
  const spenders = Array.from({ length: PROCESSES }, (_, number) =>
    startSpender([folder, number, share, limit]),
  );
  await Promise.all(spenders.map(({ ready }) => ready));
  const [victim] = spenders;
  victim.killAfter = 1 + Math.floor((Math.random() * share) / 4);
  for (const { child } of spenders) child.stdin.write('go\n');
  let isOver = false;
  const ended = Promise.all(spenders.map((one) => one.ended)).then(() => (isOver = true));
  let most = 0;
  while (!isOver) {
    for (const { committedMicros, reservedMicros, budget } of await accounts(state)) {
      if (budget !== 'all') continue;
      most = Math.max(most, committedMicros + reservedMicros);
    }
    counts.looks++;
  }
  await ended;
  if (most > limit) problems.push(`${most} was committed and reserved, of ${limit}`);
  for (const { problem } of spenders) if (problem !== undefined) problems.push(problem);
  const acknowledged = spenders.reduce((sum, { micros }) => sum + micros, 0);
  counts.settled += spenders.reduce((sum, { settled }) => sum + settled, 0);
  counts.refused += spenders.reduce((sum, { refused }) => sum + refused, 0);

  const held = await accounts(state);
  const sums = await state.budgets.sums(['*'], 0, Number.MAX_SAFE_INTEGER);
  const summed = sums.reduce((sum, { micros }) => sum + micros, 0);
  for (const { budget, committedMicros, reservedMicros } of held) {
    if (committedMicros < acknowledged) {
      problems.push(`${budget}: ${acknowledged} was acknowledged, ${committedMicros} is counted`);
    }
    if (committedMicros !== summed) {
      problems.push(`${budget}: ${committedMicros} is counted, ${summed} is in the sums`);
    }
    if (budget === 'all' && committedMicros + reservedMicros > limit) {
      problems.push(`${committedMicros} + ${reservedMicros} at the end, of ${limit}`);
    }
  }
  await state.close();
  problems.push(...(await afterTheLease(folder, held, limit)));
  return problems;
}

/** Nothing stays reserved for a process that is gone, and what is left can be spent, to the last millionth. */
async function afterTheLease(folder, before, limit) {
  const problems = [];
  const clock = { now: () => Date.now() + LEASE_MS, monotonic: () => performance.now() };
  const state = await openState({ folder, keys: KEYS, clock, waitMs: 60_000 });
  const held = await accounts(state);
  for (const { budget, reservedMicros, committedMicros } of held) {
    if (reservedMicros !== 0) problems.push(`${budget}: ${reservedMicros} stays reserved`);
    const was = before.find((account) => account.budget === budget)?.committedMicros;
    if (committedMicros !== was) problems.push(`${budget}: ${committedMicros} is not ${was}`);
  }
  const all = held.find(({ budget }) => budget === 'all');
  const { budget, scope, currency, windowStart, windowEnd, committedMicros } = all;
  const window = { budget, scope, currency, windowStart, windowEnd };
  const charges = [{ ...window, limitMicros: limit, limitTokens: null, blocks: true }];
  const ask = async (leaseId, micros) =>
    (await state.budgets.reserve({ leaseId, micros, tokens: 0, ttlMs: 1000, charges })).result;
  if ((await ask('rest', limit - committedMicros)) !== 'reserved') {
    problems.push('what is left cannot be reserved');
  }
  if ((await ask('more', 1)) !== 'exceeded') problems.push('more than the limit can be reserved');
  await state.close();
  return problems;
}

function accounts(state) {
  return state.budgets.accounts(['*'], Date.now());
}

function startSpender(args) {
  const child = spawn(process.execPath, [SPENDER, ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const one = { child, settled: 0, refused: 0, micros: 0, killAfter: Infinity, problem: undefined };
  let tellReady;
  one.ready = new Promise((resolve) => (tellReady = resolve));
  let hasEnded = false;
  createInterface(child.stdout).on('line', (text) => {
    const line = JSON.parse(text);
    if (line.ready) tellReady();
    else if (line.end) {
      hasEnded = true;
      one.refused = line.refused;
    } else {
      one.settled++;
      one.micros += line.micros;
      if (line.times !== 1) one.problem = `a call was counted ${line.times} times`;
      if (one.settled === one.killAfter) child.kill('SIGKILL');
    }
  });
  one.ended = new Promise((resolve) => {
    child.on('close', () => {
      tellReady();
      if (!hasEnded && one.settled < one.killAfter) one.problem = 'a process ended early';
      resolve();
    });
  });
  return one;
}
