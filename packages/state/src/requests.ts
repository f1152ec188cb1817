import type {
  AlertChange,
  AlertFilter,
  AlertState,
  ApiKey,
  ApprovalFilter,
  ApprovalRecord,
  BudgetBalance,
  BudgetSettled,
  BudgetWindow,
  Capability,
  DeliveryEnd,
  LeasedMessage,
  LimitCount,
  Lockdown,
  MemoryAddress,
  MemoryEntry,
  Operation,
  OutboxBacklog,
  OutboxEntry,
  OutboxFilter,
  OutboxLease,
  OutboxRetry,
  OutcomeReport,
  PseudonymLimits,
  PseudonymScope,
  ReportResult,
  SessionFacts,
  SessionKey,
  Silence,
  SpendSum,
  TenantScope,
} from '@safeai/core';
import type { MemoryKeys } from './memory-keys.ts';

/** What the stores ask of the thread that holds the files. Everything in it is JSON. */
export interface Requests {
  'approvals.open'(
    record: ApprovalRecord,
    caps: { readonly perAgent: number; readonly perTenant: number },
  ): ApprovalRecord | 'capped';
  'approvals.get'(tenants: TenantScope, requestId: string): ApprovalRecord | undefined;
  'approvals.list'(filter: ApprovalFilter): readonly ApprovalRecord[];
  'approvals.replace'(next: ApprovalRecord, expectedVersion: number): boolean;
  'approvals.due'(now: number, limit: number): readonly ApprovalRecord[];
  'operations.begin'(operation: Operation): Operation;
  'operations.get'(tenantId: string, operationId: string): Operation | undefined;
  'operations.abandon'(operation: Operation): undefined;
  'operations.report'(report: OutcomeReport): ReportResult;
  'operations.findByDecision'(tenants: TenantScope, decisionId: string): Operation | undefined;
  'capabilities.add'(capability: Capability): undefined;
  'capabilities.get'(id: string): Capability | undefined;
  'capabilities.list'(tenants: TenantScope, limit: number): readonly Capability[];
  'capabilities.revoke'(tenants: TenantScope, id: string, at: number): Capability | undefined;
  'lockdowns.add'(lockdown: Lockdown): undefined;
  'lockdowns.active'(): readonly Lockdown[];
  'lockdowns.lift'(tenants: TenantScope, id: string): Lockdown | undefined;
  'budgets.reserve'(
    leaseId: string,
    micros: number,
    tokens: number,
    ttlMs: number,
    charges: readonly ChargeAsked[],
  ): ReservedTotals;
  /** With totals alone where who asks knows the accounts of the lease, if all of them are there. */
  'budgets.settle'(leaseId: string, spend: SpendAsked, isKnown: boolean): SettledTotals;
  'budgets.release'(leaseId: string): boolean;
  'budgets.record'(spend: SpendAsked): undefined;
  'budgets.balances'(windows: readonly BudgetWindow[]): readonly BudgetBalance[];
  'budgets.accounts'(tenants: TenantScope, at: number): readonly BudgetBalance[];
  'budgets.sums'(tenants: TenantScope, from: number, until: number): readonly SpendSum[];
  /** Null for a key that nothing is remembered under. */
  'outbox.states'(keys: readonly string[]): readonly (AlertState | null)[];
  'outbox.commit'(changes: readonly AlertChange[]): readonly boolean[];
  'outbox.due'(now: number, limit: number): readonly AlertState[];
  'outbox.lease'(lease: OutboxLease): readonly OutboxEntry[];
  'outbox.settle'(message: LeasedMessage, end: DeliveryEnd): boolean;
  'outbox.wakeAt'(channels: readonly string[]): number | null | undefined;
  'outbox.messages'(filter: OutboxFilter): readonly OutboxEntry[];
  'outbox.alerts'(filter: AlertFilter): readonly AlertState[];
  'outbox.retry'(retry: OutboxRetry): number;
  'outbox.backlog'(): readonly OutboxBacklog[];
  'outbox.addSilence'(silence: Silence): undefined;
  'outbox.silences'(): readonly Silence[];
  'outbox.endSilence'(tenants: TenantScope, id: string): Silence | undefined;
  'apiKeys.add'(key: ApiKey): undefined;
  'apiKeys.get'(id: string): ApiKey | undefined;
  'apiKeys.list'(tenants: TenantScope, limit: number): readonly ApiKey[];
  'apiKeys.revoke'(tenants: TenantScope, id: string, at: number): ApiKey | undefined;
  'apiKeys.renewLookup'(id: string, lookup: string, lookupKey: string): undefined;
  'memory.put'(entry: MemoryEntry, maxEntries: number): 'stored' | 'full';
  'memory.get'(address: MemoryAddress): MemoryEntry | undefined;
  'memory.find'(tenantId: string, handle: string): MemoryEntry | undefined;
  'memory.delete'(address: MemoryAddress): boolean;
  /** At most so many; how many. */
  'memory.purgeSome'(tenants: TenantScope, limit: number): number;
  'memory.shred'(tenantId: string): number;
  'sessions.load'(key: SessionKey): SessionFacts;
  'sessions.record'(key: SessionKey, tags: readonly string[], tool: string | null): undefined;
  'pseudonyms.makeKey'(tenantId: string): undefined;
  /** The pseudonyms that stand for another value; `no key` where the tenant has none yet. */
  'pseudonyms.put'(
    scope: PseudonymScope,
    values: readonly (readonly [string, string])[],
    limits: PseudonymLimits,
  ): readonly string[] | 'no key';
  'pseudonyms.get'(
    scope: PseudonymScope,
    pseudonyms: readonly string[],
  ): readonly (readonly [string, string])[];
  'pseudonyms.all'(scope: PseudonymScope): readonly (readonly [string, string])[];
  'pseudonyms.forget'(tenantId: string): undefined;
  'limits.add'(key: string, points: number, windowMs: number): LimitCount;
  'limits.get'(key: string): LimitCount | undefined;
  'limits.delete'(key: string): boolean;
  /** Removes from the files' logs what was deleted. */
  'files.truncateLogs'(): undefined;
  'files.backup'(file: string): undefined;
  'files.check'(): undefined;
  /** Encrypts the keys in the files with another one; from then on these are all keys that are known. */
  'files.useKeys'(keys: MemoryKeys): undefined;
}

/** A charge in short, as every call makes some. `account` is what `accountKey` of the core names it. */
export type ChargeAsked = readonly [
  account: string,
  windowEnd: number | null,
  limitMicros: number | null,
  limitTokens: number | null,
  blocks: boolean,
];

/** A spend in short. */
export type SpendAsked = readonly [
  ...[tenantId: string, userId: string | null, agentId: string | null],
  ...[model: string, currency: string, at: number],
  ...[micros: number, inputTokens: number, outputTokens: number, isPriced: boolean],
];

/** Money committed, tokens committed, money reserved, tokens reserved: of one account after the other. */
export type Totals = readonly number[];

/** The totals of the charges, and which of these did not fit, by their place: then nothing is reserved. */
export interface ReservedTotals {
  readonly totals: Totals;
  readonly exceeded: readonly number[];
}

/** How a lease ended: with the totals of its accounts, in its order, or with all of them. */
export type SettledTotals =
  { readonly result: BudgetSettled['result']; readonly totals: Totals } | BudgetSettled;

/** Name of a request. */
export type RequestName = keyof Requests;

/** A request on its way to the thread; they go in lists. */
export type Request = readonly [id: number, name: RequestName, args: readonly unknown[]];

/** Tells the thread to end. */
export const CLOSE = 'close';

/** Why a request, or the opening of the files, failed. */
export interface Failure {
  readonly message: string;
}

/**
 * The thread's answer to one request, `null` for undefined, or why it failed; `id` null: the files cannot be opened,
 * and the thread ends. They go in lists, as one text of JSON.
 */
export type Reply =
  | readonly [id: number, result: unknown]
  | readonly [id: number | null, result: null, failure: string];

/** What the thread is started with. */
export interface ThreadData {
  readonly folder: string;
  readonly keys: MemoryKeys;
  readonly waitMs: number;
  /** The time, in milliseconds since the epoch, where a program has a clock of its own. */
  readonly time: Float64Array | undefined;
}
