import { expect, test } from '@jest/globals';
import type { GapRow } from './feed-row.ts';
import { gapTime, gapWords } from './gap-words.ts';

const GAP: GapRow = {
  ...{ kind: 'gap', number: 1, reason: 'too_old', isLost: true, count: null },
  ...{ from: Date.UTC(2026, 0, 1, 12), until: Date.UTC(2026, 0, 1, 12, 5) },
};

test('a gap says why, and how many it is where that is known', () => {
  expect(gapWords(GAP)).toMatch(/^The server no longer had .*: events may be missing, .* to /);
  expect(gapWords({ ...GAP, count: 1234 })).toContain('1,234 events are missing');
  expect(gapWords({ ...GAP, from: null })).not.toContain(' to ');
  expect(gapWords({ ...GAP, reason: 'slow', isLost: false })).toContain('nothing is missing');
});

test.each(['something else', 'constructor', '__proto__'])(
  '%s is no reason that is known',
  (reason) => {
    expect(gapWords({ ...GAP, reason })).toMatch(/^The connection was lost/);
  },
);

test('the time of a gap is asked for with a second more', () => {
  expect(gapTime(GAP)).toEqual({
    since: '2026-01-01T11:59:59.000Z',
    until: '2026-01-01T12:05:01.000Z',
  });
  expect(gapTime({ ...GAP, from: null })).toEqual({ until: '2026-01-01T12:05:01.000Z' });
});
