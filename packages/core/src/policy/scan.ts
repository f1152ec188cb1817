import type { CompiledRule } from './compiled-rule.ts';
import type { Item } from './items.ts';
import type { Query } from './query.ts';
import type { ListVisitor, RuleList } from './bucket.ts';
import type { Plan } from './rule-index.ts';
import { rankFor, standsBefore } from './verdict.ts';
import { FALSE, TRUE } from './when/truth.ts';

/** Finds the first rule that covers an item, over lists that are each in order. */
export class FirstCovering implements ListVisitor {
  rule: CompiledRule | null = null;
  /** Of the tag by which {@link rule} covers the item; 0 for an untagged rule. */
  precision = 0;
  /** Some rule that might come first was unsure, or failed: what was found may not be the answer. */
  isUnsure = false;
  #confidence = 1;
  #before = Infinity;

  /** Starts anew. */
  begin(item: Item): void {
    this.rule = null;
    this.precision = 0;
    this.isUnsure = false;
    this.#confidence = item.confidence;
    this.#before = Infinity;
  }

  visit(list: RuleList, query: Query, precision: number): void {
    for (const rule of list) {
      if (rule.position >= this.#before) return;
      if (rule.floor > this.#confidence) continue;
      const applies = rule.applies(query);
      if (applies === FALSE) continue;
      if (applies === TRUE) {
        this.rule = rule;
        this.precision = precision;
        this.#before = rule.position;
        return;
      }
      this.isUnsure = true;
    }
  }
}

/** Finds the strictest of all rules that cover an item. */
export class StrictestCovering implements ListVisitor {
  rule: CompiledRule | null = null;
  rank = -1;
  /** Some rule was unsure, or failed. */
  isUnsure = false;
  #item: Item;

  constructor(item: Item) {
    this.#item = item;
  }

  /** Starts anew. */
  begin(item: Item): void {
    this.rule = null;
    this.rank = -1;
    this.isUnsure = false;
    this.#item = item;
  }

  visit(list: RuleList, query: Query): void {
    for (const rule of list) {
      if (rule.floor > this.#item.confidence) continue;
      const applies = rule.applies(query);
      if (applies === FALSE) continue;
      if (applies !== TRUE) {
        this.isUnsure = true;
        continue;
      }
      const rank = rankFor(rule.rank, this.#item, query);
      if (!standsBefore(rank, rule, this.rank, this.rule)) continue;
      this.rule = rule;
      this.rank = rank;
    }
  }
}

/** A rule that may cover an item, and how precisely. */
export interface Candidate {
  readonly rule: CompiledRule;
  readonly precision: number;
}

/** Collects every rule that covers an item if its conditions hold, each with its most precise tag. */
export class AllCovering implements ListVisitor {
  readonly #found = new Map<CompiledRule, Candidate>();
  readonly #confidence: number;

  constructor(item: Item) {
    this.#confidence = item.confidence;
  }

  visit(list: RuleList, _query: Query, precision: number): void {
    for (const rule of list) {
      if (rule.floor > this.#confidence || this.#found.has(rule)) continue;
      this.#found.set(rule, { rule, precision });
    }
  }

  /** In order of evaluation. */
  get candidates(): Candidate[] {
    return [...this.#found.values()].sort((a, b) => a.rule.position - b.rule.position);
  }
}

/** Visits every locked rule's list. */
export function walkLocked(plan: Plan, query: Query, visitor: ListVisitor): void {
  let index = 0;
  for (const node of plan.nodes) {
    const precision = plan.precisions[index++] ?? 0;
    if (node.locked !== null) node.locked.walk(query, precision, visitor);
  }
}

/** Visits the unlocked shipped rules' lists. */
export function walkShipped(plan: Plan, query: Query, visitor: ListVisitor): void {
  let index = 0;
  for (const node of plan.nodes) {
    const precision = plan.precisions[index++] ?? 0;
    if (node.shipped !== null) node.shipped.walk(query, precision, visitor);
  }
}

/** Visits the lists of the operator's global rules and of those for the query's tenant. */
export function walkOperator(plan: Plan, query: Query, visitor: ListVisitor): void {
  let index = 0;
  for (const node of plan.nodes) {
    const precision = plan.precisions[index++] ?? 0;
    if (node.operator !== null) node.operator.walk(query, precision, visitor);
    if (node.tenants !== null) node.tenants.get(query.tenant)?.walk(query, precision, visitor);
  }
}

/** Visits the lists of the tenant's rules that name the tag at least so precisely. */
export function walkTenant(plan: Plan, query: Query, least: number, visitor: ListVisitor): void {
  let index = 0;
  for (const node of plan.nodes) {
    const precision = plan.precisions[index++] ?? 0;
    if (precision < least) return;
    if (node.tenants !== null) node.tenants.get(query.tenant)?.walk(query, precision, visitor);
  }
}
