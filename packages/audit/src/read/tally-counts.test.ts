import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { MAX_VALUES, TallyCounts } from './tally-counts.ts';

test('more different values than memory has room for are refused, not left out', async () => {
  const counts = new TallyCounts(1, undefined);
  for (let value = 0; value < MAX_VALUES; value++) counts.addValue('agentId', `a${value}`, 1, 0);
  counts.addValue('agentId', 'a0', 1, 5);
  expect((await counts.result()).facets.agentId).toEqual({
    distinct: MAX_VALUES,
    values: [{ value: 'a0', count: 2, lastTs: 5 }],
  });
  expect(() => {
    counts.addValue('toolName', 't', 1, 0);
  }).toThrow('different values to count');
});

test('values that are equally frequent are in the order of their names, none last', async () => {
  const counts = new TallyCounts(10, undefined);
  for (const value of ['b', null, 'a', 'B']) counts.addValue('toolName', value, 1, 0);
  const { values } = (await counts.result()).facets.toolName;
  expect(values.map(({ value }) => value)).toEqual(['B', 'a', 'b', null]);
});

test('the most frequent are those that sorting all of them finds', async () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.string(), fc.integer({ min: 1, max: 4 })), {
    ...{ selector: ([name]) => name, maxLength: 60 },
  });
  await fc.assert(
    fc.asyncProperty(pairs, fc.integer({ min: 1, max: 9 }), async (found, top) => {
      const counts = new TallyCounts(top, undefined);
      for (const [name, count] of found) counts.addValue('agentId', name, count, 0);
      const all = [...found].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      const { distinct, values } = (await counts.result()).facets.agentId;
      expect(distinct).toBe(found.length);
      expect(values.map(({ value, count }) => [value, count])).toEqual(all.slice(0, top));
    }),
  );
});

test('others have their turn while many values are put in order', async () => {
  const counts = new TallyCounts(1000, undefined);
  for (let value = 0; value < 50_000; value++)
    counts.addValue('agentId', `a${value}`, value + 1, 0);
  let turns = 0;
  let isDone = false;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const { values } = (await counts.result()).facets.agentId;
  isDone = true;
  expect(values.map(({ count }) => count)).toEqual(
    Array.from({ length: 1000 }, (_, index) => 50_000 - index),
  );
  expect(turns).toBeGreaterThan(10);
});
