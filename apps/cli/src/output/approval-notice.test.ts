import type { ApprovalNotice } from '@safeai/core';
import { expect, test } from '@jest/globals';
import { approvalNoticeLine } from './approval-notice.ts';

const notice: ApprovalNotice = {
  kind: 'created',
  requestId: 'ar-0123456789abcdef01234567',
  tenantId: 'default',
  agentId: 'default-agent',
  toolName: 'database_query',
  policyName: 'default-destructive-database',
  createdAt: Date.UTC(2026, 0, 1, 12),
  expiresAt: Date.UTC(2026, 0, 1, 12, 30),
  groups: [],
  escalateTo: null,
};

test('says what waits, how long, and where it is decided', () => {
  expect(approvalNoticeLine(notice, 'https://safeai.internal/')).toBe(
    'safeai: waits for approval: database_query for default-agent, until 2026-01-01T12:30:00.000Z: https://safeai.internal/approvals/ar-0123456789abcdef01234567',
  );
});

test('says whom an escalation is for, and that time is over', () => {
  expect(
    approvalNoticeLine({ ...notice, kind: 'escalated', escalateTo: 'on-call' }, undefined),
  ).toMatch(/^safeai: is escalated to on-call: .*: ar-0123456789abcdef01234567$/);
  expect(approvalNoticeLine({ ...notice, kind: 'expired' }, 'http://127.0.0.1:8910')).toBe(
    'safeai: expired without a decision: database_query for default-agent: ar-0123456789abcdef01234567',
  );
});

test('a name cannot move the cursor', () => {
  const line = approvalNoticeLine({ ...notice, toolName: 'a\u001b[2Jb' }, undefined);
  expect(line).not.toContain('\u001b');
});

test.each(['approved', 'denied', 'cancelled'] as const)('%s is not told', (kind) => {
  expect(approvalNoticeLine({ ...notice, kind }, undefined)).toBeUndefined();
});
