import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringifyAnswer } from './stringify.ts';

const long = 'a'.repeat(200);

test.each([
  {},
  [],
  [{ a: long }],
  { a: undefined },
  { a: undefined, b: 1 },
  { text: long, more: [long], none: null },
  { text: `${long}"` },
  { text: `${long}\\n` },
  { text: `${long}\n` },
  { text: `${long}\u2028é😀` },
  { text: `${long}\ud800` },
  { text: `${long}\udc00a` },
])('%j', (answer) => {
  expect(stringifyAnswer(answer)).toBe(JSON.stringify(answer));
});

test('writes any answer as JSON.stringify does', () => {
  const texts = fc.string({ unit: 'binary' }).map((text) => long + text);
  const names = fc.stringMatching(/^[a-z_]+$/);
  fc.assert(
    fc.property(fc.dictionary(names, fc.oneof(texts, fc.jsonValue())), (answer) => {
      expect(stringifyAnswer(answer)).toBe(JSON.stringify(answer));
    }),
  );
});
