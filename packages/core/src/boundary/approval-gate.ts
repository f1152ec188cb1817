import type { ApprovalRecord } from '../approvals/approval.ts';
import { fingerprint, sameFingerprint } from '../approvals/fingerprint.ts';
import { atTime, consume, decidedBy } from '../approvals/state-machine.ts';
import { SafeAIError } from '../errors.ts';
import type { JsonValue } from '../json.ts';
import type {
  ApprovalRequirement,
  PolicyContext,
  PolicyDecision,
  TagVerdict,
} from '../policy/decision.ts';
import type { DecisionContext } from './decision-context.ts';
import { evaluate, toOutcome, type Facts } from './decide.ts';
import { parametersDigest } from './digest.ts';
import type { Outcome } from './outcome.ts';

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

interface Judged {
  readonly outcome: Outcome;
  readonly verdicts: readonly TagVerdict[];
}

/** A consume is tried again when another change of the record came first, at most so often. */
const MAX_ATTEMPTS = 8;

/**
 * Turns `require_approval` into a pending request, or into what is left of the decision once it is approved.
 * `null` where no approval is asked for, or where the decision is `block` all the same.
 *
 * @throws SafeAIError `not_found` for an approval id that the tenant does not have
 */
export async function askApproval(
  context: DecisionContext,
  facts: Facts,
  given: PolicyContext,
  decided: PolicyDecision,
  ask: ApprovalAsk,
): Promise<Judged | null> {
  const requirements = [...decided.approvals, ...(ask.contract === null ? [] : [ask.contract])];
  if (requirements.length === 0 || decided.action === 'block') return null;
  const pending: Outcome =
    decided.action === 'require_approval'
      ? toOutcome(decided)
      : {
          action: 'require_approval',
          reason: 'Human approval required by the contract of the tool',
          policyName: ask.contract?.policyName ?? null,
        };
  const wanted = newRecord(context, facts, requirements, pending, ask);
  const blocked = (reason: string, reasonCode: string, approvalRequestId?: string): Judged => ({
    outcome: {
      action: 'block',
      reason,
      policyName: pending.policyName,
      reasonCode,
      ...(approvalRequestId === undefined ? {} : { approvalRequestId }),
    },
    verdicts: decided.verdicts,
  });

  const record =
    ask.approvalRequestId === undefined
      ? await context.ports.approvals.open(wanted, {
          perAgent: context.approvals.maxPendingPerAgent,
          perTenant: context.approvals.maxPendingPerTenant,
        })
      : await useRequest(context, wanted, ask.approvalRequestId, ask.idempotencyKey);
  if (record === 'capped')
    return blocked('Too many approval requests are pending', 'approvals_capped');
  if (record === 'mismatch') {
    return blocked(
      'The approval does not match this request',
      'approval_mismatch',
      ask.approvalRequestId,
    );
  }
  if (record === 'used') {
    return blocked(
      'The approval has been used already',
      'approval_consumed',
      ask.approvalRequestId,
    );
  }
  const current = atTime(record, context.ports.clock.now());
  switch (current.status) {
    case 'consumed':
      return approvedOutcome(context, facts, given, pending, current);
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

/** Approval lifts `require_approval` alone: redaction and flags are judged again and still apply. */
function approvedOutcome(
  context: DecisionContext,
  facts: Facts,
  given: PolicyContext,
  pending: Outcome,
  record: ApprovalRecord,
): Judged {
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

/** Uses the named approval up, if it is for exactly this action. */
async function useRequest(
  context: DecisionContext,
  wanted: ApprovalRecord,
  requestId: string,
  idempotencyKey: string | undefined,
): Promise<ApprovalRecord | 'mismatch' | 'used'> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const record = await context.ports.approvals.get([wanted.tenantId], requestId);
    if (record === undefined)
      throw new SafeAIError('not_found', 'There is no such approval request.');
    if (!sameFingerprint(record.fingerprint, wanted.fingerprint)) return 'mismatch';
    const outcome = consume(record, context.ports.clock.now(), idempotencyKey);
    if (!outcome.ok) return outcome.conflict === 'consumed' ? 'used' : outcome.record;
    if (outcome.record.version === record.version) return outcome.record;
    if (await context.ports.approvals.replace(outcome.record, record.version))
      return outcome.record;
  }
  throw new SafeAIError('conflict', 'The approval request is being changed by others; try again.');
}

function newRecord(
  context: DecisionContext,
  facts: Facts,
  requirements: readonly ApprovalRequirement[],
  pending: Outcome,
  ask: ApprovalAsk,
): ApprovalRecord {
  const { ports, approvals } = context;
  const { scope } = facts;
  const policyName = requirements.map((requirement) => requirement.policyName).join(', ');
  const createdAt = ports.clock.now();
  const ttlMs = Math.min(
    ...requirements.map((requirement) => requirement.ttlMs ?? approvals.defaultTtlMs),
  );
  return {
    requestId: ports.ids.approvalId(),
    tenantId: scope.tenantId,
    agentId: scope.agentId ?? '',
    sessionId: scope.sessionId,
    toolName: ask.toolName,
    status: 'pending',
    fingerprint: fingerprint(ports.keys.key('approval'), {
      tenantId: scope.tenantId,
      agentId: scope.agentId ?? '',
      sessionId: scope.sessionId,
      toolName: ask.toolName,
      phase: ask.phase,
      parameters: ask.parameters,
      dataTags: scope.declaredTags,
      policyName,
    }),
    requirements,
    policyName,
    policyRevision: context.snapshot.policy.revision,
    reason: pending.reason,
    requester: scope.userId ?? '',
    ...(ask.justification === undefined ? {} : { justification: ask.justification }),
    redactedParameters: ask.redacted(),
    parametersDigest: parametersDigest(ports.keys.key('digest'), scope.tenantId, ask.parameters),
    createdAt,
    expiresAt: createdAt + ttlMs,
    votes: [],
    dueAt: createdAt + ttlMs,
    told: [],
    version: 1,
  };
}
