import type { Ports } from '../ports.ts';
import type { ApprovalRecord } from './approval.ts';
import { noticeOf } from './notice.ts';
import { escalatedTo, untold } from './schedule.ts';
import { atTime, markTold } from './state-machine.ts';
import { carryOut, recordAndNotify, type Actor, type ApprovalChange } from './transition.ts';

/** Most requests that are looked after at once. */
const BATCH = 100;

/** How long one process has for recording an expiry before another one tries, in milliseconds. */
const CLAIM_MS = 30_000;

const NOBODY: Actor = { principal: null, approverId: null, requestId: null };

/**
 * Does what is due: reminders, escalations, expiries. Each is claimed by a compare-and-set first, so that of
 * several processes one tells.
 *
 * @returns how many requests this process looked after
 * @throws SafeAIError `audit_unavailable`; what was not recorded is due again later
 */
export async function sweep(ports: Ports): Promise<number> {
  const now = ports.clock.now();
  let done = 0;
  for (const record of await ports.approvals.due(now, BATCH)) {
    const isDone = hasExpired(record, now)
      ? await expire(ports, record, now)
      : await remind(ports, record, now);
    if (isDone) done++;
  }
  return done;
}

function hasExpired(record: ApprovalRecord, now: number): boolean {
  return atTime(record, now).status === 'expired';
}

/** Stays due until it is on record: whoever claimed it may have died before. */
async function expire(ports: Ports, record: ApprovalRecord, now: number): Promise<boolean> {
  const after: ApprovalRecord = {
    ...record,
    status: 'expired',
    dueAt: now + CLAIM_MS,
    version: record.version + 1,
  };
  if (!(await ports.approvals.replace(after, record.version))) return false;
  const change: ApprovalChange = {
    event: 'approval.expired',
    before: record,
    after,
    actor: NOBODY,
  };
  await recordAndNotify(ports, change);
  await ports.approvals.replace(
    { ...after, dueAt: null, version: after.version + 1 },
    after.version,
  );
  return true;
}

async function remind(ports: Ports, before: ApprovalRecord, now: number): Promise<boolean> {
  const what = untold(before, now);
  const after = markTold(before, what);
  if (!what.includes('escalation')) {
    if (!(await ports.approvals.replace(after, before.version))) return false;
  } else {
    const detail = { escalate_to: escalatedTo(before).join(', ') };
    const change: ApprovalChange = {
      event: 'approval.escalated',
      before,
      after,
      actor: NOBODY,
      detail,
    };
    if (!(await carryOut(ports, change))) return false;
  }
  if (what.includes('reminder')) ports.notices.notify(noticeOf(after, 'reminder'));
  return true;
}
