import type { Detection } from '../detection/detection.ts';
import type { JsonValue } from '../json.ts';
import type { PolicyContext, PolicyDecision, TagVerdict } from '../policy/decision.ts';
import { explainDeclared } from '../policy/declared.ts';
import type { PolicyExplanation } from '../policy/explain.ts';
import type { PseudonymScope } from '../ports.ts';
import type { Redactable } from '../redaction/redact.ts';
import {
  askApproval,
  requiredApproval,
  type ApprovalAsk,
  type ApprovalJudged,
} from './approval-gate.ts';
import type { Decision } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { evaluate, policyContext, toOutcome, type Facts } from './decide.ts';
import {
  limitDetail,
  limitOutcome,
  strictestOf,
  withinLimits,
  type Exceeded,
} from './limit-gate.ts';
import { lockdownFor, stoppedBy } from './lockdown-gate.ts';
import { earlierOperation } from './operation-gate.ts';
import {
  asAudited,
  isCarriedOut,
  passes,
  toReplace,
  type Outcome,
  type Replaced,
} from './outcome.ts';
import { pseudonymScope, redactReversibly } from './pseudonyms.ts';
import { putOnRecord, type ToRecord } from './put-on-record.ts';
import type { Scope } from './scope.ts';
import { rememberSession } from './session.ts';

/** What a boundary hands over once it has collected and found. */
export interface ToSettle extends ToRecord {
  readonly explained?: boolean | undefined;
  /**
   * Capability, contract and identity come before policy: when one refuses, policy is not asked. An emergency stop
   * comes before them all.
   */
  readonly refusal: Outcome | null;
  /** Who has a part in it besides the agent that acts. */
  readonly otherAgents?: readonly (string | undefined)[];
  /** Where a human may lift `require_approval`. */
  readonly approval?: ApprovalAsk;
  /** The content goes on whatever is decided: what would have become of it is recorded. */
  readonly isAudited?: boolean | undefined;
  /** Fields that contract or identity took away: what is left goes on as redacted. */
  readonly strippedFields?: readonly string[];
}

/** A recorded decision and what it means for the content. */
export interface Settled {
  readonly scope: Scope;
  readonly action: Outcome['action'];
  readonly approvalRequestId: string | undefined;
  readonly fallbackTemplate: string | undefined;
  /** How many findings are replaced in what goes on. */
  readonly redactions: number;
  /** The content to go on with: redacted where policy says so, `null` where nothing may go on. */
  filter<T extends JsonValue>(
    content: T,
    redact: (content: T, found: readonly Redactable[]) => T,
  ): Promise<T | null>;
  /** The part that every answer has. */
  readonly answer: {
    readonly decision: Decision;
    readonly detections: readonly Detection[];
    readonly leftEncoded?: boolean;
    readonly explanation?: PolicyExplanation;
  };
}

/** Decide, ask for approval, begin, record, tell: the second half of the one decision path. */
export async function settle(context: DecisionContext, toSettle: ToSettle): Promise<Settled> {
  const { facts } = toSettle;
  const given = await policyContext(context, facts);
  const judged = await judge(context, given, toSettle);
  const { replaced } = judged;
  const { outcome, decision } = await putOnRecord(context, toSettle, judged);
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
    redactions: passes(outcome.action) ? replaced.all.length : 0,
    filter: async (content, redact) =>
      passes(outcome.action) ? redactIn(context, facts, replaced, content, redact) : null,
    answer: answerOf(decision, facts, explanation),
  };
}

function answerOf(
  decision: Decision,
  { detections, leftEncoded }: Facts,
  explanation: PolicyExplanation | undefined,
): Settled['answer'] {
  const answer =
    explanation === undefined ? { decision, detections } : { decision, detections, explanation };
  return leftEncoded === true ? { ...answer, leftEncoded } : answer;
}

/** Content that passes, with what policy wants replaced. */
export async function redactIn<T extends JsonValue>(
  context: DecisionContext,
  facts: Facts,
  { all, reversible }: Replaced,
  content: T,
  redact: (content: T, found: readonly Redactable[]) => T,
): Promise<T> {
  if (all.length === 0) return content;
  const session = reversibleIn(facts);
  if (reversible.size === 0 || session === null) return redact(content, all);
  return redactReversibly(context, session, content, all, reversible, redact);
}

/** A judgement, and what of the content is replaced by it. */
export interface Judged extends ApprovalJudged {
  readonly replaced: Replaced;
}

function asJudged(judged: ApprovalJudged, facts: Facts): Judged {
  const { outcome, verdicts } = judged;
  const replaced = toReplace(facts.detections, verdicts);
  // In every decision: a spread that gets a further field takes as long as the rules themselves.
  return Object.assign({}, judged, {
    outcome: carriedOut(outcome, verdicts, replaced, facts),
    replaced,
  });
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

/** Decides, without recording it. */
export async function judge(
  context: DecisionContext,
  given: PolicyContext,
  toSettle: ToSettle,
): Promise<Judged> {
  const { facts, otherAgents } = toSettle;
  // Known at once, as a rule: nothing waits for a turn of the queue then.
  const known = lockdownFor(context, facts, otherAgents);
  const lockdown = known instanceof Promise ? await known : known;
  if (lockdown !== null) return asJudged(stoppedBy(lockdown), facts);
  const judged = await judgeRunning(context, given, toSettle);
  if (!passes(judged.outcome.action)) return judged;
  // Counting and approvals take their time: what was stopped meanwhile does not pass.
  const knownNow = lockdownFor(context, facts, otherAgents);
  const late = knownNow instanceof Promise ? await knownNow : knownNow;
  if (late === null) return judged;
  await judged.takeBack?.();
  return asJudged(stoppedBy(late), facts);
}

async function judgeRunning(
  context: DecisionContext,
  given: PolicyContext,
  toSettle: ToSettle,
): Promise<Judged> {
  const { facts, refusal, operation = null } = toSettle;
  if (refusal !== null) return concluded(toSettle, { outcome: refusal, verdicts: [] });
  const decided = evaluate(context, given, facts.scope);
  if (decided.action === 'block') {
    return concluded(toSettle, { outcome: toOutcome(decided), verdicts: decided.verdicts });
  }
  if (operation !== null) {
    const earlier = await earlierOperation(context, operation);
    if (earlier !== null) return asJudged({ outcome: earlier, verdicts: [] }, facts);
  }
  return withinLimits(context, facts, async (exceeded) => {
    const judged = await conclude(context, given, toSettle, decided, exceeded);
    return concluded(toSettle, Object.assign({}, judged, limitDetail(exceeded)));
  });
}

/** What is audited goes on, and nothing in it is replaced. */
function concluded({ facts, isAudited }: ToSettle, judged: ApprovalJudged): Judged {
  const asDecided = asJudged(judged, facts);
  if (isAudited !== true) return asDecided;
  const { outcome, would } = asAudited(asDecided.outcome);
  if (would === null) return asDecided;
  const detail = { ...asDecided.detail, would };
  return asJudged({ ...judged, outcome, verdicts: [], detail }, facts);
}

/** What policy lets through or a person may: the limits that it is over, then the approvals, decide. */
async function conclude(
  context: DecisionContext,
  given: PolicyContext,
  { facts, approval, strippedFields = [], isAudited }: ToSettle,
  decided: PolicyDecision,
  exceeded: readonly Exceeded[],
): Promise<ApprovalJudged> {
  const { verdicts } = decided;
  const barred = strictestOf(exceeded, 'block');
  if (barred !== null) return { outcome: limitOutcome(barred), verdicts };
  const over = strictestOf(exceeded, 'require_approval');
  const asked =
    approval &&
    (isAudited === true
      ? wouldAsk(decided, approval, over)
      : await askApproval(context, facts, given, decided, approval, over));
  const judged = asked ?? { outcome: toOutcome(decided), verdicts };
  return withoutStripped(flagged(judged, exceeded), strippedFields);
}

/** What a call would wait for. */
function wouldAsk(
  decided: PolicyDecision,
  approval: ApprovalAsk,
  over: Exceeded | null,
): ApprovalJudged | null {
  const required = requiredApproval(decided, approval, over);
  return required === null ? null : { outcome: required.pending, verdicts: decided.verdicts };
}

/** What a limit flags, unless policy says more. */
function flagged(judged: ApprovalJudged, exceeded: readonly Exceeded[]): ApprovalJudged {
  const over = strictestOf(exceeded, 'flag');
  const { outcome } = judged;
  if (over === null || outcome.action !== 'allow') return judged;
  const approved = outcome.approvalRequestId === undefined ? '' : `${outcome.reason}; `;
  const flag = limitOutcome(over);
  return { ...judged, outcome: { ...outcome, ...flag, reason: approved + flag.reason } };
}

/** Fields that were taken away make what is left a redaction. */
function withoutStripped(
  judged: ApprovalJudged,
  strippedFields: readonly string[],
): ApprovalJudged {
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
