import type { OutcomeAnswer, OutcomeRequest } from '../actions/actions.ts';
import type { ApprovalRecord, ApprovalStatus } from '../approvals/approval.ts';
import type { Boundary } from './boundary.ts';

/** An `AbortSignal`, where the types of the platform have one: this package asks for none of them. */
export type StopSignal = typeof globalThis extends { AbortSignal: { prototype: infer Signal } }
  ? Signal
  : never;

/** A question about an approval that an agent waits for. */
export interface ApprovalQuestion {
  /** As the pending decision named it. */
  readonly approvalRequestId: string;
  /** As the request named it; the principal's, else `default`, if absent. */
  readonly tenantId?: string;
  /** Answer only when it is decided, or after so many milliseconds; `SafeAI` itself answers at once. 0 if absent. */
  readonly waitMs?: number;
  /** Ends the waiting. */
  readonly signal?: StopSignal;
}

/** How an approval stands, as far as the agent that waits for it may know. */
export interface ApprovalStanding {
  readonly approvalRequestId: string;
  readonly status: ApprovalStatus;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** What the one who decided wrote, with every detection redacted. */
  readonly note?: string;
}

/**
 * All that stands between an agent and what it does: the boundaries, approvals that it waits for, and how its actions
 * ended. `SafeAI` and the client of a running gateway both implement it; adapters are written against it.
 */
export interface AgentGuard extends Boundary {
  /** @throws SafeAIError `not_found` for an unknown request and for another tenant's alike */
  approvalStanding(question: ApprovalQuestion): Promise<ApprovalStanding>;
  /** As `Actions.report`, and throws as it does. */
  reportOutcome(report: OutcomeRequest): Promise<OutcomeAnswer>;
}

/** What an agent may know of a request of its own. */
export function standingOf(record: ApprovalRecord): ApprovalStanding {
  const { requestId: approvalRequestId, status, expiresAt, votes } = record;
  const note = votes.at(-1)?.note;
  return { approvalRequestId, status, expiresAt, ...(note === undefined ? {} : { note }) };
}
