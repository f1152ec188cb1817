import type { ApprovalRecord } from '../approvals/approval.ts';
import { sameFingerprint } from '../approvals/fingerprint.ts';
import { changedByOthers, MAX_ATTEMPTS, noSuchRequest } from '../approvals/attempts.ts';
import { atTime, consume, decidedBy } from '../approvals/state-machine.ts';
import {
  carryOut,
  recordChange,
  recordOrTakeBack,
  takeBack,
  type Actor,
} from '../approvals/transition.ts';
import type { JsonValue } from '../json.ts';
import type {
  ApprovalRequirement,
  PolicyContext,
  PolicyDecision,
  TagVerdict,
} from '../policy/decision.ts';
import type { DecisionContext } from './decision-context.ts';
import { approvalRequest } from './approval-request.ts';
import { evaluate, toOutcome, type Facts } from './decide.ts';
import { shortDigest } from './digest.ts';
import { limitOutcome, type Exceeded } from './limit-gate.ts';
import type { Outcome } from './outcome.ts';
import type { RecordDetail } from './record.ts';
import { SafeNames } from './safe-names.ts';

/** What a caller says about an approval, and what the approver is shown. */
export interface ApprovalAsk {
  readonly phase: 'request' | 'message';
  readonly toolName: string;
  /** The exact action: tool parameters, or the message. */
  readonly parameters: JsonValue;
  /** The same with every detection redacted. */
  readonly redacted: () => JsonValue;
  /** What the tool's contract requires on top of policy. */
  readonly contract: ApprovalRequirement | null;
  readonly approvalRequestId: string | undefined;
  readonly justification: string | undefined;
  readonly idempotencyKey: string | undefined;
}

/** The outcome with the approvals taken into account. */
export interface ApprovalJudged {
  readonly outcome: Outcome;
  readonly verdicts: readonly TagVerdict[];
  /** Gives an approval that this call used up back, where the decision cannot be recorded after all. */
  readonly takeBack?: () => Promise<void>;
  /** What else the record says of the outcome. */
  readonly detail?: RecordDetail;
}

/** Why an approval can be neither asked for nor used: the reason, and its code. */
const REFUSALS = {
  capped: ['Too many approval requests are pending', 'approvals_capped'],
  mismatch: ['The approval does not match this request', 'approval_mismatch'],
  self: ['Nobody uses an approval that they gave', 'approval_self'],
  used: ['The approval has been used already', 'approval_consumed'],
} as const;

/** A request that was used, and how to give it back. */
interface Used {
  readonly record: ApprovalRecord;
  readonly takeBack?: () => Promise<void>;
}

/** Longest redacted parameters, as JSON in UTF-16 code units: nobody can judge more than that. */
const MAX_SHOWN = 262_144;

/**
 * Turns `require_approval` into a pending request, or into what is left of the decision once it is approved.
 * `null` where no approval is asked for, or where the decision is `block` all the same.
 *
 * @param over a limit that a person may let the call exceed; where policy or contract ask for an approval anyway,
 *   that one serves, so that it stays good when the limit comes or goes
 * @throws SafeAIError `not_found` for an approval id that the tenant does not have; `audit_unavailable`
 */
export async function askApproval(
  context: DecisionContext,
  facts: Facts,
  given: PolicyContext,
  decided: PolicyDecision,
  ask: ApprovalAsk,
  over: Exceeded | null,
): Promise<ApprovalJudged | null> {
  const required = requiredApproval(decided, ask, over);
  if (required === null) return null;
  const { requirements, pending } = required;
  const wanted = approvalRequest(context, facts, requirements, pending, ask);
  const blocked = (reason: string, reasonCode: string, approvalRequestId?: string) => ({
    outcome: {
      action: 'block' as const,
      reason,
      policyName: pending.policyName,
      reasonCode,
      ...(approvalRequestId === undefined ? {} : { approvalRequestId }),
    },
    verdicts: decided.verdicts,
  });
  if (JSON.stringify(wanted.redactedParameters).length > MAX_SHOWN) {
    return blocked('The parameters are too large for a person to judge', 'approval_too_large');
  }

  const asked = ask.approvalRequestId;
  const used =
    asked === undefined
      ? await openRequest(context, facts, wanted)
      : await useRequest(context, facts, wanted, asked, ask.idempotencyKey);
  if (typeof used === 'string') {
    const [why, code] = REFUSALS[used];
    return blocked(why, code, asked);
  }
  const current = atTime(used.record, context.ports.clock.now());
  switch (current.status) {
    case 'consumed':
      return {
        ...approvedOutcome(context, facts, given, pending, current),
        ...(used.takeBack === undefined ? {} : { takeBack: used.takeBack }),
      };
    case 'denied':
      return blocked(`Denied by ${decidedBy(current)}`, 'approval_denied', current.requestId);
    case 'expired':
      return blocked('The approval request has expired', 'approval_expired', current.requestId);
    case 'cancelled':
      return blocked('The approval request was cancelled', 'approval_cancelled', current.requestId);
    case 'approved':
    case 'pending':
      return {
        outcome: { ...pending, approvalRequestId: current.requestId },
        verdicts: decided.verdicts,
      };
  }
}

/** Which approvals a call needs, and what it comes to without them; null where it needs none or none would help. */
export function requiredApproval(
  decided: PolicyDecision,
  ask: Pick<ApprovalAsk, 'contract'>,
  over: Exceeded | null,
): { requirements: readonly ApprovalRequirement[]; pending: Outcome } | null {
  if (decided.action === 'block') return null;
  const requirements = [...decided.approvals, ...(ask.contract === null ? [] : [ask.contract])];
  const isAnyway = requirements.length > 0;
  if (!isAnyway && over !== null) requirements.push({ policyName: over.limit.policyName });
  if (requirements.length === 0) return null;
  const waiting = isAnyway || over === null ? waitingOutcome(decided, ask) : limitOutcome(over);
  const pending =
    isAnyway && over !== null
      ? { ...waiting, reason: `${waiting.reason}; ${over.reason}` }
      : waiting;
  return { requirements, pending };
}

/** What policy, or else the contract, waits for. */
function waitingOutcome(
  decided: PolicyDecision,
  { contract }: Pick<ApprovalAsk, 'contract'>,
): Outcome {
  if (decided.action === 'require_approval') return toOutcome(decided);
  return {
    action: 'require_approval',
    reason: 'Human approval required by the contract of the tool',
    policyName: contract?.policyName ?? null,
  };
}

/** Approval lifts `require_approval` alone: redaction and flags are judged again and still apply. */
function approvedOutcome(
  context: DecisionContext,
  facts: Facts,
  given: PolicyContext,
  pending: Outcome,
  record: ApprovalRecord,
): ApprovalJudged {
  const rest = evaluate(context, given, facts.scope, true);
  const approvedBy = `Approved by ${decidedBy(record)}`;
  const milder = rest.action === 'allow';
  return {
    outcome: {
      ...toOutcome(rest),
      policyName: milder ? pending.policyName : rest.policyName,
      reason: milder ? approvedBy : `${approvedBy}; ${rest.reason}`,
      approvalRequestId: record.requestId,
    },
    verdicts: rest.verdicts,
  };
}

/** The request that is live for this action, or a new one, which is on record then. */
async function openRequest(
  context: DecisionContext,
  facts: Facts,
  wanted: ApprovalRecord,
): Promise<Used | 'capped'> {
  const { ports, approvals } = context;
  const record = await ports.approvals.open(wanted, {
    perAgent: approvals.maxPendingPerAgent,
    perTenant: approvals.maxPendingPerTenant,
  });
  if (record === 'capped') return record;
  if (record.requestId === wanted.requestId) {
    await recordOrTakeBack(ports, {
      event: 'approval.created',
      before: { ...wanted, status: 'cancelled', dueAt: null },
      after: record,
      actor: actorOf(context, facts, wanted),
      detail: { expires_at: record.expiresAt },
    });
  }
  return { record };
}

/** Uses the named approval up, if it is for exactly this action. */
async function useRequest(
  context: DecisionContext,
  facts: Facts,
  wanted: ApprovalRecord,
  requestId: string,
  idempotencyKey: string | undefined,
): Promise<Used | 'mismatch' | 'self' | 'used'> {
  const { ports } = context;
  const key = replayKey(context, facts, idempotencyKey);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const before = await ports.approvals.get([wanted.tenantId], requestId);
    if (before === undefined) throw noSuchRequest();
    if (!sameFingerprint(before.fingerprint, wanted.fingerprint)) return 'mismatch';
    // The same action was asked for by someone else, whose request this approver could decide.
    if (hasApproved(context, facts, before)) return 'self';
    const outcome = consume(before, ports.clock.now(), key);
    if (!outcome.ok) {
      return outcome.conflict === 'consumed' ? 'used' : { record: outcome.record };
    }
    const after = outcome.record;
    const isReplay = after.version === before.version;
    const change = {
      event: 'approval.consumed' as const,
      before,
      after,
      actor: actorOf(context, facts, wanted),
      detail: { approved_by: decidedBy(after), ...(isReplay ? { changed: false } : {}) },
    };
    if (isReplay) {
      await recordChange(ports, change);
      return { record: after };
    }
    if (await carryOut(ports, change)) {
      return { record: after, takeBack: () => takeBack(ports, change) };
    }
  }
  throw changedByOthers();
}

/** An idempotency key is its caller's own: another one who has the same gets no replay. */
function replayKey(
  { ports }: DecisionContext,
  { scope: { tenantId, userId } }: Facts,
  idempotencyKey: string | undefined,
): string | undefined {
  if (idempotencyKey === undefined) return undefined;
  return shortDigest(ports.keys.key('digest'), tenantId, JSON.stringify([userId, idempotencyKey]));
}

/** Whether the caller is among those who approved a request. */
function hasApproved(
  context: DecisionContext,
  { scope: { userId } }: Facts,
  { tenantId, votes }: ApprovalRecord,
): boolean {
  const names = new SafeNames(context, tenantId);
  return (
    userId !== null &&
    votes.some(({ approverId, verdict }) => verdict === 'approve' && names.is(approverId, userId))
  );
}

function actorOf(context: DecisionContext, { scope }: Facts, wanted: ApprovalRecord): Actor {
  return {
    principal: wanted.requester === '' ? null : wanted.requester,
    approverId: null,
    requestId: new SafeNames(context, wanted.tenantId).of(scope.requestId),
  };
}
