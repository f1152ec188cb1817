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
