import { CompiledRule } from './compiled-rule.ts';
import { DEFAULT_RULES } from './defaults.ts';
import { normalizeRules, normalizeShipped } from './normalize-rules.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import { ToolNames } from './query.ts';
import { revisionOf } from './revision.ts';
import type { DefaultAction, PolicyRule } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import { slotsOf } from './slots.ts';
import type { RuleList } from './bucket.ts';
import { TagCache } from './tag-cache.ts';

/** What a policy is made of, with every default filled in. */
export interface PolicySettings {
  readonly rules: readonly PolicyRule[];
  readonly defaults: boolean;
  readonly defaultAction: DefaultAction;
  readonly defaultTenant: string;
}

/** A rule set ready to be evaluated. Never changes, but for what it remembers of tags and tools seen. */
export interface CompiledPolicy {
  readonly settings: PolicySettings;
  /** sha256 (hex) of the normalised set and settings. */
  readonly revision: string;
  /** In order of evaluation, shadow rules among them. */
  readonly rules: RuleList;
  /** Shipped rules that a top-level rule of their name took the place of. */
  readonly replaced: readonly NormalizedRule[];
  readonly enforced: RuleIndex;
  /** Shadow rules and all; `null` where there are none. */
  readonly shadow: RuleIndex | null;
  /** The slots that shadow rules stand in. */
  readonly shadowSlots: ReadonlySet<number>;
  readonly tags: TagCache;
  readonly tools: ToolNames;
}

/**
 * Checks, orders and indexes a rule set.
 *
 * @throws PolicyError `invalid_policy` with every problem of every rule. O(n log n) in the number of rules.
 */
export function compilePolicy(settings: PolicySettings): CompiledPolicy {
  const own = normalizeRules(settings.rules);
  const taken = new Set(own.filter((rule) => rule.origin === 'operator').map((rule) => rule.name));
  const shipped = settings.defaults ? normalizeShipped(DEFAULT_RULES) : [];
  const normalized = [...own, ...shipped.filter((rule) => !taken.has(rule.name))];
  // A stable sort: among equal priorities the order of definition stands, shipped rules last.
  normalized.sort((a, b) => a.priority - b.priority);
  const rules = normalized.map((rule, position) => new CompiledRule(rule, position));
  const enforced = rules.filter(({ rule }) => rule.mode === 'enforce');
  const shadows = rules.filter(({ rule }) => rule.mode === 'shadow');
  return {
    settings,
    revision: revisionOf(normalized, settings),
    rules,
    replaced: shipped.filter((rule) => taken.has(rule.name)),
    enforced: new RuleIndex(enforced, 0),
    shadow: shadows.length === 0 ? null : new RuleIndex(rules, 1),
    shadowSlots: new Set(shadows.flatMap(({ rule }) => slotsOf(rule))),
    tags: new TagCache(),
    tools: new ToolNames(),
  };
}
