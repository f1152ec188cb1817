import { describe, expect, test } from '@jest/globals';
import { durationWords, elapsedWords, utcTime } from './time-words.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('times in words', () => {
  test('in UTC', () => {
    expect(utcTime(NOW)).toBe('2026-01-02 03:04:05 UTC');
  });

  test.each([
    [0, 'now'],
    [-999, 'now'],
    [-1000, '1 second ago'],
    [-90_000, '1 minute ago'],
    [7_200_000, 'in 2 hours'],
    [-86_400_000, 'yesterday'],
    [-3 * 86_400_000, '3 days ago'],
  ])('%d ms from now is %s', (distance, words) => {
    expect(elapsedWords(NOW + distance, NOW)).toBe(words);
  });

  test.each([
    [0, '0 ms'],
    [12.4, '12 ms'],
    [1000, '1 s'],
    [245_000, '4 min 5 s'],
    [86_400_000 * 2 + 3_600_000 * 3 + 60_000, '2 d 3 h'],
  ])('%d ms lasts %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});
