import type { ApprovalRecord } from './approval.ts';
import { escalatedTo } from './schedule.ts';

/** Why somebody is told about an approval request. */
export type ApprovalNoticeKind =
  | 'created'
  /** Half of its time is over and nobody has decided. */
  | 'reminder'
  | 'escalated'
  | 'approved'
  | 'denied'
  | 'expired'
  | 'cancelled';

/** What is told. Ids and names alone; those that hold a detection are digests. */
export interface ApprovalNotice {
  readonly kind: ApprovalNoticeKind;
  readonly requestId: string;
  readonly tenantId: string;
  readonly agentId: string;
  readonly toolName: string;
  readonly policyName: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Roles that may decide, with how many of each. */
  readonly groups: readonly { readonly role: string; readonly count: number }[];
  /** Whom the rule names for an escalation; null otherwise. */
  readonly escalateTo: string | null;
}

/** What is told about a request. */
export function noticeOf(record: ApprovalRecord, kind: ApprovalNoticeKind): ApprovalNotice {
  const { requestId, tenantId, agentId, toolName, policyName, createdAt, expiresAt } = record;
  return {
    kind,
    requestId,
    tenantId,
    agentId,
    toolName,
    policyName,
    createdAt,
    expiresAt,
    groups: record.requirements.flatMap(
      ({ groups, minApprovals = 1 }) => groups ?? [{ role: 'approver', count: minApprovals }],
    ),
    escalateTo: kind === 'escalated' ? escalatedTo(record).join(', ') : null,
  };
}
