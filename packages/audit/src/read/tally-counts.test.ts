import { expect, test } from '@jest/globals';

import { MAX_VALUES, TallyCounts } from './tally-counts.ts';

test('more different values than memory has room for are refused, not left out', () => {
  const counts = new TallyCounts(1, undefined);
  for (let value = 0; value < MAX_VALUES; value++) counts.addValue('agentId', `a${value}`, 1, 0);
  counts.addValue('agentId', 'a0', 1, 5);
  expect(counts.result().facets.agentId).toEqual({
    distinct: MAX_VALUES,
    values: [{ value: 'a0', count: 2, lastTs: 5 }],
  });
  expect(() => {
    counts.addValue('toolName', 't', 1, 0);
  }).toThrow('different values to count');
});

test('values that are equally frequent are in the order of their names, none last', () => {
  const counts = new TallyCounts(10, undefined);
  for (const value of ['b', null, 'a', 'B']) counts.addValue('toolName', value, 1, 0);
  const { values } = counts.result().facets.toolName;
  expect(values.map(({ value }) => value)).toEqual(['B', 'a', 'b', null]);
});
