import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { maskValue } from './mask.ts';

test.each([
  ['', '****'],
  ['555-0100', '****'],
  ['078-05-1120', '****'],
  ['hunter2hunter2!', '****'],
  ['alice@example.com', 'al****om'],
  ['4111111111111111', '41****11'],
  ['😀'.repeat(16), '😀😀****😀😀'],
])('%s', (value, masked) => {
  expect(maskValue(value)).toBe(masked);
});

test('shows at most four characters, and nothing of a value under 16', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (value) => {
      const masked = maskValue(value);
      expect(Array.from(masked).length).toBeLessThanOrEqual(8);
      if (Array.from(value).length < 16) expect(masked).toBe('****');
    }),
  );
});
