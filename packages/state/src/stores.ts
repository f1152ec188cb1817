import {
  type ApiKeyStore,
  type ApprovalStore,
  type BudgetLedger,
  type CapabilityStore,
  type LimitStore,
  type LockdownStore,
  type MemoryStore,
  type OperationStore,
  type Outbox,
  type PseudonymStore,
  type SessionStore,
} from '@safeai/core';
import { budgetLedger } from './budget-ledger.ts';
import type { StateThread } from './state-thread.ts';

/** The core's stores, kept by a {@link StateThread}. */
export interface Stores {
  readonly approvals: ApprovalStore;
  readonly sessions: SessionStore;
  readonly memory: MemoryStore;
  readonly operations: OperationStore;
  readonly capabilities: CapabilityStore;
  readonly apiKeys: ApiKeyStore;
  readonly lockdowns: LockdownStore;
  readonly budgets: BudgetLedger;
  readonly outbox: Outbox;
  readonly pseudonyms: PseudonymStore;
  readonly limits: LimitStore;
}

/** Expired values go so many at a time: a bound on how long the lock is held. */
const PURGED_AT_ONCE = 500;

/** Every method rejects with SafeAIError `state_unavailable` when the files cannot be used in time. */
export function createStores(thread: StateThread): Stores {
  return {
    approvals: {
      open: (record, caps) => thread.request('approvals.open', record, caps),
      get: (tenants, requestId) => thread.request('approvals.get', tenants, requestId),
      list: (filter) => thread.request('approvals.list', filter),
      replace: (next, expected) => thread.request('approvals.replace', next, expected),
      due: (now, limit) => thread.request('approvals.due', now, limit),
    },
    operations: {
      begin: (operation) => thread.request('operations.begin', operation),
      get: (tenantId, operationId) => thread.request('operations.get', tenantId, operationId),
      abandon: (operation) => thread.request('operations.abandon', operation),
      report: (report) => thread.request('operations.report', report),
      findByDecision: (tenants, decisionId) =>
        thread.request('operations.findByDecision', tenants, decisionId),
    },
    capabilities: {
      add: (capability) => thread.request('capabilities.add', capability),
      get: (id) => thread.request('capabilities.get', id),
      list: (tenants, limit) => thread.request('capabilities.list', tenants, limit),
      revoke: (tenants, id, at) => thread.request('capabilities.revoke', tenants, id, at),
    },
    lockdowns: {
      add: (lockdown) => thread.request('lockdowns.add', lockdown),
      active: () => thread.request('lockdowns.active'),
      lift: (tenants, id) => thread.request('lockdowns.lift', tenants, id),
    },
    apiKeys: {
      add: (key) => thread.request('apiKeys.add', key),
      get: (id) => thread.request('apiKeys.get', id),
      list: (tenants, limit) => thread.request('apiKeys.list', tenants, limit),
      revoke: (tenants, id, at) => thread.request('apiKeys.revoke', tenants, id, at),
      renewLookup: (id, lookup, lookupKey) =>
        thread.request('apiKeys.renewLookup', id, lookup, lookupKey),
    },
    budgets: budgetLedger(thread),
    outbox: {
      states: async (keys) =>
        (await thread.request('outbox.states', keys)).map((state) => state ?? undefined),
      commit: (changes) => thread.request('outbox.commit', changes),
      due: (now, limit) => thread.request('outbox.due', now, limit),
      lease: (lease) => thread.request('outbox.lease', lease),
      settle: (message, end) => thread.request('outbox.settle', message, end),
      wakeAt: async (channels) => (await thread.request('outbox.wakeAt', channels)) ?? null,
      messages: (filter) => thread.request('outbox.messages', filter),
      alerts: (filter) => thread.request('outbox.alerts', filter),
      retry: (retry) => thread.request('outbox.retry', retry),
      backlog: () => thread.request('outbox.backlog'),
      addSilence: (silence) => thread.request('outbox.addSilence', silence),
      silences: () => thread.request('outbox.silences'),
      endSilence: (tenants, id) => thread.request('outbox.endSilence', tenants, id),
    },
    memory: {
      put: (entry, maxEntries) => thread.request('memory.put', entry, maxEntries),
      get: (address) => thread.request('memory.get', address),
      find: (tenantId, handle) => thread.request('memory.find', tenantId, handle),
      delete: (address) => thread.request('memory.delete', address),
      purgeExpired: async (tenants) => {
        let purged = 0;
        for (;;) {
          const some = await thread.request('memory.purgeSome', tenants, PURGED_AT_ONCE);
          purged += some;
          if (some < PURGED_AT_ONCE) return purged;
        }
      },
      shred: async (tenantId) => {
        // With the key everything is gone at once; what follows sweeps up.
        const shredded = await thread.request('memory.shred', tenantId);
        await thread.request('pseudonyms.forget', tenantId);
        await thread.request('files.truncateLogs');
        return shredded;
      },
    },
    sessions: {
      load: (key) => thread.request('sessions.load', key),
      record: (key, tags, tool) => thread.request('sessions.record', key, tags, tool ?? null),
    },
    limits: {
      add: (key, points, windowMs) => thread.request('limits.add', key, points, windowMs),
      get: (key) => thread.request('limits.get', key),
      delete: (key) => thread.request('limits.delete', key),
    },
    pseudonyms: {
      put: async (scope, values, limits) => {
        for (;;) {
          const refused = await thread.request('pseudonyms.put', scope, [...values], limits);
          if (refused !== 'no key') return refused;
          await thread.request('pseudonyms.makeKey', scope.tenantId);
        }
      },
      get: async (scope, pseudonyms) =>
        new Map(await thread.request('pseudonyms.get', scope, pseudonyms)),
      all: async (scope) => new Map(await thread.request('pseudonyms.all', scope)),
    },
  };
}
