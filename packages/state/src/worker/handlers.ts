import type { Spend } from '@safeai/core';
import type { Requests, SpendAsked } from '../requests.ts';
import { backUp } from './back-up.ts';
import { transaction } from './database.ts';
import { wrapAgain } from './file-key.ts';
import type { StateFiles } from './state-files.ts';
import { Statement } from './statement.ts';

/** How a request is carried out. */
export interface Handler {
  readonly file: 'state' | 'sessionState';
  /** `read`: at once; `write`: in a transaction, with others; `alone`: after the writes before it, outside one. */
  readonly kind: 'read' | 'write' | 'alone';
  /** Where it fails it has changed nothing. */
  readonly isWhole?: boolean;
  readonly run: (...args: never[]) => unknown;
}

/** The spend that a request names in short. */
function spendOf(asked: SpendAsked): Spend {
  const [tenantId, userId, agentId, model, currency, at, ...amounts] = asked;
  const [micros, inputTokens, outputTokens, isPriced] = amounts;
  const whose = { tenantId, userId, agentId, model, currency };
  return { ...whose, at, micros, inputTokens, outputTokens, isPriced };
}

/** SQLite's own code for a lock, for what reports it otherwise than by an error. */
const BUSY = Object.assign(new Error('busy'), { rawCode: 5 });

/** By name. */
export function createHandlers(files: StateFiles): {
  readonly [Name in keyof Requests]: Handler & { readonly run: Requests[Name] };
} {
  const {
    approvals,
    operations,
    capabilities,
    apiKeys,
    lockdowns,
    memory,
    sessions,
    pseudonyms,
    limits,
    budgets,
    spend,
    alerts,
    outbox,
    silences,
  } = files;
  const read = <Run extends Handler['run']>(run: Run) =>
    ({ file: 'state', kind: 'read', run }) as const;
  const write = <Run extends Handler['run']>(run: Run) =>
    ({ file: 'state', kind: 'write', run }) as const;
  const whole = <Run extends Handler['run']>(run: Run) =>
    ({ ...write(run), isWhole: true }) as const;
  const inSessions = <Run extends Handler['run']>(kind: 'read' | 'write', run: Run) =>
    ({ file: 'sessionState', kind, run }) as const;
  const alone = <Run extends Handler['run']>(run: Run) =>
    ({ file: 'state', kind: 'alone', run }) as const;
  return {
    'approvals.open': write((record, caps) => approvals.open(record, caps)),
    'approvals.get': read((tenants, requestId) => approvals.get(tenants, requestId)),
    'approvals.list': read((filter) => approvals.list(filter)),
    'approvals.replace': write((next, expected) => approvals.replace(next, expected)),
    'approvals.due': read((now, limit) => approvals.due(now, limit)),
    'operations.begin': write((operation) => operations.begin(operation)),
    'operations.get': read((tenantId, operationId) => operations.get(tenantId, operationId)),
    'operations.abandon': write((operation) => {
      operations.abandon(operation);
    }),
    'operations.report': write((report) => operations.report(report)),
    'operations.findByDecision': read((tenants, decisionId) =>
      operations.findByDecision(tenants, decisionId),
    ),
    'capabilities.add': write((capability) => {
      capabilities.add(capability);
    }),
    'capabilities.get': read((id) => capabilities.get(id)),
    'capabilities.list': read((tenants, limit) => capabilities.list(tenants, limit)),
    'capabilities.revoke': write((tenants, id, at) => capabilities.revoke(tenants, id, at)),
    'lockdowns.add': write((lockdown) => {
      lockdowns.add(lockdown);
    }),
    'lockdowns.active': read(() => lockdowns.active()),
    'lockdowns.lift': write((tenants, id) => lockdowns.lift(tenants, id)),
    'budgets.reserve': whole((leaseId, micros, tokens, ttlMs, charges) =>
      budgets.reserve(leaseId, micros, tokens, ttlMs, charges),
    ),
    'budgets.settle': whole((leaseId, spent, isKnown) =>
      budgets.settle(leaseId, spendOf(spent), isKnown),
    ),
    'budgets.release': whole((leaseId) => budgets.release(leaseId)),
    'budgets.record': whole((asked) => {
      const spent = spendOf(asked);
      spend.add(spend.sumOf(spent), spent);
    }),
    'budgets.balances': read((windows) => budgets.balances(windows)),
    'budgets.accounts': read((tenants, at) => budgets.accounts(tenants, at)),
    'budgets.sums': read((tenants, from, until) => spend.sums(tenants, from, until)),
    'outbox.states': read((keys) => alerts.states(keys)),
    'outbox.commit': write((changes) => alerts.commit(changes)),
    'outbox.due': read((now, limit) => alerts.due(now, limit)),
    'outbox.lease': write((lease) => outbox.lease(lease)),
    'outbox.settle': write((message, end) => outbox.settle(message, end)),
    'outbox.wakeAt': read((channels) => {
      const next = [alerts.wakeAt(), outbox.wakeAt(channels)].filter((at) => at !== null);
      return next.length === 0 ? null : Math.min(...next);
    }),
    'outbox.messages': read((filter) => outbox.messages(filter)),
    'outbox.alerts': read((filter) => alerts.alerts(filter)),
    'outbox.retry': write((retry) => outbox.retry(retry)),
    'outbox.backlog': read(() => outbox.backlog()),
    'outbox.addSilence': write((silence) => {
      silences.add(silence);
    }),
    'outbox.silences': read(() => silences.active()),
    'outbox.endSilence': write((tenants, id) => silences.end(tenants, id)),
    'apiKeys.add': write((key) => {
      apiKeys.add(key);
    }),
    'apiKeys.get': read((id) => apiKeys.get(id)),
    'apiKeys.list': read((tenants, limit) => apiKeys.list(tenants, limit)),
    'apiKeys.revoke': write((tenants, id, at) => apiKeys.revoke(tenants, id, at)),
    'apiKeys.renewLookup': write((id, lookup, lookupKey) => {
      apiKeys.renewLookup(id, lookup, lookupKey);
    }),
    'memory.put': write((entry, maxEntries) => memory.put(entry, maxEntries)),
    'memory.get': read((address) => memory.get(address)),
    'memory.find': read((tenantId, handle) => memory.find(tenantId, handle)),
    'memory.delete': write((address) => memory.delete(address)),
    'memory.purgeSome': write((tenants, limit) => memory.purgeSome(tenants, limit)),
    'memory.shred': write((tenantId) => memory.shred(tenantId)),
    'sessions.load': inSessions('read', (key) => sessions.load(key)),
    'sessions.record': inSessions('write', (key, tags, tool) => {
      sessions.record(key, tags, tool);
    }),
    'pseudonyms.makeKey': write((tenantId) => {
      files.dataKeys.getOrMake(files.names.tenant(tenantId));
    }),
    'pseudonyms.put': inSessions('write', (scope, values, limits) =>
      pseudonyms.put(scope, values, limits),
    ),
    // A use, too, is written.
    'pseudonyms.get': inSessions('write', (scope, names) => pseudonyms.get(scope, names)),
    'pseudonyms.all': inSessions('write', (scope) => pseudonyms.all(scope)),
    'pseudonyms.forget': inSessions('write', (tenantId) => {
      pseudonyms.forget(tenantId);
    }),
    'limits.add': inSessions('write', (key, points, windowMs) => limits.add(key, points, windowMs)),
    'limits.get': inSessions('read', (key) => limits.get(key)),
    'limits.delete': inSessions('write', (key) => limits.delete(key)),
    'files.truncateLogs': alone(() => {
      for (const file of [files.state, files.sessionState]) {
        const [result] = file.pragma('wal_checkpoint(TRUNCATE)') as readonly { busy: number }[];
        if (result?.busy !== 0) throw BUSY;
      }
    }),
    'files.backup': alone((file) => {
      backUp(files.state, file);
    }),
    'files.useKeys': alone((keys) => {
      transaction(files.state, () => {
        wrapAgain(files.state, keys);
      });
      files.dataKeys.use(keys);
    }),
    'files.check': read(() => {
      for (const file of [files.state, files.sessionState]) {
        new Statement(file, 'SELECT count(*) FROM sqlite_schema').get();
      }
    }),
  };
}
