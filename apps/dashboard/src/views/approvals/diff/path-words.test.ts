import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { pathWords } from './path-words.ts';

test.each([
  [[], '(everything)'],
  [['settings', 'replicas'], 'settings.replicas'],
  [['regions', 2, 'name'], 'regions[2].name'],
  [['a key', 'b.c'], '["a key"]["b.c"]'],
])('%j is called %s', (path, words) => {
  expect(pathWords(path)).toBe(words);
});

test('two places are never called the same', () => {
  const step = fc.oneof(fc.nat(12), fc.constantFrom('a', 'b', '0', 'a.b', '["a"]'), fc.string());
  const path = fc.array(step, { maxLength: 3 });
  fc.assert(
    fc.property(path, path, (one, other) => {
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      expect(pathWords(one) === pathWords(other)).toBe(isSame);
    }),
  );
});
