import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stacked } from './chart-series.ts';

const series = (values: readonly number[]) => ({
  name: 'a',
  color: '--allow',
  values,
  words: String,
});

test('the highest of a stack is the sum of all', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }).chain((length) =>
        fc.array(fc.array(fc.nat(1000), { minLength: length, maxLength: length }), {
          minLength: 1,
        }),
      ),
      (all) => {
        const sums = all[0]?.map((_, at) =>
          all.reduce((sum, values) => sum + (values[at] ?? 0), 0),
        );
        expect(stacked(all.map(series)).at(-1)).toEqual(sums);
      },
    ),
  );
});

test('each of a stack stands upon the one before', () => {
  expect(stacked([series([1, 2]), series([10, 0]), series([0, 5])])).toEqual([
    [1, 2],
    [11, 2],
    [11, 7],
  ]);
});
