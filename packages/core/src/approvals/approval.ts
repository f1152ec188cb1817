import type { Role } from '../identity/principal.ts';
import type { ApprovalRequirement } from '../policy/decision.ts';
import type { TenantScope } from '../ports.ts';

/**
 * `pending → approved → consumed`, `pending → denied`, `pending | approved → expired`,
 * `pending | approved → cancelled`. The last four are final.
 */
export type ApprovalStatus =
  'pending' | 'approved' | 'denied' | 'expired' | 'consumed' | 'cancelled';

/** One approver's word. */
export interface ApprovalVote {
  readonly approverId: string;
  readonly roles: readonly Role[];
  readonly verdict: 'approve' | 'deny';
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** With every detection redacted. */
  readonly note?: string;
  /** False where the approver was named on trusted loopback, without a credential. */
  readonly verified: boolean;
}

/**
 * A request for a human's approval, bound to one exact action by its fingerprint. Holds no detected value: names
 * that hold one are digests, texts and parameters are redacted.
 */
export interface ApprovalRecord {
  /** `ar-` and 24 hex digits. */
  readonly requestId: string;
  readonly tenantId: string;
  readonly agentId: string;
  readonly sessionId: string | null;
  readonly toolName: string;
  readonly status: ApprovalStatus;
  /** HMAC over the canonical action; see `fingerprint`. */
  readonly fingerprint: string;
  readonly requirements: readonly ApprovalRequirement[];
  readonly policyName: string;
  /** Of the rule set that asked. */
  readonly policyRevision: string;
  readonly reason: string;
  /** The principal behind the request, who may not approve it. */
  readonly requester: string;
  /** Why the agent needs it, with every detection redacted. */
  readonly justification?: string;
  /** What the approver is shown: the parameters with every detection redacted. */
  readonly redactedParameters: unknown;
  readonly parametersDigest: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly votes: readonly ApprovalVote[];
  readonly consumedAt?: number;
  /** Digest of the `idempotency_key` of the consuming call; only the same one may replay it. */
  readonly consumedBy?: string;
  /** When something has to be done next (a reminder, an escalation, the expiry), in milliseconds; null once final. */
  readonly dueAt: number | null;
  /** What has been told already. */
  readonly told: readonly ('reminder' | 'escalation')[];
  /** Raised by one with each change. */
  readonly version: number;
}

/** Which approval requests to list. */
export interface ApprovalFilter {
  readonly tenants: TenantScope;
  readonly status?: ApprovalStatus;
  readonly agentId?: string;
  readonly toolName?: string;
  /** Older than this one: the last of the page before. */
  readonly before?: { readonly createdAt: number; readonly requestId: string };
  /** At most so many. */
  readonly limit: number;
}

/** Where the next page of a list begins. */
export type ApprovalCursor = NonNullable<ApprovalFilter['before']>;

/** Approval requests, newest first. */
export interface ApprovalPage {
  readonly requests: readonly ApprovalRecord[];
  /** For `before` of the next page; null on the last one. */
  readonly next: ApprovalCursor | null;
}
