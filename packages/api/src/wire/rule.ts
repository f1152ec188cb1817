import type {
  ApprovalTerms,
  Condition,
  JsonObject,
  JsonValue,
  NormalizedRule,
  PolicyRule,
} from '@safeai/core';
import type { WireRule } from '../schema/policy.ts';
import { snakeCase } from './snake-case.ts';

/** A rule in force: checked, and with its defaults filled in. */
export function fromNormalizedRule(rule: NormalizedRule): WireRule {
  return withoutNulls({
    name: rule.name,
    origin: rule.origin,
    boundary: [...rule.boundaries],
    direction: copy(rule.directions),
    action: rule.action,
    data_tags: copy(rule.dataTags),
    tenant_id: rule.tenantId,
    tools: copy(rule.tools),
    agents: copy(rule.agents),
    users: copy(rule.users),
    models: copy(rule.models),
    min_confidence: rule.minConfidence,
    when: rule.when === null ? null : fromWhen(rule.when),
    controls: copy(rule.controls),
    priority: rule.priority,
    mode: rule.mode,
    locked: rule.locked,
    reason: rule.reason,
    fallback_template: rule.fallbackTemplate,
    approval: rule.approval === null ? null : fromApproval(rule.approval),
    trust_declared: rule.trustDeclared,
  });
}

/** A rule as it was written. */
export function fromPolicyRule(rule: PolicyRule): WireRule {
  return withoutNulls({
    name: rule.name,
    boundary: list(rule.boundary),
    direction: rule.direction === undefined ? null : list(rule.direction),
    action: rule.action,
    data_tags: copy(rule.dataTags),
    tenant_id: rule.tenantId ?? null,
    tools: copy(rule.tools),
    agents: copy(rule.agents),
    users: copy(rule.users),
    models: copy(rule.models),
    min_confidence: rule.minConfidence ?? null,
    when: rule.when === undefined ? null : fromWhen(rule.when),
    controls: copy(rule.controls),
    priority: rule.priority ?? null,
    mode: rule.mode ?? null,
    locked: rule.locked ?? null,
    reason: rule.reason ?? null,
    fallback_template: rule.fallbackTemplate ?? null,
    approval: rule.approval === undefined ? null : fromApproval(rule.approval),
    trust_declared: rule.trustDeclared ?? null,
  });
}

function fromWhen(when: Readonly<Record<string, Condition>>): JsonObject {
  const entries = Object.entries(when);
  return Object.fromEntries(entries.map(([field, condition]) => [field, fromCondition(condition)]));
}

function fromCondition(condition: Condition): JsonObject {
  const entries = Object.entries(condition) as [string, JsonValue][];
  return Object.fromEntries(entries.map(([operator, operand]) => [snakeCase(operator), operand]));
}

function fromApproval(terms: ApprovalTerms): NonNullable<WireRule['approval']> {
  const wire: NonNullable<WireRule['approval']> = {};
  if (terms.ttlMs !== undefined) wire.ttl_ms = terms.ttlMs;
  if (terms.minApprovals !== undefined) wire.min_approvals = terms.minApprovals;
  if (terms.groups !== undefined) {
    wire.groups = terms.groups.map(({ role, count }) => ({ role, count }));
  }
  if (terms.escalateAfterMs !== undefined) wire.escalate_after_ms = terms.escalateAfterMs;
  if (terms.escalateTo !== undefined) wire.escalate_to = terms.escalateTo;
  return wire;
}

function list<T extends string>(value: T | readonly T[]): T[] {
  return typeof value === 'string' ? [value] : [...value];
}

function copy<T>(items: readonly T[] | null | undefined): T[] | null {
  return items === null || items === undefined ? null : [...items];
}

type Nullable<T> = { [Key in keyof T]-?: Key extends RequiredKeys<T> ? T[Key] : T[Key] | null };
type RequiredKeys<T> = {
  [Key in keyof T]-?: undefined extends T[Key] ? never : Key;
}[keyof T];

function withoutNulls(rule: Partial<Nullable<WireRule>>): WireRule {
  const entries = Object.entries(rule).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as WireRule;
}
