import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partAt, partsOf, rangesIn } from './parts.ts';

describe('parts of a text', () => {
  test('joined are the text; none is empty, too long or ends within a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '\n', '\u{1F469}'), maxLength: 60 }),
        fc.integer({ min: 2, max: 20 }),
        (text, most) => {
          const parts = partsOf(text, most);
          const texts = parts.map(({ start, end }) => text.slice(start, end));
          expect(texts.join('')).toBe(text);
          for (const each of texts) {
            expect(each.length).toBeLessThanOrEqual(most);
            expect(each).not.toMatch(/\p{Surrogate}/u);
          }
          if (text !== '') expect(texts).not.toContain('');
        },
      ),
    );
  });

  test('a place is in the part that holds it', () => {
    const parts = partsOf('abcdefg', 3);
    expect([0, 2, 3, 6, 99].map((at) => partAt(parts, at))).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('findings of a part', () => {
  test('count from its beginning, are cut at its ends, and the many are counted', () => {
    const ranges = [{ start: 0, end: 4 }, null, { start: 5, end: 20 }, { start: 12, end: 13 }];
    const part = { start: 3, end: 10 };
    expect(rangesIn(ranges, part)).toEqual({
      own: [
        { finding: 0, start: 0, end: 1 },
        { finding: 2, start: 2, end: 7 },
      ],
      left: 0,
    });
    expect(rangesIn(ranges, part, 1).left).toBe(1);
  });
});
