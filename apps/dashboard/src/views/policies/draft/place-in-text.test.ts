import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lineCount, offsetOf } from './place-in-text.ts';

const text = fc.string({ unit: fc.constantFrom('a', '\n', ' ', 'é'), maxLength: 40 });

describe('places in a text', () => {
  test.each([
    [1, 1, 0],
    [2, 1, 3],
    [2, 2, 4],
    [2, 99, 5],
    [3, 1, 6],
    [9, 1, 6],
    [1, 0, 0],
  ])('line %i, column %i', (line, column, offset) => {
    expect(offsetOf('ab\ncd\n', line, column)).toBe(offset);
  });

  test('a place is on the line that it was asked for', () => {
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(20), (written, line, column) => {
        const offset = offsetOf(written, line + 1, column + 1);
        expect(lineCount(written.slice(0, offset))).toBe(Math.min(line + 1, lineCount(written)));
      }),
    );
  });

  test('lines are counted as they are split', () => {
    fc.assert(
      fc.property(text, (written) => {
        expect(lineCount(written)).toBe(written.split('\n').length);
      }),
    );
  });
});
