import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { segments } from './segments.ts';

const texts = fc.string({ unit: 'binary', maxLength: 60 });
const textWithRanges = texts.chain((text) =>
  fc.record({
    text: fc.constant(text),
    ranges: fc.array(
      fc
        .tuple(fc.nat(text.length), fc.nat(text.length))
        .map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })),
      { maxLength: 12 },
    ),
  }),
);

describe('segments of a text', () => {
  test('joined are the text', () => {
    fc.assert(
      fc.property(textWithRanges, ({ text, ranges }) => {
        const parts = segments(text.length, ranges);
        expect(parts.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (const { start, end } of parts) expect(start).toBeLessThan(end);
      }),
    );
  });

  test('cover each range exactly by those that name it', () => {
    fc.assert(
      fc.property(textWithRanges, ({ text, ranges }) => {
        const parts = segments(text.length, ranges);
        for (const [place, { start, end }] of ranges.entries()) {
          const own = parts.filter(({ of }) => of.includes(place));
          expect(own.map((part) => text.slice(part.start, part.end)).join('')).toBe(
            text.slice(start, end),
          );
          if (start < end) expect([own[0]?.start, own.at(-1)?.end]).toEqual([start, end]);
          else expect(own).toEqual([]);
        }
      }),
    );
  });

  test('name each range once, and in order', () => {
    fc.assert(
      fc.property(textWithRanges, ({ text, ranges }) => {
        for (const { of } of segments(text.length, ranges))
          expect(of).toEqual([...new Set(of)].sort((a, b) => a - b));
      }),
    );
  });

  test('overlap, nest, and are cut off at the end of the text', () => {
    const ranges = [
      { start: 0, end: 4 },
      { start: 2, end: 6 },
      { start: 3, end: 4 },
      { start: 8, end: 99 },
    ];
    expect(segments(9, ranges)).toEqual([
      { start: 0, end: 2, of: [0] },
      { start: 2, end: 3, of: [0, 1] },
      { start: 3, end: 4, of: [0, 1, 2] },
      { start: 4, end: 6, of: [1] },
      { start: 6, end: 8, of: [] },
      { start: 8, end: 9, of: [3] },
    ]);
    expect(segments(0, ranges)).toEqual([]);
  });
});
