import type { AuditRecord, RecordDetail } from '../boundary/record.ts';
import { recordHappening, tellRecorded } from '../boundary/tell.ts';
import type { Ports } from '../ports.ts';
import type { ApprovalRecord } from './approval.ts';
import { noticeOf, type ApprovalNoticeKind } from './notice.ts';
import { decidedBy } from './state-machine.ts';

/** What can happen to a request: the names of records and events. */
export type ApprovalEventName =
  | 'approval.created'
  | 'approval.voted'
  | 'approval.approved'
  | 'approval.denied'
  | 'approval.cancelled'
  | 'approval.escalated'
  | 'approval.expired'
  | 'approval.consumed';

/** Whom people hear from when it happens; the rest is told by events alone. */
const NOTICES: Readonly<Partial<Record<ApprovalEventName, ApprovalNoticeKind>>> = {
  'approval.created': 'created',
  'approval.approved': 'approved',
  'approval.denied': 'denied',
  'approval.cancelled': 'cancelled',
  'approval.escalated': 'escalated',
  'approval.expired': 'expired',
};

/** What a record of a transition says was done to the action. */
const RECORDED_ACTION = {
  pending: 'pending_approval',
  approved: 'allow',
  consumed: 'allow',
  denied: 'block',
  expired: 'block',
  cancelled: 'block',
} as const;

/** Who does something to a request, by stored names. */
export interface Actor {
  readonly principal: string | null;
  /** The approver, where it is one. */
  readonly approverId: string | null;
  /** Of the call, for records. */
  readonly requestId: string | null;
}

/** One change of a request. */
export interface ApprovalChange {
  readonly event: ApprovalEventName;
  readonly before: ApprovalRecord;
  readonly after: ApprovalRecord;
  readonly actor: Actor;
  readonly detail?: RecordDetail;
}

/**
 * Carries a change out: compare-and-set, record, tell. A change that cannot be recorded is taken back.
 *
 * @returns false when another change came first; nothing has happened then
 * @throws SafeAIError `audit_unavailable`
 */
export async function carryOut(ports: Ports, change: ApprovalChange): Promise<boolean> {
  if (!(await ports.approvals.replace(change.after, change.before.version))) return false;
  await recordOrTakeBack(ports, change);
  return true;
}

/**
 * Records and tells a change that has been made in the store; takes it back where it cannot be recorded.
 *
 * @throws SafeAIError `audit_unavailable`
 */
export async function recordOrTakeBack(ports: Ports, change: ApprovalChange): Promise<void> {
  try {
    await recordAndNotify(ports, change);
  } catch (error) {
    await takeBack(ports, change);
    throw error;
  }
}

/** Records a change, then tells it, people included. @throws SafeAIError `audit_unavailable`; nothing is told then */
export async function recordAndNotify(ports: Ports, change: ApprovalChange): Promise<void> {
  const { event, after } = change;
  tellRecorded(ports, await recordChange(ports, change), {
    status: after.status,
    approval_request_id: after.requestId,
    decided_by: after.votes.length === 0 ? null : decidedBy(after),
  });
  const kind = NOTICES[event];
  if (kind !== undefined) ports.notices.notify(noticeOf(after, kind));
}

/** Puts a request back to what it was, unless something else has happened to it since. */
export async function takeBack(
  ports: Ports,
  { before, after }: Pick<ApprovalChange, 'before' | 'after'>,
): Promise<void> {
  await ports.approvals.replace({ ...before, version: after.version + 1 }, after.version);
}

/** Puts a change on record. @throws SafeAIError `audit_unavailable` */
export function recordChange(
  ports: Ports,
  { event, after, actor, detail }: ApprovalChange,
): Promise<AuditRecord> {
  return recordHappening(ports, {
    event,
    action: RECORDED_ACTION[after.status],
    policyName: after.policyName,
    policyRevision: after.policyRevision,
    tenantId: after.tenantId,
    agentId: after.agentId,
    sessionId: after.sessionId,
    toolName: after.toolName,
    parametersDigest: after.parametersDigest,
    ...actor,
    reasonCode: `approval_${after.status}`,
    approvalRequestId: after.requestId,
    ...(detail === undefined ? {} : { detail }),
  });
}
