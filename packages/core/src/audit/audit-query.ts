import type { Action } from '../boundary/boundary.ts';
import type { TenantScope } from '../ports.ts';
import type { AuditLine } from './audit-line.ts';

/**
 * Which records to find. All conditions must hold; names are compared as the log has them. Null: the records that have
 * none.
 */
export interface AuditFilter {
  /** Whose records may be seen. */
  readonly tenants: TenantScope;
  /** Milliseconds since the epoch, inclusive. */
  readonly since?: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly until?: number;
  readonly boundary?: string;
  readonly action?: string;
  /** Exact, or a family with `.*` at the end: `scan.*`. */
  readonly event?: string;
  /** Whole names of events, any of which will do. */
  readonly events?: readonly string[];
  readonly agentId?: string | null;
  readonly toolName?: string | null;
  readonly sessionId?: string | null;
  readonly policyName?: string | null;
  /** Covers its children: `secret` finds `secret.api_key.openai`. */
  readonly dataTag?: string | null;
  readonly decisionId?: string;
  readonly approvalRequestId?: string | null;
  /** What shadow rules would have decided otherwise: that action, or any. */
  readonly wouldHave?: Action | 'any';
  /** The rule by which they would have. */
  readonly shadowPolicyName?: string;
}

/** A page of a query. */
export interface AuditQuery extends AuditFilter {
  /** Most records of the page. */
  readonly limit: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

/** Records, newest first. */
export interface AuditPage {
  readonly records: readonly AuditLine[];
  /** Where the next page begins; null on the last one. Stays good while the log grows. */
  readonly nextCursor: string | null;
}
