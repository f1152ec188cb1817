import { expect, test } from '@jest/globals';
import { RateGate } from './rate-gate.ts';

test('a burst passes, then so many in a second', () => {
  let now = 0;
  const gate = new RateGate({ burst: 2, perSecond: 10 }, () => now);
  const take = () => gate.take();
  expect([take(), take(), take()]).toEqual([true, true, false]);
  now = 100;
  expect([take(), take()]).toEqual([true, false]);
  now = 60_000;
  expect([take(), take(), take()]).toEqual([true, true, false]);
});
