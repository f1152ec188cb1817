import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Time, TimeSpan } from '../schema/time.ts';
import { millisecondsOfTime } from './formats.ts';
import { bodyValidator } from './validator.ts';

const moment = Date.UTC(2026, 0, 31, 9, 0, 0);

describe('a time', () => {
  test.each([
    '2026-01-31T09:00:00Z',
    '2026-01-31t09:00z',
    '2026-01-31T09:00:00.000Z',
    '2026-01-31T11:00:00+02:00',
    '2026-01-31T11:00:00 02:00',
    '2026-01-31T11:00:00+0200',
    '2026-01-31T11:00+02',
    '2026-01-31T03:30:00-05:30',
  ])('%s', (text) => {
    expect(millisecondsOfTime(text)).toBe(moment);
  });

  test.each([
    '',
    '2026-01-31',
    '2026-01-31T09:00:00',
    '2026-01-31T09:00:00Zulu',
    '2026-02-31T09:00:00Z',
    '2026-13-01T09:00:00Z',
    '2026-01-31T25:00:00Z',
    '2026-01-31T09:00:61Z',
    '1769850000',
    'yesterday',
    ' 2026-01-31T09:00:00Z',
  ])('%j is none', (text) => {
    expect(bodyValidator(Time('When.'))(text)).toEqual([
      { path: '$', message: 'must be a time with its offset, such as 2026-01-31T09:00:00Z' },
    ]);
  });

  test('what is written in UTC is read back', () => {
    const years = { min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        expect(millisecondsOfTime(date.toISOString())).toBe(date.getTime());
      }),
    );
  });
});

describe('a length of time', () => {
  test.each(['10s', '30m', '2h', '7d', '1w'])('%s', (text) => {
    expect(bodyValidator(TimeSpan('How long.'))(text)).toEqual([]);
  });

  test.each(['', '0m', '1', 'm', '1.5h', '-1d', '10ms', 'PT1H', '9999999999s'])(
    '%j is none',
    (text) => {
      expect(bodyValidator(TimeSpan('How long.'))(text)).toEqual([
        { path: '$', message: expect.stringMatching(/^must be a whole number followed by/) },
      ]);
    },
  );
});
