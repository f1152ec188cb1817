import type { Detection } from '../detection/detection.ts';
import type { JsonValue } from '../json.ts';
import { evaluateDeclared } from '../policy/declared.ts';
import type { DetectedTag, PolicyContext, PolicyDecision } from '../policy/decision.ts';
import { ERROR_REASON } from '../policy/reason.ts';
import type { Direction, PolicyBoundary } from '../policy/rule.ts';
import type { DecisionContext } from './decision-context.ts';
import type { Outcome } from './outcome.ts';
import type { Scope } from './scope.ts';
import { loadSession } from './session.ts';

/** What a boundary collected and found: all that policy may look at. */
export interface Facts {
  readonly boundary: PolicyBoundary;
  readonly direction?: Direction;
  /** What reasons call the content: `input`, `tool request`, … */
  readonly surface: string;
  readonly scope: Scope;
  readonly detections: readonly Detection[];
  /** More was encoded than one scan undoes; the record tells it as one more place that nobody looked into. */
  readonly leftEncoded?: boolean;
  readonly toolName?: string;
  /** Tool parameters: `when` conditions look into them, records hold their digest. */
  readonly parameters?: JsonValue;
}

/** Tags found with less confidence are mere hints: contracts, clearances and sessions do not see them. */
const CERTAIN = 0.5;

/** Distinct tags of the detections with the confidence of each. */
export function detectedTags(detections: readonly Detection[]): DetectedTag[] {
  const tags: DetectedTag[] = [];
  const known = new Set<string>();
  for (const { tags: names, confidence } of detections) {
    for (const tag of names) {
      const key = `${tag} ${String(confidence)}`;
      if (known.has(key)) continue;
      known.add(key);
      tags.push({ tag, confidence, span: true });
    }
  }
  return tags;
}

/** The tags that contracts and clearances must cover: declared ones and those found with some certainty. */
export function certainTags(
  declared: readonly string[],
  detections: readonly Detection[],
): Set<string> {
  const tags = new Set(declared);
  for (const detection of detections) {
    if (detection.confidence < CERTAIN) continue;
    for (const tag of detection.tags) tags.add(tag);
  }
  return tags;
}

/** Loads what the policy may depend on besides the content itself. */
export async function policyContext(
  context: DecisionContext,
  facts: Facts,
): Promise<PolicyContext> {
  const { scope } = facts;
  const session = await loadSession(context, scope);
  return {
    boundary: facts.boundary,
    detectedTags: detectedTags(facts.detections),
    tenantId: scope.tenantId,
    surface: scope.surface ?? facts.surface,
    time: context.ports.clock.now(),
    ...(facts.direction === undefined ? {} : { direction: facts.direction }),
    ...(facts.toolName === undefined ? {} : { toolName: facts.toolName }),
    ...(facts.parameters === undefined ? {} : { parameters: facts.parameters }),
    ...(scope.agentId === null ? {} : { agentId: scope.agentId }),
    ...(scope.userId === null ? {} : { userId: scope.userId }),
    ...(scope.model === null ? {} : { model: scope.model }),
    ...(session === null ? {} : { session }),
  };
}

/**
 * The policy's decision; declared tags can make it stricter, never milder.
 *
 * @param approved every approval that policy asks for has been given: the rest is judged again
 */
export function evaluate(
  context: DecisionContext,
  given: PolicyContext,
  scope: Scope,
  approved = false,
): PolicyDecision {
  const asked = approved ? { ...given, approved } : given;
  return approvable(given, evaluateDeclared(context.snapshot.policy, asked, scope.declaredTags));
}

/** The decision, with a block for an approval that nobody could use: waiting for it would never end. */
export function approvable(given: PolicyContext, decided: PolicyDecision): PolicyDecision {
  return decided.action === 'require_approval' && !canBeApproved(given)
    ? asBlock(decided)
    : decided;
}

/** Only what is asked for again can carry an approval: tool requests and messages. */
function canBeApproved({ boundary, direction }: PolicyContext): boolean {
  return boundary === 'action' && direction !== 'response';
}

function asBlock(decided: PolicyDecision): PolicyDecision {
  const reason = `${decided.reason} (only tool requests and messages can be approved)`;
  return { ...decided, action: 'block', reason, approvals: [] };
}

/** A policy decision as an outcome. */
export function toOutcome(decision: PolicyDecision): Outcome {
  return {
    action: decision.action,
    reason: decision.reason,
    policyName: decision.policyName,
    ...(decision.reason === ERROR_REASON ? { reasonCode: 'policy_error' } : {}),
    ...(decision.fallbackTemplate === undefined
      ? {}
      : { fallbackTemplate: decision.fallbackTemplate }),
    ...(decision.wouldHave === undefined ? {} : { wouldHave: decision.wouldHave }),
  };
}
