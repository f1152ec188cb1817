import { formatDuration } from '@safeai/core';
import type { PolicyRule } from './policy-rule.ts';

/** What a rule in force says when its file says nothing of it. */
const DEFAULTS: Partial<Record<keyof PolicyRule, unknown>> = {
  priority: 100,
  mode: 'enforce',
  locked: false,
  trust_declared: false,
  min_confidence: 0.5,
};

/** A rule as `safeai.yaml` writes it: without what it need not say. */
export function fileRule(rule: PolicyRule): Readonly<Record<string, unknown>> {
  const { name, origin: _, boundary, direction, approval, ...rest } = rule;
  const entries: [string, unknown][] = Object.entries({
    name,
    boundary: oneOrMany(boundary),
    ...(direction === undefined ? {} : { direction: oneOrMany(direction) }),
    ...rest,
    ...(approval === undefined ? {} : { approval: fileApproval(approval) }),
  });
  return Object.fromEntries(
    entries.filter(
      ([key, value]) =>
        DEFAULTS[key as keyof PolicyRule] !== value &&
        !(Array.isArray(value) && value.length === 0),
    ),
  );
}

function fileApproval({
  ttl_ms,
  escalate_after_ms,
  ...rest
}: NonNullable<PolicyRule['approval']>): Readonly<Record<string, unknown>> {
  return {
    ...(ttl_ms === undefined ? {} : { ttl: formatDuration(ttl_ms) }),
    ...rest,
    ...(escalate_after_ms === undefined
      ? {}
      : { escalate_after: formatDuration(escalate_after_ms) }),
  };
}

function oneOrMany<Each>(values: readonly Each[]): Each | readonly Each[] {
  const [first] = values;
  return first !== undefined && values.length === 1 ? first : values;
}
