import type { ApprovalRecord, Approvals } from '@safeai/core';

/** The one request that the fake knows. */
export const APPROVAL: ApprovalRecord = {
  requestId: `ar-${'0'.repeat(24)}`,
  tenantId: 'default',
  agentId: 'agent',
  sessionId: null,
  toolName: 'database_query',
  status: 'approved',
  fingerprint: 'f',
  requirements: [{ policyName: 'rule', groups: [{ role: 'admin', count: 1 }] }],
  policyName: 'rule',
  policyRevision: 'ab'.repeat(32),
  reason: 'because',
  requester: 'local',
  redactedParameters: { query: 'safe' },
  parametersDigest: 'cd'.repeat(32),
  createdAt: Date.UTC(2026, 0, 1),
  expiresAt: Date.UTC(2026, 0, 2),
  votes: [
    {
      approverId: 'security-admin',
      roles: ['admin'],
      verdict: 'approve',
      at: Date.UTC(2026, 0, 1),
      verified: false,
      note: 'fine',
    },
  ],
  dueAt: null,
  told: [],
  version: 2,
};

/** Approvals that answer with {@link APPROVAL}, through a function that remembers what they were asked. */
export function fakeApprovals(
  judged: (name: string, args: readonly unknown[]) => Promise<object>,
): Pick<Approvals, 'list' | 'get' | 'approve' | 'deny' | 'cancel' | 'isOwn'> {
  const answering =
    (name: string) =>
    async (...args: readonly unknown[]) => {
      await judged(name, args);
      return APPROVAL;
    };
  return {
    list: async (filter) => {
      await judged('approvalsList', [filter]);
      return { requests: [APPROVAL], next: APPROVAL };
    },
    get: answering('approvalsGet'),
    approve: answering('approvalsApprove'),
    deny: answering('approvalsDeny'),
    cancel: answering('approvalsCancel'),
    isOwn: () => true,
  };
}
