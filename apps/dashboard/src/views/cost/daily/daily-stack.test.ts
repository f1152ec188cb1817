import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dailyStack, NAMED_MODELS } from './daily-stack.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '__proto__', 'constructor');
const day = fc
  .uniqueArray(fc.tuple(name, fc.nat(1000)), { selector: ([model]) => model })
  .map((spent) => ({
    day: '2026-11-01',
    total_cost: spent.reduce((sum, [, micros]) => sum + micros, 0),
    by_model: Object.fromEntries(spent),
  }));

test('the layers of each day add up to what it has cost, and few have names', () => {
  fc.assert(
    fc.property(fc.array(day, { maxLength: 12 }), (days) => {
      const layers = dailyStack(days);
      days.forEach(({ total_cost }, index) => {
        expect(layers.reduce((sum, { micros }) => sum + (micros[index] ?? 0), 0)).toBe(total_cost);
      });
      expect(layers.filter(({ model }) => model !== null).length).toBeLessThanOrEqual(NAMED_MODELS);
      expect(layers.every(({ micros }) => micros.every((each) => each >= 0))).toBe(true);
    }),
  );
});

test('the dearest come first, the others last', () => {
  const models = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'];
  const by_model = Object.fromEntries(models.map((model, index) => [model, index + 1]));
  const layers = dailyStack([{ day: '2026-11-01', total_cost: 36, by_model }]);
  expect(layers.map(({ model }) => model)).toEqual(['m8', 'm7', 'm6', 'm5', 'm4', 'm3', null]);
  expect(layers.at(-1)?.micros).toEqual([3]);
});

test('where nothing was spent there are no layers', () => {
  expect(dailyStack([{ day: '2026-11-01', total_cost: 0, by_model: { free: 0 } }])).toEqual([]);
});
