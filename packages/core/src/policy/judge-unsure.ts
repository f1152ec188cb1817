import { FAILED, type CompiledRule } from './compiled-rule.ts';
import type { Item } from './items.ts';
import { unlockedVerdict } from './unlocked-verdict.ts';
import type { Query } from './query.ts';
import type { Plan } from './rule-index.ts';
import {
  AllCovering,
  walkLocked,
  walkOperator,
  type Candidate,
  type FirstCovering,
} from './scan.ts';
import { rankFor, REQUIRE_APPROVAL, RuleFailure, standsBefore, type Verdict } from './verdict.ts';
import { FALSE, TRUE, type Truth } from './when/truth.ts';

/**
 * Judges an item where some rule's condition cannot be told: of all ways of taking the unsure rules, as
 * holding or not, the strictest outcome stands. There are 2^k ways, but each outcome is reached by one choice
 * of the operator's rule and one of the locked ones, so it is enough to know which rules may be chosen.
 * O(candidates × segments).
 *
 * @param shipped the shipped rules' verdict; they have no conditions that can be unsure
 * @throws RuleFailure when the condition of a rule that is reached failed
 */
export function judgeUnsure(
  plan: Plan,
  query: Query,
  item: Item,
  shipped: FirstCovering,
  defaultRank: number,
): Verdict {
  const operators = new AllCovering(item);
  walkOperator(plan, query, operators);
  const { picks, mayBeNone } = possiblePicks(operators.candidates, query);
  const outcomes = new Set<CompiledRule>();
  for (const { rule, precision } of picks) {
    const verdict = unlockedVerdict(rule, precision, shipped, item, query);
    if (verdict !== null) outcomes.add(verdict);
  }
  if (mayBeNone && shipped.rule !== null) outcomes.add(shipped.rule);

  let nothingMayCover = mayBeNone && shipped.rule === null;
  const locked = new AllCovering(item);
  walkLocked(plan, query, locked);
  for (const { rule } of locked.candidates) {
    const applies = ask(rule, query);
    if (applies !== FALSE) outcomes.add(rule);
    if (applies === TRUE) nothingMayCover = false;
  }

  let rule: CompiledRule | null = null;
  let rank = nothingMayCover ? rankFor(defaultRank, item, query) : -1;
  for (const outcome of outcomes) {
    const outcomeRank = rankFor(outcome.rank, item, query);
    if (!standsBefore(outcomeRank, outcome, rank, rule)) continue;
    rule = outcome;
    rank = outcomeRank;
  }
  const approvals =
    rank === REQUIRE_APPROVAL ? [...outcomes].filter((one) => one.rank === REQUIRE_APPROVAL) : [];
  return { item, rule, rank, sure: false, approvals };
}

function ask(rule: CompiledRule, query: Query): Truth {
  const applies = rule.applies(query);
  if (applies === FAILED) throw new RuleFailure(rule);
  return applies;
}

/**
 * The rules that are the operator's verdict in some way of taking the unsure ones. The first rule that holds
 * is chosen; if it is a tagged global one, the first tenant rule after it that holds and is at least as
 * precise takes its place.
 *
 * @param candidates in order of evaluation
 * @returns `mayBeNone`: in some way no rule holds
 */
function possiblePicks(
  candidates: readonly Candidate[],
  query: Query,
): { readonly picks: ReadonlySet<Candidate>; readonly mayBeNone: boolean } {
  const picks = new Set<Candidate>();
  const replaceable = new Replaceable();
  let mayBeFirst = true;
  for (const candidate of candidates) {
    const { rule, precision } = candidate;
    const replaces = rule.isTenants && rule.tagged && replaceable.has(precision);
    if (!mayBeFirst && !replaces) continue;
    const applies = ask(rule, query);
    if (applies === FALSE) continue;
    if (replaces) {
      picks.add(candidate);
      if (applies === TRUE) replaceable.clear(precision);
    }
    if (!mayBeFirst) continue;
    if (rule.isTenants || !rule.tagged) picks.add(candidate);
    else replaceable.add(candidate);
    if (applies === TRUE) mayBeFirst = false;
  }
  for (const global of replaceable.rest()) picks.add(global);
  return { picks, mayBeNone: mayBeFirst };
}

/** Global rules that may be first and that no tenant rule has surely replaced yet, by precision. */
class Replaceable {
  readonly #byPrecision: (Candidate[] | undefined)[] = [];

  add(candidate: Candidate): void {
    (this.#byPrecision[candidate.precision] ??= []).push(candidate);
  }

  /** Whether a tenant rule of this precision may replace some of them. */
  has(precision: number): boolean {
    for (let less = 1; less <= precision; less++) {
      if (this.#byPrecision[less] !== undefined) return true;
    }
    return false;
  }

  /** A tenant rule of this precision surely replaces those that it can. */
  clear(precision: number): void {
    for (let less = 1; less <= precision; less++) this.#byPrecision[less] = undefined;
  }

  rest(): Candidate[] {
    return this.#byPrecision.flatMap((candidates) => candidates ?? []);
  }
}
