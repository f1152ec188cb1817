import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BudgetPeriod, Windows } from './window.ts';

const HOUR = 3_600_000;

/** The window in ISO 8601, and how many hours it has. */
function window(period: BudgetPeriod, timeZone: string, at: string): readonly unknown[] {
  const { start, end } = new Windows(period, timeZone).of(Date.parse(at));
  const iso = (time: number): string => new Date(time).toISOString().replace(':00.000Z', 'Z');
  return [iso(start), iso(end ?? NaN), ((end ?? NaN) - start) / HOUR];
}

describe('a day', () => {
  test('is a date of its zone', () => {
    expect(window('day', 'UTC', '2026-06-15T12:00Z')).toEqual([
      ...['2026-06-15T00:00Z', '2026-06-16T00:00Z', 24],
    ]);
    expect(window('day', 'Asia/Kolkata', '2026-06-15T18:30Z')).toEqual([
      ...['2026-06-15T18:30Z', '2026-06-16T18:30Z', 24],
    ]);
    expect(window('day', 'Asia/Kolkata', '2026-06-15T18:29:59.999Z')).toEqual([
      ...['2026-06-14T18:30Z', '2026-06-15T18:30Z', 24],
    ]);
  });

  test('has 23 or 25 hours where the clocks change', () => {
    expect(window('day', 'Europe/Berlin', '2026-03-29T10:00Z')).toEqual([
      ...['2026-03-28T23:00Z', '2026-03-29T22:00Z', 23],
    ]);
    expect(window('day', 'Europe/Berlin', '2026-10-25T10:00Z')).toEqual([
      ...['2026-10-24T22:00Z', '2026-10-25T23:00Z', 25],
    ]);
    expect(window('day', 'America/New_York', '2026-03-08T12:00Z')).toEqual([
      ...['2026-03-08T05:00Z', '2026-03-09T04:00Z', 23],
    ]);
    expect(window('day', 'America/New_York', '2026-11-01T12:00Z')).toEqual([
      ...['2026-11-01T04:00Z', '2026-11-02T05:00Z', 25],
    ]);
  });

  test('begins with its first instant where there is no midnight, or no such date', () => {
    expect(window('day', 'Asia/Beirut', '2022-03-27T12:00Z')).toEqual([
      ...['2022-03-26T22:00Z', '2022-03-27T21:00Z', 23],
    ]);
    // Samoa went from the 29th to the 31st of December.
    expect(window('day', 'Pacific/Apia', '2011-12-30T09:59Z')).toEqual([
      ...['2011-12-29T10:00Z', '2011-12-30T10:00Z', 24],
    ]);
  });
});

describe('a week', () => {
  test('is from Monday to Sunday', () => {
    for (const at of ['2026-11-16T00:00Z', '2026-11-22T23:59:59.999Z']) {
      expect(window('week', 'UTC', at)).toEqual(['2026-11-16T00:00Z', '2026-11-23T00:00Z', 168]);
    }
    expect(window('week', 'Europe/Berlin', '2026-10-25T22:59Z')).toEqual([
      ...['2026-10-18T22:00Z', '2026-10-25T23:00Z', 169],
    ]);
    expect(window('week', 'America/New_York', '2026-03-08T12:00Z')).toEqual([
      ...['2026-03-02T05:00Z', '2026-03-09T04:00Z', 167],
    ]);
  });
});

describe('a month', () => {
  test('is one of the calendar', () => {
    expect(window('month', 'UTC', '2024-02-29T23:59Z')).toEqual([
      ...['2024-02-01T00:00Z', '2024-03-01T00:00Z', 29 * 24],
    ]);
    expect(window('month', 'UTC', '2026-12-31T23:59Z')).toEqual([
      ...['2026-12-01T00:00Z', '2027-01-01T00:00Z', 31 * 24],
    ]);
    expect(window('month', 'Europe/Berlin', '2026-03-31T21:59Z')).toEqual([
      ...['2026-02-28T23:00Z', '2026-03-31T22:00Z', 31 * 24 - 1],
    ]);
    expect(window('month', 'America/New_York', '2026-11-30T12:00Z')).toEqual([
      ...['2026-11-01T04:00Z', '2026-12-01T05:00Z', 30 * 24 + 1],
    ]);
  });
});

describe('an hour', () => {
  test('is one of the local clock', () => {
    expect(window('hour', 'UTC', '2026-06-15T12:34:56Z')).toEqual([
      ...['2026-06-15T12:00Z', '2026-06-15T13:00Z', 1],
    ]);
    expect(window('hour', 'Asia/Kolkata', '2026-06-15T12:29Z')).toEqual([
      ...['2026-06-15T11:30Z', '2026-06-15T12:30Z', 1],
    ]);
  });

  test('that comes twice is two hours', () => {
    expect(window('hour', 'Europe/Berlin', '2026-10-25T00:30Z')).toEqual([
      ...['2026-10-25T00:00Z', '2026-10-25T01:00Z', 1],
    ]);
    expect(window('hour', 'Europe/Berlin', '2026-10-25T01:30Z')).toEqual([
      ...['2026-10-25T01:00Z', '2026-10-25T02:00Z', 1],
    ]);
  });

  test('is cut where the clock is changed by half an hour', () => {
    // On Lord Howe Island 02:00 becomes 01:30.
    expect(window('hour', 'Australia/Lord_Howe', '2026-04-04T14:45Z')).toEqual([
      ...['2026-04-04T14:00Z', '2026-04-04T15:00Z', 1],
    ]);
    expect(window('hour', 'Australia/Lord_Howe', '2026-04-04T15:15Z')).toEqual([
      ...['2026-04-04T15:00Z', '2026-04-04T15:30Z', 0.5],
    ]);
  });
});

test('in total there is one window', () => {
  expect(new Windows('total').of(5)).toEqual({ start: 0, end: null });
});

test('what is no time zone is refused', () => {
  for (const timeZone of ['Europe/Bonn', '', 'x'.repeat(1000)]) {
    expect(() => new Windows('day', timeZone)).toThrow(/no time zone/);
  }
});

describe('at any time, in any zone', () => {
  const zone = fc.constantFrom(
    ...['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe'],
    ...['America/St_Johns', 'Pacific/Apia', 'Asia/Beirut', 'America/Sao_Paulo', 'Asia/Kathmandu'],
  );
  const period = fc.constantFrom('hour' as const, 'day', 'week', 'month');
  const from = Date.parse('2012-01-01T00:00Z');
  const time = fc.integer({ min: 0, max: 30 * 365 * 24 }).chain((hours) =>
    // Edges are the times at which something goes wrong.
    fc.constantFrom(-1, 0, 1, 1_799_999, 1_800_000).map((more) => from + hours * HOUR + more),
  );

  test('a time is in its window, and windows follow one another without gap or overlap', () => {
    fc.assert(
      fc.property(zone, period, time, (timeZone, each, at) => {
        const of = (when: number) => new Windows(each, timeZone).of(when);
        const { start, end } = of(at);
        expect(start <= at && at < (end ?? 0)).toBe(true);
        expect(of(start)).toEqual({ start, end });
        expect(of((end ?? 0) - 1)).toEqual({ start, end });
        expect(of(end ?? 0).start).toBe(end);
        expect(of(start - 1).end).toBe(start);
      }),
      { numRuns: 150 },
    );
  });

  test('it is the same, whatever was asked before', () => {
    fc.assert(
      fc.property(zone, period, fc.array(time, { maxLength: 5 }), (timeZone, each, times) => {
        const asked = new Windows(each, timeZone);
        for (const at of times) expect(asked.of(at)).toEqual(new Windows(each, timeZone).of(at));
      }),
      { numRuns: 30 },
    );
  });
});
