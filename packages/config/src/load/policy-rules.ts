import type { ApprovalTerms, PolicyRule } from '@safeai/core';
import { parseDuration } from '../duration.ts';
import type { ValueOf } from '../schema/field.ts';
import type { policyRule } from '../schema/policy-rule.ts';

/** A rule as the file writes it, in camelCase. */
export type RuleValue = ValueOf<typeof policyRule>;

/** The rule that the engine takes; `tenantId` is set for the rules of a tenant. */
export function toPolicyRule(value: RuleValue, tenantId?: string): PolicyRule {
  const match = { ...value.condition, ...value };
  return compact<PolicyRule>({
    name: value.name,
    boundary: value.boundary,
    action: value.action,
    dataTags: many(match.dataTags ?? match.dataTag),
    direction: match.direction ?? match.directions,
    tenantId: tenantId ?? match.tenantId,
    tools: many(match.tools ?? match.tool),
    agents: many(match.agents ?? match.agent),
    users: many(match.users ?? match.user),
    models: many(match.models ?? match.model),
    minConfidence: match.minConfidence,
    when: match.when,
    controls: value.controls,
    priority: value.priority,
    mode: value.mode,
    locked: value.locked,
    reason: value.reason,
    fallbackTemplate: value.fallbackTemplate,
    approval: value.approval === undefined ? undefined : approvalTerms(value.approval),
    trustDeclared: value.trustDeclared,
  });
}

function approvalTerms(value: NonNullable<RuleValue['approval']>): ApprovalTerms {
  return compact<ApprovalTerms>({
    ttlMs: value.ttl === undefined ? undefined : parseDuration(value.ttl),
    minApprovals: value.minApprovals,
    groups: value.groups,
    escalateAfterMs:
      value.escalateAfter === undefined ? undefined : parseDuration(value.escalateAfter),
    escalateTo: value.escalateTo,
  });
}

function many(value: string | readonly string[] | undefined): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : value;
}

/** The same object without the keys that hold nothing. */
function compact<T extends object>(draft: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as T;
}
