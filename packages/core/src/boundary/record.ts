import type { Action } from './boundary.ts';

/** What was found, without saying what it was: kind, how many, and a digest keyed per tenant. */
export interface RecordedDetection {
  readonly type: string;
  readonly detector: string;
  readonly count: number;
  /** First 16 hex digits of an HMAC over the tenant and the value. */
  readonly digest: string;
}

/** What belongs to one kind of event alone: an outcome, a note. Names and numbers, never content. */
export type RecordDetail = Readonly<Record<string, string | number | boolean | null>>;

/** What a decision would have been with its shadow rules enforced, where that differs. */
export interface RecordedShadow {
  readonly action: Action;
  readonly policy_name: string | null;
}

/** What a record has beyond its fields: `would_have` is {@link RecordedShadow}, all else a {@link RecordDetail}. */
export type RecordedDetail = Readonly<Record<string, RecordDetail[string] | RecordedShadow>>;

/** One line of the audit log, before the log adds its sequence number and chain. Holds no content. */
export interface AuditRecord {
  /** Milliseconds since the epoch. */
  readonly ts: number;
  readonly event: string;
  readonly decisionId: string;
  readonly boundary: string;
  readonly action: Action;
  readonly policyName: string | null;
  readonly policyRevision: string;
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  readonly toolName: string | null;
  readonly dataTags: readonly string[];
  readonly detections: readonly RecordedDetection[];
  /** Hex HMAC over the canonical parameters, message, response or text; null where there is none. */
  readonly parametersDigest: string | null;
  readonly principal: string | null;
  readonly approverId: string | null;
  readonly reasonCode: string | null;
  readonly approvalRequestId: string | null;
  readonly requestId: string | null;
  /** Microseconds from call to record. */
  readonly latencyUs: number;
  readonly detail?: RecordedDetail;
}
