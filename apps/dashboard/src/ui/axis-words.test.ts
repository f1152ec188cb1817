import { expect, test } from '@jest/globals';
import { axisWords } from './axis-words.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = Date.UTC(2025, 11, 31, 18);

test('days, with the year where it begins', () => {
  expect(
    axisWords([at, at + DAY, at + 2 * DAY], DAY, { locale: 'en-GB', timeZone: 'UTC' }),
  ).toEqual(['31 Dec\n2025', '1 Jan\n2026', '2 Jan']);
});

test.each([
  ['en-GB', 'UTC', ['18:00\n31 Dec', '21:00', '00:00\n1 Jan']],
  ['en-GB', 'Asia/Tokyo', ['03:00\n1 Jan', '06:00', '09:00']],
  ['de-DE', 'UTC', ['18:00\n31. Dez.', '21:00', '00:00\n1. Jan.']],
])('hours, with the day where it begins, in %s and %s', (locale, timeZone, words) => {
  const marks = [at, at + 3 * HOUR, at + 6 * HOUR];
  expect(axisWords(marks, 3 * HOUR, { locale, timeZone })).toEqual(words);
});

test('seconds where marks are so near', () => {
  expect(axisWords([at], 15_000, { locale: 'en-GB', timeZone: 'UTC' })).toEqual([
    '18:00:00\n31 Dec',
  ]);
});
