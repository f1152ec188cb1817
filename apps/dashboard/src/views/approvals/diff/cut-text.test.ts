import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutMiddle, cutPair, MOST_SHOWN } from './cut-text.ts';

describe('long texts', () => {
  test('are cut in the middle, and say how much', () => {
    expect(cutMiddle('a'.repeat(200))).toBe('a'.repeat(200));
    expect(cutMiddle(`${'a'.repeat(150)}${'b'.repeat(150)}`)).toBe(
      `${'a'.repeat(100)} […100 characters…] ${'b'.repeat(100)}`,
    );
  });

  test('a difference in the middle is shown', () => {
    const long = (word: string) => `${'x'.repeat(5000)}${word}${'y'.repeat(5000)}`;
    const [before, after] = cutPair(long('DELETE'), long('SELECT'));
    expect(before).toContain('DEL');
    expect(after).toContain('SEL');
    expect(before.length).toBeLessThan(MOST_SHOWN + 60);
  });

  test('two that differ never look the same', () => {
    const text = fc
      .tuple(fc.string({ maxLength: 20 }), fc.nat(400), fc.string({ maxLength: 20 }))
      .map(([head, count, tail]) => `${head}${'-'.repeat(count)}${tail}`);
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [one, other] = cutPair(before, after);
        expect(one === other).toBe(before === after);
      }),
    );
  });
});
