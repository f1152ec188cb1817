import type { Detection } from '../detection/detection.ts';
import type { Ports } from '../ports.ts';
import { appendRecord } from './append-record.ts';
import type { Action, Decision } from './boundary.ts';
import type { Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { parametersDigest, shortDigest } from './digest.ts';
import { wireAction, type Outcome } from './outcome.ts';
import type { AuditRecord, RecordDetail, RecordedDetection } from './record.ts';
import { namesOf } from './safe-names.ts';
import { tellRecorded } from './tell.ts';

/** What is done with memory: names its events where it is not blocked. */
export type MemoryOperation = 'write' | 'read' | 'delete';

/** The first part of a decision's event name; with memory, all of it. */
export type EventFamily = 'scan' | 'guard' | 'intercept' | 'message' | `memory.${MemoryOperation}`;

const EVENT_SUFFIX: Readonly<Record<Action, string>> = {
  allow: 'allowed',
  flag: 'flagged',
  redact: 'redacted',
  pending_approval: 'pending_approval',
  block: 'blocked',
};

function eventName(family: EventFamily, action: Action): string {
  if (!family.startsWith('memory.')) return `${family}.${EVENT_SUFFIX[action]}`;
  return action === 'block' ? 'memory.blocked' : family;
}

/** What a decision was about. */
export interface Decided {
  readonly family: EventFamily;
  readonly facts: Facts;
  readonly tags: readonly string[];
  /** `Clock.monotonic` when the call came in. */
  readonly startedAt: number;
  readonly decisionId: string;
  /** What else the record says; identifiers in it are guarded. */
  readonly detail: RecordDetail;
}

/**
 * Makes the decision out of an outcome, and puts it on record before anyone hears of it.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export async function recordDecision(
  context: DecisionContext,
  decided: Decided,
  outcome: Outcome,
): Promise<Decision> {
  const { ports } = context;
  const decision = toDecision(context, decided, outcome);
  const record = toRecord(context, decided, outcome, decision);
  await appendRecord(ports, record);
  const { detections } = decided.facts;
  tellDecision(ports, record, detections[0]?.type ?? null, detections.length);
  return decision;
}

/** Tells a recorded decision as an event: the type of the first finding, and how many there were. */
export function tellDecision(
  ports: Ports,
  record: AuditRecord,
  detectionType: string | null,
  detections: number,
): void {
  tellRecorded(ports, record, {
    detection_type: detectionType,
    detections,
    reason_code: record.reasonCode,
    approval_request_id: record.approvalRequestId,
  });
}

/** An outcome as callers see it. */
export function toDecision(
  { snapshot }: DecisionContext,
  decided: Pick<Decided, 'decisionId'>,
  outcome: Outcome,
): Decision {
  return {
    action: wireAction(outcome.action),
    reason: outcome.reason,
    policyName: outcome.policyName,
    decisionId: decided.decisionId,
    policyRevision: snapshot.policy.revision,
    ...(outcome.reasonCode === undefined ? {} : { reasonCode: outcome.reasonCode }),
    ...(outcome.wouldHave === undefined
      ? {}
      : {
          wouldHave: {
            action: wireAction(outcome.wouldHave.action),
            policyName: outcome.wouldHave.policyName,
          },
        }),
  };
}

/** The record of a decision. */
export function toRecord(
  context: DecisionContext,
  decided: Decided,
  outcome: Outcome,
  decision: Decision,
): AuditRecord {
  const { scope, toolName, parameters, detections, boundary } = decided.facts;
  const { ports } = context;
  const key = ports.keys.key('digest');
  const digest = (value: string): string => shortDigest(key, scope.tenantId, value);
  const names = namesOf(context, scope.tenantId);
  return {
    ts: ports.clock.now(),
    event: eventName(decided.family, decision.action),
    decisionId: decision.decisionId,
    boundary,
    action: decision.action,
    policyName: decision.policyName,
    policyRevision: decision.policyRevision,
    tenantId: names.tenantId,
    agentId: names.of(scope.agentId),
    sessionId: names.of(scope.sessionId),
    toolName: names.of(toolName),
    dataTags: decided.tags.map((tag) => names.of(tag)),
    detections: recordedDetections(detections, digest),
    parametersDigest:
      parameters === undefined ? null : parametersDigest(key, scope.tenantId, parameters),
    principal: names.of(scope.userId),
    approverId: null,
    reasonCode: outcome.reasonCode ?? null,
    approvalRequestId: outcome.approvalRequestId ?? null,
    requestId: names.of(scope.requestId),
    latencyUs: Math.round((ports.clock.monotonic() - decided.startedAt) * 1000),
    ...detailOf(decided, decision),
  };
}

/** A call, its result and a message are told apart by their phase. */
function detailOf(
  { facts, detail }: Decided,
  { wouldHave }: Decision,
): Pick<AuditRecord, 'detail'> {
  const phase = facts.direction;
  const unscanned = facts.scope.unscanned + (facts.leftEncoded === true ? 1 : 0);
  const said = {
    ...(phase === undefined ? {} : { phase }),
    ...(unscanned > 0 ? { unscanned } : {}),
    ...detail,
    ...(wouldHave === undefined
      ? {}
      : { would_have: { action: wouldHave.action, policy_name: wouldHave.policyName } }),
  };
  return Object.keys(said).length === 0 ? {} : { detail: said };
}

/** Findings as records have them: each value once, by its digest. */
export function recordedDetections(
  detections: readonly Detection[],
  digest: (value: string) => string,
): readonly RecordedDetection[] {
  if (detections.length === 0) return [];
  const counted = new Map<string, RecordedDetection>();
  for (const { type, detector, value } of detections) {
    const key = JSON.stringify([detector, value]);
    const known = counted.get(key);
    counted.set(
      key,
      known === undefined
        ? { type, detector, count: 1, digest: digest(value) }
        : { ...known, count: known.count + 1 },
    );
  }
  return [...counted.values()];
}
