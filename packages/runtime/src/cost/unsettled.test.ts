import { expect, test } from '@jest/globals';
import { MemoryBudgetLedger, SafeAIError } from '@safeai/core';
import { Unsettled, type UnsettledNotice } from './unsettled.ts';

const AWAY = new SafeAIError('state_unavailable', 'The disk is away.');

/** A queue whose retries run when they are told to. */
function setUp() {
  const notices: UnsettledNotice[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const queue = new Unsettled({
    onNotice: (notice) => notices.push(notice),
    later: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const counted: number[] = [];
  const disk = { isAway: true };
  const settle = (number: number) =>
    queue.settle(() => {
      if (disk.isAway) return Promise.reject(AWAY);
      counted.push(number);
      return Promise.resolve(number);
    });
  const tick = async (): Promise<number> => {
    const timer = timers.shift();
    timer?.run();
    await new Promise((resolve) => setImmediate(resolve));
    return timer?.ms ?? 0;
  };
  return { queue, notices, timers, counted, disk, settle, tick };
}

test('what cannot be counted now is counted later, in its order, after longer and longer waits', async () => {
  const { queue, notices, timers, counted, disk, settle, tick } = setUp();
  expect([await settle(1), await settle(2)]).toEqual([undefined, undefined]);
  expect([queue.size, timers.length]).toEqual([2, 1]);
  const waits = [];
  for (let turn = 0; turn < 7; turn++) waits.push(await tick());
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  disk.isAway = false;
  await tick();
  expect([counted, queue.size, timers.length]).toEqual([[1, 2], 0, 0]);
  expect(notices.map(({ kind }) => kind)).toEqual(['unsettled', 'caught_up']);
});

test('nothing is reserved before all is counted', async () => {
  const { queue, counted, disk, settle } = setUp();
  const ledger = queue.reservingAfter(new MemoryBudgetLedger({ now: () => 0 }));
  const ask = () =>
    ledger.reserve({ leaseId: 'a', micros: 1, tokens: 1, ttlMs: 1000, charges: [] });
  await settle(1);
  await expect(ask()).rejects.toThrow('The disk is away.');
  disk.isAway = false;
  expect((await ask()).result).toBe('reserved');
  expect(counted).toEqual([1]);
});

test('what the ledger refuses as wrong is told, and holds up nobody', async () => {
  const { queue, notices } = setUp();
  const wrong = new SafeAIError('invalid_request', 'micros: give a whole number.');
  await queue.settle(() => Promise.reject(wrong));
  expect(queue.size).toBe(0);
  expect(notices).toEqual([{ kind: 'uncounted', calls: 1, reason: wrong.message }]);
});

test('so many wait, and no more', async () => {
  const { queue, notices, settle } = setUp();
  for (let number = 0; number <= 10_000; number++) await settle(number);
  expect(queue.size).toBe(10_000);
  expect(notices.map(({ kind }) => kind)).toEqual(['unsettled', 'uncounted']);
});

test('the last try is made at the end, and what is lost is told', async () => {
  const { queue, notices, timers, settle } = setUp();
  await settle(1);
  await settle(2);
  await queue.close();
  expect(notices.at(-1)).toEqual({ kind: 'uncounted', calls: 2, reason: AWAY.message });
  expect(timers).toEqual([]);
  await settle(3);
  expect(notices.at(-1)).toMatchObject({ kind: 'uncounted', calls: 1 });
});
