import { expect, test } from '@jest/globals';
import { countWords, moneyWords, shareWords, shortCount } from './figures.ts';

test.each(['seven', null, undefined, Number.NaN, Infinity, {}])('%p is no figure', (value) => {
  const odd = value as number;
  for (const words of [
    () => countWords(odd),
    () => shortCount(odd),
    () => shareWords(odd, 2),
    () => moneyWords(odd, 'USD'),
  ]) {
    expect(words).toThrow(TypeError);
  }
});

test('figures in words', () => {
  expect(countWords(1_234_567)).toBe('1,234,567');
  expect(shortCount(12_345)).toBe('12.3K');
  expect(shareWords(1, 3)).toBe('33.3%');
  expect(shareWords(0, 0)).toBe('0%');
  expect(moneyWords(12.345, 'USD')).toBe('$12.35');
  expect(moneyWords(0.000123, 'EUR')).toBe('€0.000123');
});
