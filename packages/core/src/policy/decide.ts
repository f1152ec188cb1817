import type { CompiledPolicy } from './compiled-policy.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { ApprovalRequirement, PolicyContext, PolicyDecision, TagVerdict } from './decision.ts';
import type { ItemSet } from './items.ts';
import { judgeAll, type Judgement } from './judge-all.ts';
import { Query } from './query.ts';
import { defaultReason, ERROR_REASON } from './reason.ts';
import { actionOf, strictness } from './strictness.ts';
import { BLOCK, NO_RULES, REQUIRE_APPROVAL, RuleFailure, type Verdict } from './verdict.ts';

/** Told of every error inside a rule, with the rule's name where one rule is to blame. For a metric. */
export type PolicyErrorHook = (error: unknown, policyName: string | null) => void;

/** What stands in the place of a policy's name where the default action asks for approval. */
export const DEFAULT_ACTION_NAME = 'default-action';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const NO_APPROVALS: readonly ApprovalRequirement[] = Object.freeze([]);

/**
 * The decision on a set of items. Never milder than `block` where something unexpected happens.
 *
 * @throws InvalidRequestError for a boundary or direction that there is not
 */
export function decide(
  policy: CompiledPolicy,
  context: PolicyContext,
  set: ItemSet,
  onError: PolicyErrorHook | undefined,
): PolicyDecision {
  const query = new Query(
    context,
    policy.tools.of(context.toolName),
    policy.settings.defaultTenant,
  );
  const defaultRank = strictness(policy.settings.defaultAction);
  const judgement = guarded(() => judgeAll(policy.enforced, query, set, defaultRank), set, onError);
  const decision = describe(policy, context, judgement);
  if (policy.shadow === null || !policy.shadowSlots.has(query.slot)) return decision;
  const { shadow } = policy;
  const would = guarded(() => judgeAll(shadow, query, set, defaultRank), set, onError).decisive;
  const { decisive } = judgement;
  if (would.rank !== decisive.rank || would.rule !== decisive.rule) {
    decision.wouldHave = { action: actionOf(would.rank), policyName: nameOf(would.rule) };
  }
  return decision;
}

interface GuardedJudgement extends Judgement {
  /** An error stands in the place of a judgement. */
  readonly isError?: boolean;
}

function guarded(
  judge: () => Judgement,
  set: ItemSet,
  onError: PolicyErrorHook | undefined,
): GuardedJudgement {
  try {
    return judge();
  } catch (error) {
    const rule = error instanceof RuleFailure ? error.rule : null;
    tell(onError, error instanceof RuleFailure ? error.cause : error, nameOf(rule));
    const verdicts = set.items.map((item): Verdict => ({
      item,
      rule,
      rank: BLOCK,
      sure: true,
      approvals: NO_RULES,
    }));
    const [decisive] = verdicts;
    if (decisive === undefined) throw error;
    return { verdicts, decisive, isError: true };
  }
}

/** A hook that throws changes no decision. */
function tell(
  onError: PolicyErrorHook | undefined,
  error: unknown,
  policyName: string | null,
): void {
  try {
    onError?.(error, policyName);
  } catch {
    // There is nobody left to tell.
  }
}

function describe(
  policy: CompiledPolicy,
  context: PolicyContext,
  { verdicts, decisive, isError = false }: GuardedJudgement,
): Mutable<PolicyDecision> {
  const { rule } = decisive;
  const action = actionOf(decisive.rank);
  const tags = (): string[] => tagsOf(verdicts, decisive);
  let reason: string;
  if (isError) reason = ERROR_REASON;
  else reason = rule === null ? defaultReason(action) : rule.texts.reason(action, context, tags);
  const decision: Mutable<PolicyDecision> = {
    action,
    reason,
    policyName: nameOf(rule),
    policyRevision: policy.revision,
    verdicts: verdicts.map(asTagVerdict),
    approvals: approvalsOf(verdicts),
  };
  const fallback = rule?.texts.fallback(context, tags, reason);
  if (fallback !== undefined) decision.fallbackTemplate = fallback;
  return decision;
}

function nameOf(rule: CompiledRule | null): string | null {
  return rule === null ? null : rule.rule.name;
}

function asTagVerdict({ item, rule, rank }: Verdict): TagVerdict {
  return {
    tag: item.tag === null ? null : item.tag.tag,
    confidence: item.confidence,
    action: actionOf(rank),
    policyName: nameOf(rule),
  };
}

/** The tags on which the deciding rule decides as strictly. */
function tagsOf(verdicts: readonly Verdict[], decisive: Verdict): string[] {
  const tags = new Set<string>();
  for (const { item, rule, rank } of verdicts) {
    if (item.tag !== null && rule === decisive.rule && rank === decisive.rank)
      tags.add(item.tag.tag);
  }
  return [...tags];
}

/** Each rule once, in order of evaluation. */
function approvalsOf(verdicts: readonly Verdict[]): readonly ApprovalRequirement[] {
  const rules = new Set<CompiledRule>();
  let byDefault = false;
  for (const verdict of verdicts) {
    if (verdict.rank !== REQUIRE_APPROVAL) continue;
    byDefault ||= verdict.rule === null;
    for (const rule of verdict.approvals) rules.add(rule);
  }
  if (rules.size === 0 && !byDefault) return NO_APPROVALS;
  const requirements = [...rules]
    .sort((a, b) => a.position - b.position)
    .map(({ rule }): ApprovalRequirement => ({ policyName: rule.name, ...rule.approval }));
  if (byDefault) requirements.push({ policyName: DEFAULT_ACTION_NAME });
  return requirements;
}
