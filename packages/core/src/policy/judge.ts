import type { CompiledRule } from './compiled-rule.ts';
import type { Item } from './items.ts';
import { judgeUnsure } from './judge-unsure.ts';
import type { Query } from './query.ts';
import type { Plan, RuleIndex } from './rule-index.ts';
import {
  AllCovering,
  FirstCovering,
  StrictestCovering,
  walkLocked,
  walkOperator,
  walkShipped,
  walkTenant,
} from './scan.ts';
import { unlockedVerdict } from './unlocked-verdict.ts';
import { NO_RULES, rankFor, REQUIRE_APPROVAL, standsBefore, type Verdict } from './verdict.ts';
import { TRUE } from './when/truth.ts';
import { UNTAGGED_ITEM } from './items.ts';

/** Judges the items of one evaluation, one at a time. */
export class Judge {
  readonly #index: RuleIndex;
  readonly #query: Query;
  readonly #defaultRank: number;
  readonly #operator = new FirstCovering();
  readonly #tenant = new FirstCovering();
  readonly #shipped = new FirstCovering();
  readonly #locked = new StrictestCovering(UNTAGGED_ITEM);

  constructor(index: RuleIndex, query: Query, defaultRank: number) {
    this.#index = index;
    this.#query = query;
    this.#defaultRank = defaultRank;
  }

  /** @throws RuleFailure when a rule that was reached could not be judged */
  judge(item: Item): Verdict {
    const query = this.#query;
    const plan = this.#index.plan(query.slot, item.tag);
    const operator = this.#operator;
    operator.begin(item);
    walkOperator(plan, query, operator);
    const shipped = this.#shipped;
    shipped.begin(item);
    walkShipped(plan, query, shipped);
    const locked = this.#locked;
    locked.begin(item);
    walkLocked(plan, query, locked);
    let pick = operator.rule;
    let precision = operator.precision;
    let isUnsure = operator.isUnsure || locked.isUnsure;
    if (pick !== null && pick.tagged && !pick.isTenants) {
      const tenant = this.#tenant;
      tenant.begin(item);
      walkTenant(plan, query, precision, tenant);
      isUnsure ||= tenant.isUnsure;
      if (tenant.rule !== null) {
        pick = tenant.rule;
        precision = tenant.precision;
      }
    }
    if (isUnsure) return judgeUnsure(plan, query, item, shipped, this.#defaultRank);

    const unlocked = unlockedVerdict(pick, precision, shipped, item, query);
    const unlockedRank = unlocked === null ? -1 : rankFor(unlocked.rank, item, query);
    let rule = unlocked;
    let rank = unlockedRank;
    if (locked.rule !== null && standsBefore(locked.rank, locked.rule, rank, rule)) {
      rule = locked.rule;
      rank = locked.rank;
    }
    if (rule === null) rank = rankFor(this.#defaultRank, item, query);
    const approvals =
      rank === REQUIRE_APPROVAL ? approvalsOf(plan, query, item, unlocked) : NO_RULES;
    return { item, rule, rank, sure: true, approvals };
  }
}

/** Every rule that asks for approval: all locked ones, and the unlocked one. */
function approvalsOf(
  plan: Plan,
  query: Query,
  item: Item,
  unlocked: CompiledRule | null,
): readonly CompiledRule[] {
  const covering = new AllCovering(item);
  walkLocked(plan, query, covering);
  const rules = covering.candidates
    .map((candidate) => candidate.rule)
    .filter((rule) => rule.rank === REQUIRE_APPROVAL && rule.applies(query) === TRUE);
  if (unlocked?.rank === REQUIRE_APPROVAL) rules.push(unlocked);
  return rules;
}
