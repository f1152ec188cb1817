import type { ApprovalFilter, ApprovalRecord } from './approvals/approval.ts';
import type { AuditRecord } from './boundary/record.ts';
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

/** Identifiers. Unguessable: at least 74 random bits each. */
export interface Ids {
  /** UUIDv7: ordered by time. */
  decisionId(): string;
  /** `ar-` and 24 hex digits. */
  approvalId(): string;
}

/** What a key is for. Each purpose has a key of its own. */
export type KeyPurpose = 'approval' | 'digest' | 'exact' | 'pseudonym';

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

/** One event, as subscribers see it. Never holds a detected value. */
export interface SafeAIEvent {
  /** The decision's id, or one of its own. */
  readonly id: string;
  /** `scan.blocked`, `intercept.pending_approval`, `approval.approved`, … */
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly boundary: string | null;
  readonly action: string | null;
  /** Name of the rule that decided. */
  readonly rule: string | null;
  readonly decisionId: string | null;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

/** Where events go. Never waited for: `emit` must not throw and returns at once. */
export interface EventSink {
  emit(event: SafeAIEvent): void;
}

/**
 * Approval requests. Every change is a compare-and-set on `version`, so that of two racing changes one
 * loses and sees the winner's record.
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
  /** A record of the tenant, `undefined` for an unknown id and for another tenant's. */
  get(tenantId: string, requestId: string): Promise<ApprovalRecord | undefined>;
  /** Newest first. */
  list(filter: ApprovalFilter): Promise<readonly ApprovalRecord[]>;
  /** Replaces the record if it still has `expectedVersion`; tells whether it did. */
  replace(next: ApprovalRecord, expectedVersion: number): Promise<boolean>;
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
  readonly pseudonyms: PseudonymStore;
}
