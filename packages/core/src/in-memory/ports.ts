import type { AuditSink, Ports } from '../ports.ts';
import { MemoryApiKeyStore } from './api-keys.ts';
import { MemoryApprovalStore } from './approvals.ts';
import { MemoryAuditSink } from './audit.ts';
import { MemoryBudgetLedger } from './budget-ledger.ts';
import { MemoryCapabilityStore } from './capabilities.ts';
import { systemClock } from './clock.ts';
import { randomIds } from './ids.ts';
import { ephemeralKeys } from './keys.ts';
import { MemoryLimitStore } from './limits.ts';
import { MemoryLockdownStore } from './lockdowns.ts';
import { InMemoryMemoryStore } from './memory.ts';
import { MemoryOperationStore } from './operations.ts';
import { MemoryOutbox } from './outbox.ts';
import { MemoryPseudonymStore } from './pseudonyms.ts';
import { portableSecretHash } from './secret-hash.ts';
import { MemorySessionStore } from './sessions.ts';

/** Ports that keep everything in this process's memory; those given replace them. */
export function inMemoryPorts(given: Partial<Ports> = {}): Ports {
  const clock = given.clock ?? systemClock;
  const recent = new MemoryAuditSink();
  return {
    clock,
    ids: given.ids ?? randomIds(clock),
    keys: given.keys ?? ephemeralKeys(),
    audit: given.audit === undefined ? recent : withHistory(given, given.audit, recent),
    events: given.events ?? { emit: () => undefined },
    approvals: given.approvals ?? new MemoryApprovalStore(clock),
    sessions: given.sessions ?? new MemorySessionStore(),
    limits: given.limits ?? new MemoryLimitStore(clock),
    pseudonyms: given.pseudonyms ?? new MemoryPseudonymStore(clock),
    memory: given.memory ?? new InMemoryMemoryStore(clock),
    operations: given.operations ?? new MemoryOperationStore(),
    capabilities: given.capabilities ?? new MemoryCapabilityStore(),
    lockdowns: given.lockdowns ?? new MemoryLockdownStore(),
    budgets: given.budgets ?? new MemoryBudgetLedger(clock),
    apiKeys: given.apiKeys ?? new MemoryApiKeyStore(),
    secretHash: given.secretHash ?? portableSecretHash,
    history: given.history ?? recent,
    notices: given.notices ?? { notify: () => undefined },
    outbox: given.outbox ?? new MemoryOutbox(clock),
  };
}

/** A sink without a history has its newest records remembered beside it, for reports on their decisions. */
function withHistory(
  { history }: Partial<Ports>,
  audit: AuditSink,
  recent: MemoryAuditSink,
): AuditSink {
  if (history !== undefined) return audit;
  return {
    append: (record) => {
      recent.append(record);
      return audit.append(record);
    },
  };
}
