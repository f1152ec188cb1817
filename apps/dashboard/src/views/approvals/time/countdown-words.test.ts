import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countdownWords, secondsLeft, urgency } from './countdown-words.ts';

describe('countdowns', () => {
  test.each([
    [0, '0:00'],
    [9, '0:09'],
    [299, '4:59'],
    [3600, '1:00:00'],
    [7172, '1:59:32'],
    [183_600, '2 d 3 h'],
  ])('%d seconds are %s', (seconds, words) => {
    expect(countdownWords(seconds)).toBe(words);
  });

  test('within a day the words say every second', () => {
    fc.assert(
      fc.property(fc.nat(86_399), (seconds) => {
        const said = countdownWords(seconds)
          .split(':')
          .reduce((sum, part) => sum * 60 + Number(part), 0);
        expect(said).toBe(seconds);
      }),
    );
  });

  test('nothing is left at the moment itself, and a second until then', () => {
    expect([secondsLeft(5000, 5000), secondsLeft(5000, 4999), secondsLeft(5000, 9000)]).toEqual([
      0, 1, 0,
    ]);
  });

  test('presses more the less is left', () => {
    expect([301, 300, 61, 60, 0].map(urgency)).toEqual(['none', 'soon', 'soon', 'now', 'now']);
  });
});
