import type { Actions, Capabilities, Grant } from '@safeai/core';

type Judged = (name: string, args: readonly unknown[]) => Promise<object>;

/** The one grant that the fake knows. */
export const GRANT: Grant = {
  id: `cap-${'0'.repeat(24)}`,
  tenantId: 'default',
  agentId: 'agent',
  sessionId: null,
  tools: ['refund_*'],
  secrets: ['vault/pay#key'],
  actions: ['invoke', 'resolve'],
  issuer: 'security-admin',
  createdAt: Date.UTC(2026, 0, 1),
  expiresAt: Date.UTC(2026, 0, 2),
  revokedAt: Date.UTC(2026, 0, 1),
};

/** Outcomes that are all new. */
export function fakeActions(judged: Judged): Pick<Actions, 'report'> {
  return {
    report: async (request) => {
      await judged('actionsReport', [request]);
      const { decisionId, outcome } = request;
      return { decisionId, outcome, operationId: 'op', result: 'settled' };
    },
  };
}

/** Capabilities that answer with {@link GRANT}. */
export function fakeCapabilities(judged: Judged): Pick<Capabilities, 'grant' | 'list' | 'revoke'> {
  return {
    grant: async (request) => {
      await judged('capabilitiesGrant', [request]);
      return { capability: GRANT, token: 'token' };
    },
    list: async (filter) => {
      await judged('capabilitiesList', [filter]);
      return [GRANT];
    },
    revoke: async (id) => {
      await judged('capabilitiesRevoke', [id]);
      return GRANT;
    },
  };
}
