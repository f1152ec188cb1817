import type { Lockdown, Lockdowns } from '@safeai/core';

/** The one lockdown that the fake knows. */
export const LOCKDOWN: Lockdown = {
  id: `ld-${'0'.repeat(24)}`,
  tenantId: 'default',
  agentId: 'agent',
  tool: 'refund_*',
  reason: 'refunds go wrong',
  setBy: 'security-admin',
  byOperator: true,
  createdAt: Date.UTC(2026, 0, 1),
};

/** Lockdowns that answer with {@link LOCKDOWN}. */
export function fakeLockdowns(
  judged: (name: string, args: readonly unknown[]) => Promise<object>,
): Pick<Lockdowns, 'set' | 'list' | 'lift'> {
  return {
    set: async (request) => {
      await judged('lockdownsSet', [request]);
      return LOCKDOWN;
    },
    list: async () => {
      await judged('lockdownsList', [{}]);
      return [LOCKDOWN];
    },
    lift: async (id) => {
      await judged('lockdownsLift', [id]);
      return LOCKDOWN;
    },
  };
}
