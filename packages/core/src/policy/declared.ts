import { decide } from './decide.ts';
import type { PolicyContext, PolicyDecision } from './decision.ts';
import type { PolicyEngine } from './engine.ts';
import { explainItems } from './explain-items.ts';
import type { PolicyExplanation } from './explain.ts';
import { readItems } from './items.ts';

/**
 * The decision on content of which the caller declares tags of its own. They count as certain and never make
 * the decision milder: it is as strict as the one on the detected tags alone and as the one on all of them.
 * A global rule with `trustDeclared` lifts this where it alone decides, no condition of any rule being unsure.
 *
 * The tags of the context are the detected ones. What differs between the two decisions is content in which
 * nothing was detected: its verdicts begin with the one on content without tags.
 *
 * @throws as `PolicyEngine.evaluate`, and costs as much
 */
export function evaluateDeclared(
  engine: PolicyEngine,
  context: PolicyContext,
  declaredTags: readonly string[],
): PolicyDecision {
  const { compiled, onError } = engine;
  return decide(compiled, context, readItems(compiled.tags, context, declaredTags), onError);
}

/** Why {@link evaluateDeclared} decides as it does. Throws and costs as `PolicyEngine.explain`. */
export function explainDeclared(
  engine: PolicyEngine,
  context: PolicyContext,
  declaredTags: readonly string[],
): PolicyExplanation {
  const { compiled } = engine;
  return explainItems(compiled, context, readItems(compiled.tags, context, declaredTags));
}
