import type { AuditLine } from '../audit/audit-line.ts';
import type { Action } from '../boundary/boundary.ts';
import { wireAction } from '../boundary/outcome.ts';
import type { PolicyContext, PolicyDecision } from '../policy/decision.ts';
import type { Direction, PolicyBoundary } from '../policy/rule.ts';

/** What a rule set decides about a record. */
export interface ReplayedVerdict {
  readonly action: Action;
  readonly policyName: string | null;
}

const DECISION =
  /^(?:(?:scan|guard|intercept|message)\.(?:allowed|flagged|redacted|pending_approval|blocked)|memory\.(?:write|read|blocked))$/;
const BOUNDARIES: ReadonlySet<string> = new Set<PolicyBoundary>([
  'input',
  'action',
  'output',
  'memory',
]);
const DIRECTIONS: ReadonlySet<unknown> = new Set<Direction>(['request', 'response', 'message']);

/** What policy was asked about a record; undefined for what is no decision. */
export function contextOf(record: AuditLine): PolicyContext | undefined {
  const { event, boundary } = record;
  if (!DECISION.test(event) || !BOUNDARIES.has(boundary)) return undefined;
  const direction = event.startsWith('message.') ? 'message' : record.detail?.phase;
  return {
    boundary: boundary as PolicyBoundary,
    dataTags: record.data_tags,
    tenantId: record.tenant_id,
    time: Date.parse(record.ts),
    ...(DIRECTIONS.has(direction) ? { direction: direction as Direction } : {}),
    ...(record.agent_id === null ? {} : { agentId: record.agent_id }),
    ...(record.tool_name === null ? {} : { toolName: record.tool_name }),
    ...(record.principal === null ? {} : { userId: record.principal }),
  };
}

/** Whether something else than policy decided: an identity, a contract, a limit, an emergency stop. */
export function isOtherGate({ reason_code, approval_request_id }: AuditLine): boolean {
  return reason_code !== null && approval_request_id === null;
}

/** Whether the rules in force decide from the record alone as they did when it was made. */
export function isAsRecorded(record: AuditLine, decision: PolicyDecision): boolean {
  const asked = verdictOf(decision).action;
  // What became of an approval is on the record; policy had asked for it.
  if (record.approval_request_id !== null) return asked === 'pending_approval';
  return asked === record.action && decision.policyName === record.policy_name;
}

/** A decision as callers see it. */
export function verdictOf({ action, policyName }: PolicyDecision): ReplayedVerdict {
  return { action: wireAction(action), policyName };
}
