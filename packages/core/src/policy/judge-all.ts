import { UNTAGGED_ITEM, type ItemSet } from './items.ts';
import { Judge } from './judge.ts';
import type { CompiledRule } from './compiled-rule.ts';
import type { Query } from './query.ts';
import type { RuleIndex } from './rule-index.ts';
import { standsBefore, type Verdict } from './verdict.ts';

/** The verdict on every item, and the one that decides. */
export interface Judgement {
  /** At least one. */
  readonly verdicts: readonly Verdict[];
  /** The strictest one; among equals the one whose rule is earliest. */
  readonly decisive: Verdict;
}

/**
 * Judges all that an evaluation is about. Content whose tags are all declared is judged as content without
 * tags too, so that declaring a tag never makes a decision milder; a rule that trusts declarations lifts that
 * where it alone decides.
 *
 * @throws RuleFailure when a rule that was reached could not be judged. O(items) of {@link Judge}.
 */
export function judgeAll(
  index: RuleIndex,
  query: Query,
  set: ItemSet,
  defaultRank: number,
): Judgement {
  const judge = new Judge(index, query, defaultRank);
  const verdicts: Verdict[] = [];
  for (const item of set.items) verdicts.push(judge.judge(item));
  if (set.isDeclaredOnly && !isTrusted(verdicts)) verdicts.unshift(judge.judge(UNTAGGED_ITEM));
  return { verdicts, decisive: decisiveOf(verdicts) };
}

/** Whether one rule that trusts declarations surely decides every item. */
function isTrusted(verdicts: readonly Verdict[]): boolean {
  const rule: CompiledRule | null = verdicts[0]?.rule ?? null;
  return (
    rule?.rule.trustDeclared === true &&
    verdicts.every((verdict) => verdict.sure && verdict.rule === rule)
  );
}

function decisiveOf(verdicts: readonly Verdict[]): Verdict {
  let decisive = verdicts[0];
  if (decisive === undefined) throw new RangeError('There is nothing to decide about.');
  for (const verdict of verdicts) {
    if (standsBefore(verdict.rank, verdict.rule, decisive.rank, decisive.rule)) decisive = verdict;
  }
  return decisive;
}
