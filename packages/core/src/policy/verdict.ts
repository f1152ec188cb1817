import type { CompiledRule } from './compiled-rule.ts';
import type { Item } from './items.ts';
import type { Query } from './query.ts';
import { strictness } from './strictness.ts';

const ALLOW = strictness('allow');
const PSEUDONYMIZE = strictness('pseudonymize');
const REDACT = strictness('redact');
export const REQUIRE_APPROVAL = strictness('require_approval');
export const BLOCK = strictness('block');

/** What was judged about one item. */
export interface Verdict {
  readonly item: Item;
  /** The rule that decides; `null` for the default action. */
  readonly rule: CompiledRule | null;
  /** Strictness of what it decides. */
  readonly rank: number;
  /** No field of the wrong type had a part in it. */
  readonly sure: boolean;
  /** Every rule whose approval it waits for; empty unless it is `require_approval`. */
  readonly approvals: readonly CompiledRule[];
}

export const NO_RULES: readonly CompiledRule[] = Object.freeze([]);

/**
 * How strict an action is for an item. A `redact` or `pseudonymize` that cannot be carried out counts as `block`, and once
 * approvals are given `require_approval` counts as `allow`.
 */
export function rankFor(rank: number, item: Item, query: Query): number {
  if (item.spanless && (rank === REDACT || rank === PSEUDONYMIZE)) return BLOCK;
  if (rank === REQUIRE_APPROVAL && query.approved) return ALLOW;
  return rank;
}

/** The place of a verdict's rule among all rules; the default action comes last. */
export function positionOf(rule: CompiledRule | null): number {
  return rule === null ? Infinity : rule.position;
}

/** Whether a verdict stands before another one: it is stricter, or as strict and its rule earlier. */
export function standsBefore(
  rank: number,
  rule: CompiledRule | null,
  otherRank: number,
  other: CompiledRule | null,
): boolean {
  return rank === otherRank ? positionOf(rule) < positionOf(other) : rank > otherRank;
}

/** A rule that was reached could not be judged: its condition threw. The whole decision is `block`. */
export class RuleFailure extends Error {
  override readonly name = 'RuleFailure';
  readonly rule: CompiledRule;

  constructor(rule: CompiledRule) {
    super(`An error inside the policy rule ${rule.rule.name}.`, { cause: rule.failure });
    this.rule = rule;
  }
}
