import type { AuditLine } from '../audit/audit-line.ts';
import type { PolicyContext, PolicyDecision } from '../policy/decision.ts';
import type { PolicyEngine } from '../policy/engine.ts';
import type { NormalizedRule } from '../policy/normalized-rule.ts';
import {
  contextOf,
  isAsRecorded,
  isOtherGate,
  verdictOf,
  type ReplayedVerdict,
} from './replayed-record.ts';

/** Most changed decisions that are named one by one. */
export const MAX_REPLAYED_EXAMPLES = 100;

/** A decision that would be another one. */
export interface ReplayedChange {
  readonly record: AuditLine;
  readonly from: ReplayedVerdict;
  readonly to: ReplayedVerdict;
}

/** How often a rule decided, under the rules in force and under the draft. */
export interface ReplayedRule {
  readonly name: string;
  readonly tenantId: string | null;
  readonly now: number;
  readonly draft: number;
}

/** What a draft would have changed. */
export interface ReplayResult {
  /** Records that were looked at. */
  readonly records: number;
  /** Of them, decisions that both rule sets were asked about. */
  readonly replayed: number;
  /** Made by something else than policy: an identity, a contract, a limit, an emergency stop. */
  readonly otherGates: number;
  /**
   * A record holds no content: where a rule's `when` asks for parameters, or a tag's confidence counts, the rules in
   * force do not decide as they did. Such a record says nothing about the draft and is left out.
   */
  readonly notReplayable: number;
  readonly changed: number;
  /** How many of each change of action or rule, most first. */
  readonly changes: readonly {
    readonly from: ReplayedVerdict;
    readonly to: ReplayedVerdict;
    readonly count: number;
  }[];
  /** The first {@link MAX_REPLAYED_EXAMPLES} that changed. */
  readonly examples: readonly ReplayedChange[];
  /** Every rule of both sets, in the draft's order, then those that only the set in force has. */
  readonly rules: readonly ReplayedRule[];
  /** Rules of either set that ask for what no record holds (`when` on parameters, model, session). */
  readonly unsure: readonly string[];
}

/**
 * Decides recorded decisions once more: under the rules in force, and under a draft. Records hold tags, not content, so
 * this needs none.
 *
 * @example
 * const replay = new PolicyReplay(safeai.policy, new PolicyEngine({ rules: draft, defaults: true }));
 * for (const record of page.records) replay.add(record);
 * replay.result().changed;
 */
export class PolicyReplay {
  readonly #now: PolicyEngine;
  readonly #draft: PolicyEngine;
  readonly #named: { readonly now: RulesByName; readonly draft: RulesByName };
  readonly #counts = { records: 0, replayed: 0, otherGates: 0, notReplayable: 0, changed: 0 };
  readonly #changes = new Map<
    string,
    { from: ReplayedVerdict; to: ReplayedVerdict; count: number }
  >();
  readonly #examples: ReplayedChange[] = [];
  readonly #hits = { now: new Map<string, number>(), draft: new Map<string, number>() };

  constructor(now: PolicyEngine, draft: PolicyEngine) {
    this.#now = now;
    this.#draft = draft;
    this.#named = { now: byName(now.rules), draft: byName(draft.rules) };
  }

  /** Looks at one record. O(tags × rules that match) for each set; records that are no decision are passed over. */
  add(record: AuditLine): void {
    const context = contextOf(record);
    if (context === undefined) return;
    this.#counts.records++;
    if (isOtherGate(record)) {
      this.#counts.otherGates++;
      return;
    }
    const now = this.#now.evaluate(context);
    if (record.policy_revision === now.policyRevision && !isAsRecorded(record, now)) {
      this.#counts.notReplayable++;
      return;
    }
    const draft = this.#draft.evaluate(context);
    this.#counts.replayed++;
    this.#hit('now', now, context);
    this.#hit('draft', draft, context);
    this.#compare(record, verdictOf(now), verdictOf(draft));
  }

  result(): ReplayResult {
    return {
      ...this.#counts,
      changes: [...this.#changes.values()].sort((a, b) => b.count - a.count),
      examples: this.#examples,
      rules: this.#rules(),
      unsure: unsureRules([...this.#now.rules, ...this.#draft.rules]),
    };
  }

  #compare(record: AuditLine, from: ReplayedVerdict, to: ReplayedVerdict): void {
    if (from.action === to.action && from.policyName === to.policyName) return;
    this.#counts.changed++;
    const key = JSON.stringify([from.action, from.policyName, to.action, to.policyName]);
    const change = this.#changes.get(key) ?? { from, to, count: 0 };
    change.count++;
    this.#changes.set(key, change);
    if (this.#examples.length < MAX_REPLAYED_EXAMPLES) this.#examples.push({ record, from, to });
  }

  #hit(set: 'now' | 'draft', { policyName }: PolicyDecision, { tenantId }: PolicyContext): void {
    if (policyName === null) return;
    const ofTenants = this.#named[set].get(policyName);
    const owner =
      ofTenants?.has(tenantId ?? null) === true ? tenantId : ofTenants?.values().next().value;
    const key = ruleKey(policyName, owner ?? null);
    this.#hits[set].set(key, (this.#hits[set].get(key) ?? 0) + 1);
  }

  #rules(): ReplayedRule[] {
    const all = new Map<string, NormalizedRule>();
    for (const rule of [...this.#draft.rules, ...this.#now.rules]) {
      const key = ruleKey(rule.name, rule.tenantId);
      if (!all.has(key)) all.set(key, rule);
    }
    return Array.from(all, ([key, { name, tenantId }]) => ({
      name,
      tenantId,
      now: this.#hits.now.get(key) ?? 0,
      draft: this.#hits.draft.get(key) ?? 0,
    }));
  }
}

/** Tenants of the rules of a name, in the rules' order. */
type RulesByName = ReadonlyMap<string, ReadonlySet<string | null>>;

function byName(rules: readonly NormalizedRule[]): RulesByName {
  const named = new Map<string, Set<string | null>>();
  for (const { name, tenantId } of rules) {
    const tenants = named.get(name);
    if (tenants === undefined) named.set(name, new Set([tenantId]));
    else tenants.add(tenantId);
  }
  return named;
}

function ruleKey(name: string, tenantId: string | null): string {
  return JSON.stringify([name, tenantId]);
}

function unsureRules(rules: readonly NormalizedRule[]): string[] {
  const unsure = rules.filter(
    ({ when, models }) =>
      models !== null || Object.keys(when ?? {}).some((field) => !RECORDED_FIELDS.has(field)),
  );
  return [...new Set(unsure.map(({ name }) => name))];
}

/** Fields of `when` that a record holds. */
const RECORDED_FIELDS: ReadonlySet<string> = new Set(['time', 'user']);
