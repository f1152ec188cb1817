import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ACTIONS } from '../../ui/verdict.tsx';
import { BOUNDARIES, countOf, decisionOf, NONE, plus } from './event-count.ts';

describe('decisions among events', () => {
  test.each([
    ['scan.blocked', ['block', 'input']],
    ['guard.redacted', ['redact', 'output']],
    ['intercept.pending_approval', ['pending_approval', 'action']],
    ['message.allowed', ['allow', 'action']],
    ['approval.approved', null],
    ['memory.write', null],
    ['heartbeat', null],
    ['constructor.allowed', null],
  ])('%s is %j', (event, decision) => {
    expect(decisionOf({ event })).toEqual(decision);
  });

  test('each is counted once by what and once by where', () => {
    const decision = fc.tuple(fc.constantFrom(...ACTIONS), fc.constantFrom(...BOUNDARIES));
    fc.assert(
      fc.property(fc.array(decision), fc.array(decision), (before, since) => {
        const all = (decisions: typeof before) => decisions.map(countOf).reduce(plus, NONE);
        const counts = plus(all(before), all(since));
        const sum = (each: object): number =>
          Object.values(each).reduce((a: number, b) => a + Number(b), 0);
        expect(counts.total).toBe(before.length + since.length);
        expect(sum(counts.by_action)).toBe(counts.total);
        expect(sum(counts.by_boundary)).toBe(counts.total);
      }),
    );
  });
});
