import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seriesNames } from './series-names.ts';

test('no two names are the same, and none is empty', () => {
  const model = fc.oneof(fc.constant(null), fc.constantFrom('a', 'a (2)', ' ', ''), fc.string());
  fc.assert(
    fc.property(fc.array(model, { maxLength: 8 }), (models) => {
      const names = seriesNames(models);
      expect(new Set(names).size).toBe(models.length);
      expect(names.every((name) => name.trim() !== '')).toBe(true);
    }),
  );
});

test('long names that begin alike are told apart', () => {
  const long = 'm'.repeat(300);
  const cut = `${'m'.repeat(40)}…`;
  expect(seriesNames([`${long}1`, `${long}2`, null])).toEqual([cut, `${cut} (2)`, 'Other models']);
});
