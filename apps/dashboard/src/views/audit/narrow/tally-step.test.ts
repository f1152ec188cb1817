import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filled, msOfSpan, rangeOf, stepFor } from './tally-step.ts';

const NOW = Date.parse('2026-01-31T09:00:00Z');
const HOUR = 3_600_000;
const NONE = { total: 0, allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 };

describe('The bars of a time', () => {
  it('are few enough to be told apart, and no fewer than they must be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 * 7 * 24 * HOUR }), (span) => {
        const bars = span / msOfSpan(stepFor(span));
        expect(bars).toBeLessThanOrEqual(90);
        expect(span < 90_000 || bars >= 12).toBe(true);
      }),
    );
  });

  it('reach over all of it, and hold what was counted', () => {
    const counted = { ...NONE, ts: '2026-01-31T08:30:00.000Z', total: 3, allow: 1, block: 2 };
    const bars = filled([counted], '30m', { from: NOW - 2 * HOUR, to: NOW });
    expect(bars.map(({ ts, total }) => [ts, total])).toEqual([
      ['2026-01-31T07:00:00.000Z', 0],
      ['2026-01-31T07:30:00.000Z', 0],
      ['2026-01-31T08:00:00.000Z', 0],
      ['2026-01-31T08:30:00.000Z', 3],
    ]);
  });

  it('are not one alone where there is no beginning', () => {
    const counted = { ...NONE, ts: '2026-01-31T08:30:00.000Z', total: 3, block: 3 };
    const bars = filled([counted], '30m', null);
    expect(bars.length).toBe(30);
    expect(bars.at(-1)).toBe(counted);
    expect(filled([], '30m', null)).toEqual([]);
  });

  it.each([
    [{ last: '24h' }, NOW - 24 * HOUR, NOW],
    [{ since: '2026-01-31T08:00:00.000Z' }, NOW - HOUR, NOW],
    [{ last: '24h', since: '2026-01-31T08:00:00.000Z' }, NOW - HOUR, NOW],
    [{ since: '2026-01-31T07:00:00Z', until: '2026-01-31T08:00:00Z' }, NOW - 2 * HOUR, NOW - HOUR],
  ])('%j', (question, from, to) => {
    expect(rangeOf(question, NOW)).toEqual({ from, to });
  });

  it('have no beginning where none was said', () => {
    expect(rangeOf({ until: '2026-01-31T08:00:00Z' }, NOW)).toBeNull();
  });
});
