import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Vote } from '../request.ts';
import { approvalsWords, missingWords, needsOf } from './quorum.ts';

const vote = (approver_id: string, roles: string[], verdict: 'approve' | 'deny' = 'approve') =>
  ({ approver_id, roles, verdict, at: '', note: null, verified: true }) satisfies Vote;

const PAYMENT = {
  policy_name: 'payments-need-two',
  min_approvals: 2,
  groups: [
    { role: 'admin', count: 1 },
    { role: 'approver', count: 1 },
  ],
  escalate_to: null,
};

describe('a quorum', () => {
  test('says what is there and what is missing', () => {
    const asked = { requirements: [PAYMENT], votes: [vote('ann', ['admin'])] };
    expect(approvalsWords(asked)).toBe('1 of 2');
    expect(missingWords(asked)).toBe('1 more approval, 1 of the role approver');
  });

  test('two of one role do not make up for another', () => {
    const asked = { requirements: [PAYMENT], votes: [vote('a', ['admin']), vote('b', ['admin'])] };
    expect(needsOf(asked)).toMatchObject([{ isMet: false, have: 2, need: 2 }]);
    expect(approvalsWords(asked)).toBe('2 of 2');
    expect(missingWords(asked)).toBe('1 of the role approver');
  });

  test('a denial is no approval', () => {
    expect(approvalsWords({ requirements: [], votes: [vote('a', [], 'deny')] })).toBe('0 of 1');
  });

  test('nothing is missing exactly when every need is met', () => {
    const role = fc.constantFrom('admin', 'approver', 'cfo');
    const votes = fc.array(fc.tuple(fc.uuid(), fc.array(role)), { maxLength: 5 });
    const requirement = fc.record({
      policy_name: fc.string(),
      min_approvals: fc.integer({ min: 1, max: 4 }),
      groups: fc.array(fc.record({ role, count: fc.integer({ min: 1, max: 3 }) })),
      escalate_to: fc.constant(null),
    });
    fc.assert(
      fc.property(fc.array(requirement), votes, (requirements, given) => {
        const asked = { requirements, votes: given.map(([id, roles]) => vote(id, roles)) };
        expect(missingWords(asked) === '').toBe(needsOf(asked).every(({ isMet }) => isMet));
      }),
    );
  });
});
