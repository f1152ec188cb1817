import { fileRule } from '../rules/file-rule.ts';
import type { PolicyRule } from '../rules/policy-rule.ts';

/** A part of a rule that two versions of it say differently; undefined where one says nothing of it. */
export interface RuleChange {
  readonly part: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a rule says otherwise than it did. */
export function ruleChanges(before: PolicyRule, after: PolicyRule): readonly RuleChange[] {
  const [old, next] = [fileRule(before), fileRule(after)];
  const parts = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...parts]
    .filter((part) => JSON.stringify(old[part]) !== JSON.stringify(next[part]))
    .map((part) => ({ part, before: old[part], after: next[part] }));
}
