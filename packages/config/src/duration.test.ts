import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.ts';

test.each([
  ['10s', 10_000],
  ['30m', 1_800_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
  ['1w', 604_800_000],
])('%s is %d milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each([
  '',
  '30',
  'm',
  '0s',
  '-1m',
  '1.5h',
  '1y',
  '1 h',
  ' 1h',
  '1h ',
  '1H',
  '1h30m',
  '1e3s',
  '٣s',
])('%j is none', (text) => {
  expect(() => parseDuration(text)).toThrow('A duration is a whole number followed by');
});

test('what is formatted is read as the same time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000_000 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000);
    }),
  );
});
