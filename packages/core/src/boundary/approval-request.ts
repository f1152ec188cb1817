import type { ApprovalRecord } from '../approvals/approval.ts';
import { fingerprint } from '../approvals/fingerprint.ts';
import { hidden } from '../approvals/hidden.ts';
import { nextDue } from '../approvals/schedule.ts';
import type { ApprovalRequirement } from '../policy/decision.ts';
import { redactText } from '../redaction/redact-text.ts';
import type { ApprovalAsk } from './approval-gate.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Facts } from './decide.ts';
import { parametersDigest } from './digest.ts';
import type { Outcome } from './outcome.ts';
import { namesOf } from './safe-names.ts';

/** A new request for an approval, as it is stored: bound to the exact action, and without any detected value. */
export function approvalRequest(
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
  const { detection } = context.snapshot;
  const names = namesOf(context, scope.tenantId);
  const redacted = (text: string): string => redactText(text, hidden(detection.scan(text)));
  const record: ApprovalRecord = {
    requestId: ports.ids.approvalId(),
    tenantId: names.tenantId,
    agentId: names.of(scope.agentId ?? ''),
    sessionId: names.of(scope.sessionId),
    toolName: names.of(ask.toolName),
    status: 'pending',
    fingerprint: fingerprint(ports.keys.key('approval'), {
      tenantId: scope.tenantId,
      agentId: scope.agentId ?? '',
      sessionId: scope.sessionId,
      toolName: ask.toolName,
      phase: ask.phase,
      parameters: ask.parameters,
      dataTags: scope.declaredTags,
      requirements,
    }),
    requirements,
    policyName,
    policyRevision: context.snapshot.policy.revision,
    reason: redacted(pending.reason),
    requester: names.of(scope.userId ?? ''),
    ...(ask.justification === undefined ? {} : { justification: redacted(ask.justification) }),
    redactedParameters: ask.redacted(),
    parametersDigest: parametersDigest(ports.keys.key('digest'), scope.tenantId, ask.parameters),
    createdAt,
    expiresAt: createdAt + ttlMs,
    votes: [],
    dueAt: null,
    told: [],
    version: 1,
  };
  return { ...record, dueAt: nextDue(record) };
}
