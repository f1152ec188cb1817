import type { Detection } from '../detection/detection.ts';
import type { JsonValue } from '../json.ts';
import type { TagVerdict } from '../policy/decision.ts';
import { explainDeclared } from '../policy/declared.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import type { PseudonymScope } from '../ports.ts';
import type { Redactable } from '../redaction/redact.ts';
import { askApproval, type ApprovalAsk, type ApprovalJudged } from './approval-gate.ts';
import type { Decision } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { evaluate, policyContext, toOutcome, type Facts } from './decide.ts';
import { earlierOperation } from './operation-gate.ts';
import { isCarriedOut, passes, toReplace, type Outcome, type Replaced } from './outcome.ts';
import { pseudonymScope, redactReversibly } from './pseudonyms.ts';
import { putOnRecord, type ToRecord } from './put-on-record.ts';
import type { Scope } from './scope.ts';
import { rememberSession } from './session.ts';

/** What a boundary hands over once it has collected and found. */
export interface ToSettle extends ToRecord {
  readonly explained?: boolean | undefined;
  /** Capability, contract and identity come before policy: when one refuses, policy is not asked. */
  readonly refusal: Outcome | null;
  /** Where a human may lift `require_approval`. */
  readonly approval?: ApprovalAsk;
  /** Fields that contract or identity took away: what is left goes on as redacted. */
  readonly strippedFields?: readonly string[];
}

/** A recorded decision and what it means for the content. */
export interface Settled {
  readonly scope: Scope;
  readonly action: Outcome['action'];
  readonly approvalRequestId: string | undefined;
  readonly fallbackTemplate: string | undefined;
  /** The content to go on with: redacted where policy says so, `null` where nothing may go on. */
  filter<T extends JsonValue>(
    content: T,
    redact: (content: T, found: readonly Redactable[]) => T,
  ): Promise<T | null>;
  /** The part that every answer has. */
  readonly answer: {
    readonly decision: Decision;
    readonly detections: readonly Detection[];
    readonly explanation?: PolicyExplanation;
  };
}

/** Decide, ask for approval, begin, record, tell: the second half of the one decision path. */
export async function settle(context: DecisionContext, toSettle: ToSettle): Promise<Settled> {
  const { facts } = toSettle;
  const given = await policyContext(context, facts);
  const judged = await judge(context, given, toSettle);
  const { verdicts } = judged;
  const replaced = toReplace(facts.detections, verdicts);
  const { outcome, decision } = await putOnRecord(context, toSettle, {
    ...judged,
    outcome: carriedOut(judged.outcome, verdicts, replaced, facts),
  });
  if (passes(outcome.action)) await rememberSession(context, facts, replaced.all);
  const { scope } = facts;
  const explanation =
    toSettle.explained === true
      ? explainDeclared(context.snapshot.policy, given, scope.declaredTags)
      : undefined;
  return {
    scope,
    action: outcome.action,
    approvalRequestId: outcome.approvalRequestId,
    fallbackTemplate: outcome.fallbackTemplate,
    filter: async (content, redact) => {
      if (!passes(outcome.action)) return null;
      const { all, reversible } = replaced;
      if (all.length === 0) return content;
      const session = reversibleIn(facts);
      if (reversible.size === 0 || session === null) return redact(content, all);
      return redactReversibly(context, session, content, all, reversible, redact);
    },
    answer: {
      decision,
      detections: facts.detections,
      ...(explanation === undefined ? {} : { explanation }),
    },
  };
}

/** What the outcome comes to: a `redact` that cannot be carried out blocks, a pseudonym without a session redacts. */
function carriedOut(
  outcome: Outcome,
  verdicts: readonly TagVerdict[],
  replaced: Replaced,
  facts: Facts,
): Outcome {
  if (!passes(outcome.action)) return outcome;
  if (!isCarriedOut(verdicts, replaced.all)) {
    return { ...outcome, action: 'block', reasonCode: 'nothing_to_redact' };
  }
  if (replaced.reversible.size === 0 || facts.boundary === 'output') return outcome;
  if (reversibleIn(facts) !== null) return outcome;
  return { ...outcome, reason: `${outcome.reason} (placeholders: pseudonyms need a session)` };
}

/**
 * The session in which pseudonyms are made. At the output there is none: what leaves there goes to a person,
 * and a pseudonym made there would be restored at once.
 */
function reversibleIn({ boundary, scope }: Facts): PseudonymScope | null {
  return boundary === 'output' ? null : pseudonymScope(scope);
}

async function judge(
  context: DecisionContext,
  given: Awaited<ReturnType<typeof policyContext>>,
  { facts, refusal, approval, strippedFields = [], operation = null }: ToSettle,
): Promise<ApprovalJudged> {
  if (refusal !== null) return { outcome: refusal, verdicts: [] };
  const decided = evaluate(context, given, facts.scope);
  if (operation !== null && decided.action !== 'block') {
    const earlier = await earlierOperation(context, operation);
    if (earlier !== null) return { outcome: earlier, verdicts: [] };
  }
  const asked = approval && (await askApproval(context, facts, given, decided, approval));
  const judged = asked ?? { outcome: toOutcome(decided), verdicts: decided.verdicts };
  const { outcome } = judged;
  if (strippedFields.length === 0 || (outcome.action !== 'allow' && outcome.action !== 'flag')) {
    return judged;
  }
  const stripped: Outcome = {
    ...outcome,
    action: 'redact',
    reason: 'Fields outside the contract or clearance were removed',
    policyName: 'tool-contract',
    reasonCode: 'fields_stripped',
  };
  return { ...judged, outcome: stripped };
}
