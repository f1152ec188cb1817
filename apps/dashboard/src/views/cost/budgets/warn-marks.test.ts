import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { warnMarks } from './warn-marks.ts';

test('the shares of each budget', () => {
  const budgets = [{ name: 'team', warn_at_percent: [50, 80] }, { name: 'none' }];
  expect([...warnMarks({ budgets })]).toEqual([['team', [50, 80]]]);
});

test('a configuration that is none has none', () => {
  fc.assert(
    fc.property(fc.anything(), (config) => {
      expect(warnMarks({ budgets: config })).toBeInstanceOf(Map);
      expect(warnMarks(config)).toBeInstanceOf(Map);
    }),
  );
});
