import type { Operation, OutcomeReport, ReportResult } from './actions/operation.ts';
import type {
  AlertChange,
  AlertFilter,
  AlertState,
  DeliveryEnd,
  LeasedMessage,
  OutboxBacklog,
  OutboxEntry,
  OutboxFilter,
  OutboxLease,
  OutboxRetry,
  Silence,
} from './alerts/outbox.ts';
import type { ApiKey } from './api-keys/api-key.ts';
import type { ApprovalFilter, ApprovalRecord } from './approvals/approval.ts';
import type { ApprovalNotice } from './approvals/notice.ts';
import type { AuditRecord } from './boundary/record.ts';
import type {
  BudgetBalance,
  BudgetReservation,
  BudgetReserved,
  BudgetSettled,
  BudgetWindow,
  Spend,
  SpendSum,
} from './budgets/ledger.ts';
import type { Capability } from './capabilities/capability.ts';
import type { Lockdown } from './lockdown/lockdown.ts';
import type { MemoryAddress, MemoryEntry } from './memory/memory-entry.ts';
import type { SessionFacts } from './policy/decision.ts';

/**
 * What core asks of the world. Core touches no file, network, clock or source of randomness except
 * through these; `ports/` has in-memory ones for programs that want nothing else.
 */

/** Time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds from an arbitrary start, never going back. For durations. */
  monotonic(): number;
}

/** Identifiers. Unguessable, those of API keys apart: at least 74 random bits each. */
export interface Ids {
  /** UUIDv7: ordered by time. */
  decisionId(): string;
  /** `ar-` and 24 hex digits. */
  approvalId(): string;
  /** `cap-` and 24 hex digits. */
  capabilityId(): string;
  /** `key-` and 12 of `0-9a-z`. No secret: 62 random bits keep them apart. */
  apiKeyId(): string;
  /** `ld-` and 24 hex digits. */
  lockdownId(): string;
  /** `mh-` and 24 hex digits. */
  memoryHandle(): string;
  /** 64 hex digits (256 random bits), for tokens. */
  secret(): string;
}

/** What a key is for. Each purpose has a key of its own. */
export type KeyPurpose =
  'approval' | 'capability' | 'credential' | 'digest' | 'exact' | 'pseudonym';

/** Secret keys. */
export interface KeyRing {
  /** At least 32 bytes; the same ones for the life of an installation, or of the process where nothing lasts. */
  key(purpose: KeyPurpose): Uint8Array;
}

/**
 * Where decisions are recorded. A decision's record is appended before its answer is given: when `append`
 * throws or rejects, the caller gets `audit_unavailable` instead of the answer.
 */
export interface AuditSink {
  append(record: AuditRecord): void | Promise<void>;
}

/**
 * What was spent and what is set aside for calls under way. At every instant, and with any number of callers and
 * processes, what a charge that blocks has committed and reserved is within its limit, as long as calls cost no
 * more than was reserved for them and end before their lease does. The ledger's own clock decides about leases.
 */
export interface BudgetLedger {
  /** Reserves on all accounts or on none. Atomic, and lasting once it resolves. */
  reserve(reservation: BudgetReservation): Promise<BudgetReserved>;
  /**
   * Gives back what a lease has reserved and counts what the call has cost, on the windows that the lease was made
   * for and for its day; once, whatever happens. Atomic, and lasting once it resolves.
   */
  settle(leaseId: string, spend: Spend): Promise<BudgetSettled>;
  /** Gives back what a lease has reserved, for a call that was never made; whether there was one to end. */
  release(leaseId: string): Promise<boolean>;
  /** Counts a call that nothing was reserved for, for its day alone. Each call of this method counts. */
  record(spend: Spend): Promise<void>;
  /** What those accounts hold, in their order; zeros for one that nothing was charged to. */
  balances(windows: readonly BudgetWindow[]): Promise<readonly BudgetBalance[]>;
  /**
   * The accounts whose window has that time in it, those that hold most first, at most `MAX_BUDGET_ACCOUNTS`.
   * One that is for no tenant in particular is shown to who may see all of them.
   */
  accounts(tenants: TenantScope, at: number): Promise<readonly BudgetBalance[]>;
  /** The sums of the days from `from` up to and without `until` (milliseconds since the epoch), by day. */
  sums(tenants: TenantScope, from: number, until: number): Promise<readonly SpendSum[]>;
}

/** Which tenants somebody may see: their ids, or `*` for all. */
export type TenantScope = readonly string[];

/** What was recorded, looked up again. */
export interface DecisionHistory {
  /** The record of a decision in one of the tenants; undefined for an unknown id and for another tenant's. */
  find(tenants: TenantScope, decisionId: string): Promise<AuditRecord | undefined>;
}

/** One event, as subscribers see it. Never holds a detected value. */
export interface SafeAIEvent {
  /** The decision's id, or one of its own. */
  readonly id: string;
  /** `scan.blocked`, `intercept.pending_approval`, `approval.approved`, … */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  /** `*` for what concerns all of them. */
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly boundary: string | null;
  readonly action: string | null;
  /** Name of the rule that decided. */
  readonly rule: string | null;
  readonly decisionId: string | null;
  /** Tags of what was decided on, for rules of alerts. Not shown to subscribers. None if absent. */
  readonly dataTags?: readonly string[];
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Where events go. Never waited for: `emit` must not throw and returns at once. */
export interface EventSink {
  emit(event: SafeAIEvent): void;
}

/**
 * Approval requests. Every change is a compare-and-set on `version`, so that of two racing changes one
 * loses and sees the winner's record. The store's own clock decides about expiry, inside the change.
 */
export interface ApprovalStore {
  /**
   * Inserts a new record, unless one with the same tenant and fingerprint is still live (pending, approved, or
   * denied and within its TTL): then that one is returned and nothing is inserted. Atomic.
   *
   * @returns `capped` when the agent or the tenant already has as many pending requests as allowed
   */
  open(
    record: ApprovalRecord,
    caps: { perAgent: number; perTenant: number },
  ): Promise<ApprovalRecord | 'capped'>;
  /** A record in one of the tenants, `undefined` for an unknown id and for another tenant's. */
  get(tenants: TenantScope, requestId: string): Promise<ApprovalRecord | undefined>;
  /** Newest first, by `createdAt` and `requestId`. A status is judged at the store's time. */
  list(filter: ApprovalFilter): Promise<readonly ApprovalRecord[]>;
  /**
   * Replaces the record if it still has `expectedVersion`; tells whether it did. A change to `approved` or
   * `consumed`, and a vote that leaves it `pending`, is refused from `expiresAt` on.
   */
  replace(next: ApprovalRecord, expectedVersion: number): Promise<boolean>;
  /** Records of any tenant whose `dueAt` has come, the longest due first. */
  due(now: number, limit: number): Promise<readonly ApprovalRecord[]>;
}

/** Who is told about approval requests: alert channels, a chat, a pager. Never waited for. */
export interface ApprovalNotices {
  /** Must not throw and returns at once. A notice holds no content and no detected value. */
  notify(notice: ApprovalNotice): void;
}

/** Values that agents remember. */
export interface MemoryStore {
  /**
   * Writes a value, over an earlier one of the same address. Atomic, and lasting once it resolves.
   *
   * @returns `full` when the owner already has `maxEntries` other live values; nothing is written then
   */
  put(entry: MemoryEntry, maxEntries: number): Promise<'stored' | 'full'>;
  /** The live value; `undefined` once it has expired by the store's clock. */
  get(address: MemoryAddress): Promise<MemoryEntry | undefined>;
  /** The live value that a handle names. */
  find(tenantId: string, handle: string): Promise<MemoryEntry | undefined>;
  /** Whether there was a live value. */
  delete(address: MemoryAddress): Promise<boolean>;
  /** Removes what has expired; how many. */
  purgeExpired(tenants: TenantScope): Promise<number>;
  /** Removes everything of a tenant and destroys the key that it was encrypted with; how many values. */
  shred(tenantId: string): Promise<number>;
}

/** Operations in progress, and how actions ended. */
export interface OperationStore {
  /**
   * Begins an operation unless one of that name is there, other than one that `failed`: that one is returned
   * then. Atomic. Told by its `decisionId`, the answer is the given one exactly if it has begun now.
   */
  begin(operation: Operation): Promise<Operation>;
  /** The operation of that name, if it was begun. */
  get(tenantId: string, operationId: string): Promise<Operation | undefined>;
  /** Takes back a beginning that was never answered. */
  abandon(operation: Operation): Promise<void>;
  /** Puts an outcome on record. From `unknown` it may change once more; anything else stays. Atomic. */
  report(report: OutcomeReport): Promise<ReportResult>;
  /** The operation that a decision began, if it did. */
  findByDecision(tenants: TenantScope, decisionId: string): Promise<Operation | undefined>;
}

/** Grants. */
export interface CapabilityStore {
  add(capability: Capability): Promise<void>;
  get(id: string): Promise<Capability | undefined>;
  /** Newest first, expired and revoked ones included. */
  list(tenants: TenantScope, limit: number): Promise<readonly Capability[]>;
  /** Revokes a grant of one of the tenants, once; the grant as it now is, `undefined` for an unknown one. */
  revoke(tenants: TenantScope, id: string, at: number): Promise<Capability | undefined>;
}

/** API keys. Of their texts a store sees only what proves them. */
export interface ApiKeyStore {
  /** Lasting once it resolves. */
  add(key: ApiKey): Promise<void>;
  get(id: string): Promise<ApiKey | undefined>;
  /** Those of which all tenants are in the scope, newest first, expired and revoked ones included. */
  list(tenants: TenantScope, limit: number): Promise<readonly ApiKey[]>;
  /** Revokes a key of which all tenants are in the scope, once; the key as it now is, `undefined` for an unknown one. */
  revoke(tenants: TenantScope, id: string, at: number): Promise<ApiKey | undefined>;
  /** Replaces what a key is found by, and nothing else of it. Does nothing for an unknown one. */
  renewLookup(id: string, lookup: string, lookupKey: string): Promise<void>;
}

/** Slow salted hashes, for secrets whose hashes may fall into the wrong hands. */
export interface SecretHash {
  /** A text that holds all it takes to check a secret. @param salt random if absent; given in tests alone */
  hash(secret: string, salt?: Uint8Array): Promise<string>;
  /** False also for a text that is no hash. Takes as long for a wrong secret as for the right one. */
  matches(secret: string, hash: string): Promise<boolean>;
}

/** Emergency stops that are in force. */
export interface LockdownStore {
  /** Lasting once it resolves. */
  add(lockdown: Lockdown): Promise<void>;
  /** Those of every tenant, the oldest first. */
  active(): Promise<readonly Lockdown[]>;
  /**
   * Ends a lockdown of one of the tenants, or of every tenant where the scope has them all; the lifted one,
   * `undefined` for an unknown one. Atomic: of two that lift it, one gets it.
   */
  lift(tenants: TenantScope, id: string): Promise<Lockdown | undefined>;
}

/**
 * Alerts, and the messages about them on their way to channels. What a channel has accepted is sent once, unless a
 * process ends between sending and saying so: then it is sent again under the same id. The store's own clock decides
 * about leases, and about when a message is due.
 */
export interface Outbox {
  /** What is remembered under those keys, in their order. */
  states(keys: readonly string[]): Promise<readonly (AlertState | undefined)[]>;
  /**
   * Keeps changes, each atomic by itself and lasting once it resolves: the state is replaced if it is still the one
   * before, and the messages are appended, due at once.
   *
   * @returns for each change, in their order, whether it was made; another one won where not
   */
  commit(changes: readonly AlertChange[]): Promise<readonly boolean[]>;
  /** Alerts whose `dueAt` has come, the longest due first. */
  due(now: number, limit: number): Promise<readonly AlertState[]>;
  /**
   * Messages of a channel that are due and that nobody else sends, the longest due first: of each key the first that
   * waits, and none where that one is not due or is being sent. Atomic.
   */
  lease(lease: OutboxLease): Promise<readonly OutboxEntry[]>;
  /** Keeps how an attempt ended; whether the lease was still the caller's. Lasting once it resolves. */
  settle(message: LeasedMessage, end: DeliveryEnd): Promise<boolean>;
  /** When the next alert, or the next message of one of the channels, falls due; null: nothing waits. */
  wakeAt(channels: readonly string[]): Promise<number | null>;
  /** The newest first, by `createdAt`. */
  messages(filter: OutboxFilter): Promise<readonly OutboxEntry[]>;
  /** The last changed first. */
  alerts(filter: AlertFilter): Promise<readonly AlertState[]>;
  /** Puts dead messages back, due at once, as if they were never tried, whatever was sent since; how many. */
  retry(retry: OutboxRetry): Promise<number>;
  /** Channels that have messages that wait or are dead, by name. */
  backlog(): Promise<readonly OutboxBacklog[]>;
  /** Lasting once it resolves. */
  addSilence(silence: Silence): Promise<void>;
  /** Those that hold now, of every tenant, the oldest first. */
  silences(): Promise<readonly Silence[]>;
  /** Ends a silence of one of the tenants, or of every tenant where the scope has them all; the ended one. */
  endSilence(tenants: TenantScope, id: string): Promise<Silence | undefined>;
}

/** Which session of which agent of which tenant. */
export interface SessionKey {
  readonly tenantId: string;
  readonly agentId: string;
  readonly sessionId: string;
}

/** What a session has touched, for `when` conditions on `session.tags` and `session.calls`. */
export interface SessionStore {
  load(key: SessionKey): SessionFacts | Promise<SessionFacts>;
  /** Adds detected tags and, for an allowed tool call, counts it. */
  record(key: SessionKey, tags: readonly string[], tool?: string): void | Promise<void>;
}

/** What a window of a counter holds. */
export interface LimitCount {
  /** All points of the window. */
  readonly total: number;
  /** Milliseconds until the window ends; 0 or more. */
  readonly resetsInMs: number;
  /** How many of the points may be too many, where a store has lost count rather than points. 0 if absent. */
  readonly uncertain?: number;
}

/**
 * Counters in windows: the base of every limit. A key's window begins with the first points that are added to
 * it and ends `windowMs` later, whatever is added meanwhile. Keys are digests or short names; they may hold ids
 * of tenants and agents, never content. What stands before the last `/` of a key is its group: a store that cannot
 * keep them all counts too high rather than too low, and in the group that has the most keys. Counts last no longer
 * than the store's process, unless it says otherwise.
 */
export interface LimitStore {
  /**
   * Adds points to the running window, or begins one. Atomic.
   *
   * @param points negative ones give back; a total never falls below 0
   * @param windowMs of a window that begins now; a running one keeps its end
   * @returns the window with these points in it
   */
  add(key: string, points: number, windowMs: number): LimitCount | Promise<LimitCount>;
  /** The running window; `undefined` where there is none. */
  get(key: string): LimitCount | undefined | Promise<LimitCount | undefined>;
  /** Ends a running window; whether there was one. */
  delete(key: string): boolean | Promise<boolean>;
}

/** Which session of which tenant; the agents of a session share its pseudonyms. */
export interface PseudonymScope {
  readonly tenantId: string;
  readonly sessionId: string;
}

/** How long and how many. */
export interface PseudonymLimits {
  /** Milliseconds after its last use until a session is forgotten. */
  readonly ttlMs: number;
  /** Most values of one session; the least recently used go first. */
  readonly maxPerSession: number;
}

/**
 * What pseudonyms stand for. The values are personal data in clear: a store keeps them nowhere else, and
 * shows them to nobody but the session that they came from.
 */
export interface PseudonymStore {
  /**
   * Remembers values by their pseudonyms. Atomic for each of them.
   *
   * @returns the pseudonyms that stand for another value in this session; they are left as they were
   */
  put(
    scope: PseudonymScope,
    values: ReadonlyMap<string, string>,
    limits: PseudonymLimits,
  ): readonly string[] | Promise<readonly string[]>;
  /** The values of those pseudonyms that the session knows. Counts as a use. */
  get(
    scope: PseudonymScope,
    pseudonyms: readonly string[],
  ): ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>>;
  /** All that the session knows, for an answer that comes as a stream. Counts as a use. */
  all(scope: PseudonymScope): ReadonlyMap<string, string> | Promise<ReadonlyMap<string, string>>;
}

/** All ports of the core. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: KeyRing;
  readonly audit: AuditSink;
  readonly events: EventSink;
  readonly approvals: ApprovalStore;
  readonly sessions: SessionStore;
  readonly limits: LimitStore;
  readonly pseudonyms: PseudonymStore;
  readonly memory: MemoryStore;
  readonly operations: OperationStore;
  readonly capabilities: CapabilityStore;
  readonly lockdowns: LockdownStore;
  readonly budgets: BudgetLedger;
  readonly apiKeys: ApiKeyStore;
  readonly secretHash: SecretHash;
  readonly history: DecisionHistory;
  readonly notices: ApprovalNotices;
  readonly outbox: Outbox;
}
