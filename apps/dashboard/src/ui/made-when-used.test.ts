import { expect, test } from '@jest/globals';
import { madeWhenUsed } from './made-when-used.ts';

test('is made once, and not before it is used', () => {
  let count = 0;
  const made = madeWhenUsed(() => ({ number: ++count }));
  expect(count).toBe(0);
  expect(made()).toBe(made());
  expect(count).toBe(1);
});
