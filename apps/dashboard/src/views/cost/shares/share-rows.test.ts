import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { orderOf, ORDERS, sharedByOf, shareRows } from './share-rows.ts';

function summary(by_agent: Readonly<Record<string, number>>, total_cost: number) {
  const none = { by_model: {}, by_tenant: {}, by_user: {}, by_day: [], forecast: null };
  return { micros: { ...none, by_agent, total_cost } };
}

test('the rows add up to the total, whatever their order', () => {
  const sums = fc.dictionary(fc.string(), fc.nat(1000));
  fc.assert(
    fc.property(sums, fc.nat(1000), fc.constantFrom(...ORDERS), (by, unknown, order) => {
      const total = Object.values(by).reduce((sum, each) => sum + each, unknown);
      const rows = shareRows(summary(by, total), 'agent', order);
      expect(rows.reduce((sum, { micros }) => sum + micros, 0)).toBe(total);
    }),
  );
});

test('by amount, by name, and back', () => {
  const spent = summary({ b: 2, a: 5, c: 2 }, 10);
  const names = (order: (typeof ORDERS)[number]) =>
    shareRows(spent, 'agent', order).map(({ name }) => name);
  expect(names('spent')).toEqual(['a', 'b', 'c', null]);
  expect(names('-spent')).toEqual([null, 'c', 'b', 'a']);
  expect(names('name')).toEqual(['a', 'b', 'c', null]);
});

test('an address that asks for what there is not gets what is usual', () => {
  expect([sharedByOf('user'), sharedByOf('x'), orderOf('-name'), orderOf(null)]).toEqual([
    ...['user', 'model', '-name', 'spent'],
  ]);
});
