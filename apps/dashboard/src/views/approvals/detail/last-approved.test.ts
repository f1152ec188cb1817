import { describe, expect, test } from '@jest/globals';
import type { ApprovalRequest } from '../request.ts';
import { approvedAt, lastApproved } from './last-approved.ts';

function request(id: string, made: string, approved: readonly string[] = []): ApprovalRequest {
  const times = { created_at: made, expires_at: made, server_time: made };
  return {
    ...{ request_id: id, agent_id: 'a', tool_name: 't', status: 'approved', note: null, ...times },
    votes: approved.map((at) => ({
      ...{
        approver_id: at,
        roles: [],
        verdict: 'approve' as const,
        at,
        note: null,
        verified: true,
      },
    })),
  };
}

describe('the call that was approved last', () => {
  const slow = request('ar-slow', '2026-01-01', ['2026-01-02', '2026-01-09']);
  const quick = request('ar-quick', '2026-01-05', ['2026-01-06']);

  test('is the one whose last approval came last, not the one that was made last', () => {
    expect(lastApproved([quick, slow], '')).toBe(slow);
    expect(approvedAt(slow)).toBe('2026-01-09');
  });

  test('is never the call itself', () => {
    expect(lastApproved([quick, slow], 'ar-slow')).toBe(quick);
    expect(lastApproved([slow], 'ar-slow')).toBeNull();
  });
});
