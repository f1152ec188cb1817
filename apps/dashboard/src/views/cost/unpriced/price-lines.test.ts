import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { priceLines } from './price-lines.ts';

test('the lines are as the file has them', () => {
  expect(priceLines(['in-house-7b'], 'USD')).toBe(`prices:
  models:
    - model: "in-house-7b"
      input_per_million: 0 # USD
      output_per_million: 0 # USD
`);
});

test('whatever a model is called, the file names it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 3 }),
      (models) => {
        const { prices } = load(priceLines(models, 'USD')) as {
          prices: { models: { model: string }[] };
        };
        expect(prices.models.map(({ model }) => model)).toEqual(models);
      },
    ),
  );
});
