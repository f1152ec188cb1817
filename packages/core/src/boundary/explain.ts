import { scanStructured } from '../detection/structured.ts';
import { detectTampering } from '../detection/tampering.ts';
import type { Detection } from '../detection/detection.ts';
import { evaluateDeclared, explainDeclared } from '../policy/declared.ts';
import type { PolicyContext, PolicyDecision } from '../policy/decision.ts';
import type { PolicyEngine } from '../policy/engine.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import type { CallContext, ExplainRequest, ExplainResult } from './boundary.ts';
import { checkTool } from './contract-check.ts';
import { approvable, certainTags, policyContext, toOutcome, type Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';
import { lockdownFor, stoppedBy } from './lockdown-gate.ts';
import { wireAction, type Outcome } from './outcome.ts';
import { resolveScope } from './scope.ts';

const SURFACES = { input: 'input', output: 'output', memory: 'memory' } as const;
const ACTION_SURFACES = {
  request: 'tool request',
  response: 'tool response',
  message: 'message',
} as const;

/** What policy says, and why. */
export interface PolicyJudgement {
  readonly decided: PolicyDecision;
  readonly explanation: PolicyExplanation;
}

/** Asks a policy, wherever it is; what it is asked and what it answers is data. */
export type PolicyJudge = (
  given: PolicyContext,
  declaredTags: readonly string[],
) => Promise<PolicyJudgement>;

/** What a policy says of content of which the caller declares tags. Throws and costs as `PolicyEngine.explain`. */
export function judgeDeclared(
  policy: PolicyEngine,
  given: PolicyContext,
  declaredTags: readonly string[],
): PolicyJudgement {
  return {
    decided: evaluateDeclared(policy, given, declaredTags),
    explanation: explainDeclared(policy, given, declaredTags),
  };
}

/**
 * What would be decided, and why: by an emergency stop, by contract and identity for a tool call, by policy. Nothing is
 * recorded, asked or remembered.
 *
 * @param judge asked in place of the policy in force
 */
export async function explain(
  context: DecisionContext,
  request: ExplainRequest,
  call?: CallContext,
  judge?: PolicyJudge,
): Promise<ExplainResult> {
  const scope = resolveScope(request, call, context.defaultTenant);
  const direction = request.direction ?? 'request';
  const facts: Facts = {
    boundary: request.boundary,
    surface:
      request.boundary === 'action' ? ACTION_SURFACES[direction] : SURFACES[request.boundary],
    scope,
    detections: find(context, request),
    ...(request.boundary === 'action' ? { direction } : {}),
    ...(request.toolName === undefined ? {} : { toolName: request.toolName }),
    ...(request.parameters === undefined ? {} : { parameters: request.parameters }),
  };
  const given = await policyContext(context, facts);
  const { declaredTags } = scope;
  const { decided: ofPolicy, explanation } =
    (await judge?.(given, declaredTags)) ??
    judgeDeclared(context.snapshot.policy, given, declaredTags);
  const lockdown = await lockdownFor(context, facts);
  const decided: Outcome =
    lockdown === null
      ? (refusalOf(context, facts) ?? toOutcome(approvable(given, ofPolicy)))
      : stoppedBy(lockdown).outcome;
  return {
    decision: {
      action: wireAction(decided.action),
      reason: decided.reason,
      policyName: decided.policyName,
      decisionId: context.ports.ids.decisionId(),
      policyRevision: explanation.policyRevision,
      ...(decided.reasonCode === undefined ? {} : { reasonCode: decided.reasonCode }),
    },
    detections: facts.detections,
    explanation,
  };
}

/** What contract and identity say against a tool call. */
function refusalOf(
  context: DecisionContext,
  { direction, toolName, scope, detections }: Facts,
): Outcome | null {
  if (direction !== 'request' || toolName === undefined) return null;
  const tags = certainTags(scope.declaredTags, detections);
  return checkTool(context, toolName, scope.agentId, tags).refusal;
}

function find(context: DecisionContext, request: ExplainRequest): readonly Detection[] {
  const { detection } = context.snapshot;
  const inText = request.text === undefined ? [] : detection.scan(request.text);
  if (request.parameters === undefined) return inText;
  const { toolName, parameters } = request;
  const { detections } = scanStructured(detection, parameters, {
    limits: context.limits,
    ...(toolName === undefined ? {} : { toolName }),
  });
  const tampering = toolName === undefined ? [] : detectTampering(toolName, parameters);
  return [...inText, ...detections, ...tampering];
}
