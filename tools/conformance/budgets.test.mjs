import { expect, test } from '@jest/globals';
import { budgetRounds } from '../durability/budget-rounds.mjs';

test('four processes never spend more than a budget together, one of them killed', async () => {
  const { problems, settled, refused, looks } = await budgetRounds({ rounds: 2, calls: 400 });
  expect(problems).toEqual([]);
  expect(settled).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(0);
  expect(looks).toBeGreaterThan(10);
});
