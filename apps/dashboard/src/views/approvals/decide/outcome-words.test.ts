import { expect, test } from '@jest/globals';
import type { AnswerOf } from '@safeai/client';
import type { ApprovalRequest } from '../request.ts';
import { outcomeWords } from './outcome-words.ts';

const TIMES = { expires_at: '2026-01-15T11:00:00.000Z', server_time: '2026-01-15T10:31:00.000Z' };
const before: ApprovalRequest = {
  ...{ request_id: 'ar-1', agent_id: 'bot', tool_name: 'pay', status: 'pending', note: null },
  ...{ ...TIMES, created_at: TIMES.server_time, votes: [] },
  requirements: [
    {
      ...{ policy_name: 'two', min_approvals: 2, escalate_to: null },
      groups: [
        { role: 'admin', count: 1 },
        { role: 'approver', count: 1 },
      ],
    },
  ],
};
const answer = (status: ApprovalRequest['status']): AnswerOf<'approval_approve'> => ({
  ...{ request_id: 'ar-1', status, approver_id: 'ann', decided_by: ['ann'], tenant_id: 'default' },
  ...{ agent_id: 'bot', tool_name: 'pay', ...TIMES },
});

test('a vote that is not enough says what is missing', () => {
  const said = outcomeWords('approve', answer('pending'), { before, roles: ['admin'] });
  expect(said).toEqual({
    title: '1 of 2 approvals',
    text: 'Your approval is on record. pay waits for 1 more approval, 1 of the role approver.',
  });
});

test('what is done is said', () => {
  const decided = { before, roles: ['admin'] };
  expect(outcomeWords('approve', answer('approved'), decided).title).toBe('Approved');
  expect(outcomeWords('deny', answer('denied'), decided).title).toBe('Denied');
  expect(outcomeWords('cancel', answer('cancelled'), decided).title).toBe('Withdrawn');
});
