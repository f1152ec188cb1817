import type { Detection } from '../detection/detection.ts';
import type { JsonValue } from '../json.ts';
import type { TagVerdict } from '../policy/decision.ts';
import { explainDeclared } from '../policy/declared.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import { askApproval, type ApprovalAsk } from './approval-gate.ts';
import type { Decision } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { certainTags, evaluate, policyContext, toOutcome, type Facts } from './decide.ts';
import { isCarriedOut, passes, toRedact, type Outcome } from './outcome.ts';
import { recordDecision, type EventFamily } from './recorder.ts';
import { rememberSession } from './session.ts';

/** What a boundary hands over once it has collected and found. */
export interface ToSettle {
  readonly family: EventFamily;
  readonly facts: Facts;
  /** `Clock.monotonic` when the call came in. */
  readonly startedAt: number;
  readonly explained?: boolean | undefined;
  /** Contract and identity come before policy: when one refuses, policy is not asked. */
  readonly refusal: Outcome | null;
  /** Where a human may lift `require_approval`. */
  readonly approval?: ApprovalAsk;
  /** Fields that contract or identity took away: what is left goes on as redacted. */
  readonly strippedFields?: readonly string[];
}

/** A recorded decision and what it means for the content. */
export interface Settled {
  readonly action: Outcome['action'];
  readonly approvalRequestId: string | undefined;
  readonly fallbackTemplate: string | undefined;
  /** The content to go on with: redacted where policy says so, `null` where nothing may go on. */
  filter<T extends JsonValue>(
    content: T,
    redact: (content: T, found: readonly Detection[]) => T,
  ): T | null;
  /** The part that every answer has. */
  readonly answer: {
    readonly decision: Decision;
    readonly detections: readonly Detection[];
    readonly explanation?: PolicyExplanation;
  };
}

/** Decide, ask for approval, record, tell: the second half of the one decision path. */
export async function settle(context: DecisionContext, toSettle: ToSettle): Promise<Settled> {
  const { facts } = toSettle;
  const given = await policyContext(context, facts);
  const { outcome: judged, verdicts } = await judge(context, given, toSettle);
  const redacted = toRedact(facts.detections, verdicts);
  const outcome =
    passes(judged.action) && !isCarriedOut(verdicts, redacted) ? asBlock(judged) : judged;
  const decision = await recordDecision(
    context.ports,
    context.snapshot.identifiers,
    {
      family: toSettle.family,
      facts,
      tags: [...certainTags(facts.scope.declaredTags, facts.detections)],
      policyRevision: context.snapshot.policy.revision,
      startedAt: toSettle.startedAt,
    },
    outcome,
  );
  if (passes(outcome.action)) await rememberSession(context, facts, redacted);
  const { scope } = facts;
  const explanation =
    toSettle.explained === true
      ? explainDeclared(context.snapshot.policy, given, scope.declaredTags)
      : undefined;
  return {
    action: outcome.action,
    approvalRequestId: outcome.approvalRequestId,
    fallbackTemplate: outcome.fallbackTemplate,
    filter: (content, redact) => {
      if (!passes(outcome.action)) return null;
      return redacted.length === 0 ? content : redact(content, redacted);
    },
    answer: {
      decision,
      detections: facts.detections,
      ...(explanation === undefined ? {} : { explanation }),
    },
  };
}

/** A `redact` that cannot be carried out. */
function asBlock(outcome: Outcome): Outcome {
  return { ...outcome, action: 'block', reasonCode: 'nothing_to_redact' };
}

async function judge(
  context: DecisionContext,
  given: Awaited<ReturnType<typeof policyContext>>,
  { facts, refusal, approval, strippedFields = [] }: ToSettle,
): Promise<{ outcome: Outcome; verdicts: readonly TagVerdict[] }> {
  if (refusal !== null) return { outcome: refusal, verdicts: [] };
  const decided = evaluate(context, given, facts.scope);
  const asked = approval && (await askApproval(context, facts, given, decided, approval));
  const { outcome, verdicts } = asked ?? {
    outcome: toOutcome(decided),
    verdicts: decided.verdicts,
  };
  if (strippedFields.length === 0 || (outcome.action !== 'allow' && outcome.action !== 'flag')) {
    return { outcome, verdicts };
  }
  const stripped: Outcome = {
    ...outcome,
    action: 'redact',
    reason: 'Fields outside the contract or clearance were removed',
    policyName: 'tool-contract',
    reasonCode: 'fields_stripped',
  };
  return { outcome: stripped, verdicts };
}
