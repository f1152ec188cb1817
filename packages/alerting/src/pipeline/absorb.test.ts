import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileRule } from '../rules/compiled-rule.ts';
import { absorb, unknownAlert } from './absorb.ts';
import type { Burst } from './burst.ts';

const WINDOW_MS = 1200;
const PART_MS = WINDOW_MS / 12;

const burstOf = (count: number, at: number): Burst => ({
  ...{ count, firstAt: at, lastAt: at, members: [], otherCount: count, decisionIds: [] },
});

test('an alert is raised by its number of events in any window, and by no fewer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(900)), { maxLength: 30 }),
      (threshold, bursts) => {
        const rule = compileRule({ name: 'r', threshold, windowMs: WINDOW_MS });
        let alert = unknownAlert(rule, {});
        const events: number[] = [];
        let now = 1_000_000;
        for (const [count, wait] of bursts) {
          now += wait;
          for (let each = 0; each < count; each++) events.push(now);
          alert = absorb(alert, burstOf(count, now), rule, now);
          const inTime = (ms: number): number => events.filter((at) => at > now - ms).length;
          if (inTime(WINDOW_MS) >= threshold) expect(alert.status).toBe('raised');
          else if (inTime(WINDOW_MS + PART_MS) < threshold) expect(alert.status).toBe('counting');
          expect(alert.recent.length).toBeLessThanOrEqual(14);
          // No event of the window is missing from what it says.
          expect(alert.count).toBeGreaterThanOrEqual(inTime(WINDOW_MS));
          if (alert.status === 'raised') return;
        }
      },
    ),
    { numRuns: 500 },
  );
});
