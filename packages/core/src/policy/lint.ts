import type { CompiledPolicy } from './compiled-policy.ts';
import { finding, type PolicyFinding } from './finding.ts';
import { lintOverlaps } from './lint-overlaps.ts';
import { lintShape } from './lint-shape.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import { SLOTS, slotsOf } from './slots.ts';
import { strictness } from './strictness.ts';
import { DEFAULT_RULES } from './defaults.ts';

/** Everything in a policy that is allowed and probably not meant; the operator's rules in order, then the set. */
export function lintPolicy(policy: CompiledPolicy): readonly PolicyFinding[] {
  const own = policy.rules.map(({ rule }) => rule).filter((rule) => rule.origin !== 'shipped');
  return [
    ...own.flatMap(lintShape),
    ...lintOverlaps(policy.rules),
    ...own.flatMap((rule) => lintName(rule, policy)),
    ...lintCatchAll(policy),
  ];
}

/** What a rule's name does to the shipped rules. */
function lintName(rule: NormalizedRule, policy: CompiledPolicy): PolicyFinding[] {
  if (!policy.settings.defaults) return [];
  if (rule.tenantId !== null) {
    if (!DEFAULT_RULES.some((shipped) => shipped.name === rule.name)) return [];
    const message = "Has a shipped rule's name and does not replace it: only a global rule does.";
    return [finding('named_like_shipped', 'info', rule, message)];
  }
  const replaced = policy.replaced.find((shipped) => shipped.name === rule.name);
  if (replaced === undefined) return [];
  const isWeaker =
    rule.mode === 'shadow' ||
    strictness(rule.action) < strictness(replaced.action) ||
    (replaced.locked && !rule.locked);
  const message = `Replaces the shipped rule${isWeaker ? ' by a weaker one' : ''}.`;
  return [finding('replaces_shipped', isWeaker ? 'warning' : 'info', rule, message)];
}

/** Places with rules where content without tags meets the default action. */
function lintCatchAll(policy: CompiledPolicy): PolicyFinding[] {
  const used = new Set<number>();
  const caught = new Set<number>();
  for (const compiled of policy.rules) {
    const { rule } = compiled;
    const isCatchAll =
      rule.dataTags === null &&
      rule.tenantId === null &&
      rule.mode === 'enforce' &&
      compiled.conditions.length === 0;
    for (const slot of slotsOf(rule)) {
      used.add(slot);
      if (isCatchAll) caught.add(slot);
    }
  }
  const open = [...used].filter((slot) => !caught.has(slot)).map((slot) => SLOTS[slot] ?? '');
  if (open.length === 0) return [];
  const message =
    `No untagged rule covers everything at ${open.join(', ')}: ` +
    `content that no rule covers meets the default action, ${policy.settings.defaultAction}.`;
  return [{ code: 'no_catch_all', severity: 'info', rule: null, tenantId: null, message }];
}
