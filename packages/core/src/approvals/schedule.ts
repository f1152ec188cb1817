import type { ApprovalRecord } from './approval.ts';

/** When half of a request's time is over. */
function reminderAt({ createdAt, expiresAt }: ApprovalRecord): number {
  return createdAt + Math.floor((expiresAt - createdAt) / 2);
}

/** When a request is escalated, by the earliest of its rules that asks for it; null where none does. */
function escalationAt({ createdAt, requirements }: ApprovalRecord): number | null {
  const delays = requirements.flatMap(({ escalateAfterMs }) => escalateAfterMs ?? []);
  return delays.length === 0 ? null : createdAt + Math.min(...delays);
}

/** Whom the rules of a request name for an escalation, each once. */
export function escalatedTo({ requirements }: ApprovalRecord): readonly string[] {
  return [...new Set(requirements.flatMap(({ escalateTo }) => escalateTo ?? []))];
}

/** What has to be told about a pending request at `now`, and has not been told. */
export function untold(record: ApprovalRecord, now: number): ApprovalRecord['told'] {
  if (record.status !== 'pending') return [];
  return upcoming(record)
    .filter(({ at }) => at <= now)
    .map(({ what }) => what);
}

/** The time at which something has to be done about a request; null once it is final. */
export function nextDue(record: ApprovalRecord): number | null {
  switch (record.status) {
    case 'pending':
      return Math.min(record.expiresAt, ...upcoming(record).map(({ at }) => at));
    case 'approved':
      return record.expiresAt;
    default:
      return null;
  }
}

function upcoming(
  record: ApprovalRecord,
): { readonly what: ApprovalRecord['told'][number]; readonly at: number }[] {
  const escalation = escalationAt(record);
  return [
    { what: 'reminder' as const, at: reminderAt(record) },
    ...(escalation === null ? [] : [{ what: 'escalation' as const, at: escalation }]),
  ].filter(({ what }) => !record.told.includes(what));
}
