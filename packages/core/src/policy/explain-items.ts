import type { CompiledPolicy } from './compiled-policy.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { PolicyContext } from './decision.ts';
import { explainCandidates } from './explain-candidates.ts';
import type { ExplainedTag, PolicyExplanation } from './explain.ts';
import type { ItemSet } from './items.ts';
import { judgeAll, type Judgement } from './judge-all.ts';
import { Query } from './query.ts';
import { slotsOf } from './slots.ts';
import { actionOf, strictness } from './strictness.ts';
import { RuleFailure, type Verdict } from './verdict.ts';

/**
 * The trace of the decision on a set of items. The verdicts are those of the decision itself; the rules that
 * led to them are found by looking at every rule.
 *
 * @throws InvalidRequestError for a boundary or direction that there is not. O(rules × items).
 */
export function explainItems(
  policy: CompiledPolicy,
  context: PolicyContext,
  set: ItemSet,
): PolicyExplanation {
  const query = new Query(
    context,
    policy.tools.of(context.toolName),
    policy.settings.defaultTenant,
  );
  const visible = policy.rules.filter((rule) => isVisible(rule, query));
  const judgement = judge(policy, query, set);
  const tags: ExplainedTag[] =
    judgement instanceof RuleFailure
      ? set.items.map((item) => explainFailure(judgement, item, visible, query))
      : judgement.verdicts.map((verdict) => explainVerdict(verdict, visible, query));
  const decisive = judgement instanceof RuleFailure ? undefined : judgement.decisive;
  return {
    policyRevision: policy.revision,
    boundary: context.boundary,
    tenantId: query.tenant,
    action: decisive === undefined ? 'block' : actionOf(decisive.rank),
    policyName:
      judgement instanceof RuleFailure
        ? judgement.rule.rule.name
        : (judgement.decisive.rule?.rule.name ?? null),
    defaultApplied: tags.some((tag) => tag.policyName === null),
    tags,
  };
}

function judge(policy: CompiledPolicy, query: Query, set: ItemSet): Judgement | RuleFailure {
  try {
    return judgeAll(policy.enforced, query, set, strictness(policy.settings.defaultAction));
  } catch (error) {
    if (error instanceof RuleFailure) return error;
    throw error;
  }
}

/** Rules about other boundaries, directions or tenants are no candidates, and other tenants' are not told. */
function isVisible({ rule }: CompiledRule, query: Query): boolean {
  const isTenants = rule.tenantId === null || rule.tenantId === query.tenant;
  return isTenants && slotsOf(rule).includes(query.slot);
}

function explainVerdict(
  verdict: Verdict,
  visible: readonly CompiledRule[],
  query: Query,
): ExplainedTag {
  const { item, rule, rank } = verdict;
  return {
    tag: item.tag?.tag ?? null,
    source: item.source,
    confidence: item.confidence,
    action: actionOf(rank),
    policyName: rule?.rule.name ?? null,
    candidates: explainCandidates(verdict, visible, query),
  };
}

function explainFailure(
  failure: RuleFailure,
  item: Verdict['item'],
  visible: readonly CompiledRule[],
  query: Query,
): ExplainedTag {
  const verdict: Verdict = {
    item,
    rule: failure.rule,
    rank: strictness('block'),
    sure: false,
    approvals: [],
  };
  return explainVerdict(verdict, visible, query);
}
