import type { ApprovalRecord, ApprovalVote } from './approval.ts';
import { nextDue } from './schedule.ts';

/** How long the same `idempotency_key` may replay a consumed approval, in milliseconds. */
export const REPLAY_WINDOW_MS = 60_000;

/** The outcome of a change: the next record (the same object when nothing changes), or why not. */
export type Transition =
  | { readonly ok: true; readonly record: ApprovalRecord }
  | {
      readonly ok: false;
      readonly conflict: ApprovalRecord['status'];
      readonly record: ApprovalRecord;
    };

const FINAL: ReadonlySet<ApprovalRecord['status']> = new Set([
  'denied',
  'expired',
  'consumed',
  'cancelled',
]);

/** The record as it stands at `now`: pending and approved requests expire at `expiresAt`. */
export function atTime(record: ApprovalRecord, now: number): ApprovalRecord {
  if (FINAL.has(record.status) || now < record.expiresAt) return record;
  return { ...record, status: 'expired', version: record.version + 1 };
}

/** Whether every requirement has its approvals, and of the roles that it asks for. */
function quorumMet(record: ApprovalRecord, votes: readonly ApprovalVote[]): boolean {
  return record.requirements.every((requirement) => {
    if (votes.length < (requirement.minApprovals ?? 1)) return false;
    return (requirement.groups ?? []).every(
      (group) =>
        votes.filter((vote) => vote.roles.some((role) => role === group.role)).length >=
        group.count,
    );
  });
}

/** The next record of a request: one version on, with the time at which it is due again. */
function next(record: ApprovalRecord, changes: Partial<ApprovalRecord>): ApprovalRecord {
  const changed = { ...record, ...changes, version: record.version + 1 };
  return { ...changed, dueAt: nextDue(changed) };
}

/** The states in which what an approver has said still stands, so that saying it again changes nothing. */
const STANDS: Readonly<Record<ApprovalVote['verdict'], readonly ApprovalRecord['status'][]>> = {
  approve: ['pending', 'approved', 'consumed'],
  deny: ['denied'],
};

/**
 * One approver's vote. An approver counts once, and an approval of what is approved already changes nothing;
 * a denial is final whatever others said; the last missing approval makes the request approved.
 */
export function vote(record: ApprovalRecord, given: ApprovalVote): Transition {
  const current = atTime(record, given.at);
  const repeated = current.votes.some(
    (earlier) => earlier.approverId === given.approverId && earlier.verdict === given.verdict,
  );
  const agrees = given.verdict === 'approve' && current.status === 'approved';
  const stands = repeated && STANDS[given.verdict].includes(current.status);
  if (agrees || stands) return { ok: true, record: current };
  if (current.status !== 'pending') return { ok: false, conflict: current.status, record: current };
  const votes = [...current.votes, given];
  const status =
    given.verdict === 'deny'
      ? 'denied'
      : quorumMet(
            current,
            votes.filter((entry) => entry.verdict === 'approve'),
          )
        ? 'approved'
        : 'pending';
  return { ok: true, record: next(current, { votes, status }) };
}

/** Uses an approved request up. The same idempotency key may do so again within {@link REPLAY_WINDOW_MS}. */
export function consume(record: ApprovalRecord, now: number, idempotencyKey?: string): Transition {
  const current = atTime(record, now);
  if (current.status === 'approved') {
    const used = next(current, {
      status: 'consumed',
      consumedAt: now,
      ...(idempotencyKey === undefined ? {} : { consumedBy: idempotencyKey }),
    });
    return { ok: true, record: used };
  }
  const replayed =
    current.status === 'consumed' &&
    idempotencyKey !== undefined &&
    current.consumedBy === idempotencyKey &&
    now - (current.consumedAt ?? 0) <= REPLAY_WINDOW_MS;
  if (replayed) return { ok: true, record: current };
  return { ok: false, conflict: current.status, record: current };
}

/** Withdraws a request that is not final yet. */
export function cancel(record: ApprovalRecord, now: number): Transition {
  const current = atTime(record, now);
  if (current.status === 'cancelled') return { ok: true, record: current };
  if (FINAL.has(current.status)) return { ok: false, conflict: current.status, record: current };
  return { ok: true, record: next(current, { status: 'cancelled' }) };
}

/** Notes what has been told about a pending request. */
export function markTold(record: ApprovalRecord, what: ApprovalRecord['told']): ApprovalRecord {
  return next(record, { told: [...record.told, ...what] });
}

/** Who decided: the approvers in the order of their votes, or the one who denied. */
export function deciders(record: ApprovalRecord): string[] {
  const verdict = record.status === 'denied' ? 'deny' : 'approve';
  return record.votes.filter((entry) => entry.verdict === verdict).map((entry) => entry.approverId);
}

/** The {@link deciders}, for reasons. */
export function decidedBy(record: ApprovalRecord): string {
  return deciders(record).join(', ');
}
