import { ConfigError } from '@safeai/config';
import type { ErrorDetail, NormalizedRule, PolicyEngine } from '@safeai/core';
import { draftPolicy } from './draft-policy.ts';
import type { ActivePolicies } from '../runtime.ts';

/** How two rule sets differ, by name and tenant of their rules. */
export interface PolicyChanges {
  readonly added: readonly NormalizedRule[];
  readonly removed: readonly NormalizedRule[];
  /** As the draft has them. */
  readonly changed: readonly NormalizedRule[];
}

/** What is to be said of a draft. */
export type PolicyCheck = {
  /** Of the rules in force. */
  readonly revisionNow: string;
} & (
  | ({ readonly ok: true; readonly changes: PolicyChanges } & ActivePolicies)
  | {
      readonly ok: false;
      /** In the order of the draft, each with line and column. */
      readonly problems: readonly ErrorDetail[];
    }
);

/** Whether a draft holds, and how it differs from the rules in force. Nothing is recorded, and nothing changes. */
export function checkPolicy(now: PolicyEngine, text: string): PolicyCheck {
  const revisionNow = now.revision;
  let draft: PolicyEngine;
  try {
    draft = draftPolicy(text);
  } catch (error) {
    if (error instanceof ConfigError) return { ok: false, revisionNow, problems: error.details };
    throw error;
  }
  const { revision, rules } = draft;
  return {
    ok: true,
    revisionNow,
    revision,
    rules,
    lint: draft.lint(),
    changes: changesOf(now, draft),
  };
}

function changesOf(now: PolicyEngine, draft: PolicyEngine): PolicyChanges {
  const before = byKey(now.rules);
  const after = byKey(draft.rules);
  return {
    added: draft.rules.filter((rule) => !before.has(keyOf(rule))),
    removed: now.rules.filter((rule) => !after.has(keyOf(rule))),
    changed: draft.rules.filter((rule) => {
      const old = before.get(keyOf(rule));
      return old !== undefined && !isSame(old, rule);
    }),
  };
}

function byKey(rules: readonly NormalizedRule[]): ReadonlyMap<string, NormalizedRule> {
  return new Map(rules.map((rule) => [keyOf(rule), rule]));
}

function keyOf({ name, tenantId }: NormalizedRule): string {
  return JSON.stringify([name, tenantId]);
}

/** Normalised rules have the same members in the same order. */
function isSame(one: NormalizedRule, other: NormalizedRule): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
