import type { AlertAccess, AlertView } from '@safeai/runtime';
import type { OutboxEntry, Silence } from '@safeai/core';

/** The one alert that the fake knows. */
export const ALERT: AlertView = {
  ...{ key: `safeai-${'0'.repeat(32)}`, rule: 'default-blocked', severity: 'error' },
  ...{ tenantId: 'default', labels: { tenant: 'default', event: 'scan.blocked' } },
  ...{ status: 'open', heldBy: null, isAcknowledged: false, count: 2 },
  ...{ startedAt: Date.UTC(2026, 0, 1), lastAt: Date.UTC(2026, 0, 1), toldAt: null, toldTo: [] },
  ...{ decisionIds: [], members: [], otherCount: 0 },
};

const SILENCE: Silence = {
  ...{ id: `si-${'0'.repeat(24)}`, tenantId: 'default', rule: 'default-*', event: null },
  ...{ agentId: null, reason: 'maintenance', setBy: 'security-admin' },
  ...{ createdAt: Date.UTC(2026, 0, 1), until: Date.UTC(2026, 0, 2) },
};

const MESSAGE: OutboxEntry = {
  ...{ id: `msg_${'0'.repeat(32)}`, channel: 'email', key: ALERT.key, sequence: 1 },
  ...{ tenantId: 'default', createdAt: ALERT.startedAt, state: 'dead', dueAt: ALERT.startedAt },
  ...{ attempts: 3, firstTriedAt: ALERT.startedAt, movedFrom: [], problem: 'http_503' },
  ...{ endedAt: ALERT.lastAt },
  body: { action: 'trigger', rule: ALERT.rule, severity: 'error', count: 2, newCount: 2 },
};

/** Alerts that are always the same. */
export function fakeAlerts(
  judged: (name: string, args: readonly unknown[]) => Promise<object>,
): AlertAccess {
  async function answered<T>(name: string, arg: unknown, answer: T): Promise<T> {
    await judged(name, [arg ?? {}]);
    return answer;
  }
  return {
    rules: () => answered('alertsRules', {}, { rules: [], channels: [] }),
    list: (query) => answered('alertsList', query, { alerts: [ALERT], nextCursor: null }),
    one: (tenants) => answered('alertsOne', tenants, ALERT),
    messages: (filter) => answered('alertsMessages', filter, [MESSAGE]),
    retry: (asked) => answered('alertsRetry', asked, 1),
    test: (channel) => answered('alertsTest', channel, [{ channel: 'email', problem: null }]),
    acknowledge: (key) => answered('alertsAcknowledge', key, ALERT),
    resolve: (key) => answered('alertsResolve', key, ALERT),
    silences: (tenants) => answered('alertsSilences', tenants, [SILENCE]),
    silence: (request) => answered('alertsSilence', request, SILENCE),
    endSilence: (id) => answered('alertsEndSilence', id, SILENCE),
  };
}
