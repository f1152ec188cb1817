import {
  inScope,
  type NormalizedRule,
  type PolicyFinding,
  type PolicyRule,
  type TenantScope,
} from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { PoliciesAnswer, TemplatesAnswer } from '../routes/policies.ts';
import type { WireFinding } from '../schema/policy.ts';
import { fromNormalizedRule, fromPolicyRule } from './rule.ts';

/** A policy set in force (the runtime's, by shape: this package knows core alone). */
export interface PolicySet {
  readonly revision: string;
  readonly rules: readonly NormalizedRule[];
  readonly lint: readonly PolicyFinding[];
}

/** GET /v1/policies: of the policy set, what concerns everybody and the tenants that a caller may see. */
export function fromPolicySet(
  { revision, rules, lint }: PolicySet,
  scope: TenantScope,
): Static<typeof PoliciesAnswer> {
  const isSeen = ({ tenantId }: { readonly tenantId: string | null }): boolean =>
    tenantId === null || inScope(scope, tenantId);
  return {
    revision,
    rules: rules.filter(isSeen).map(fromNormalizedRule),
    lint: lint.filter(isSeen).map(fromFinding),
  };
}

/** Something about a rule set that is probably not meant. */
export function fromFinding({
  code,
  severity,
  rule,
  tenantId,
  message,
}: PolicyFinding): WireFinding {
  return { code, severity, rule, tenant_id: tenantId, message };
}

/** A set of rules to start from. */
export interface Template {
  readonly name: string;
  readonly description: string;
  readonly rules: readonly PolicyRule[];
  /** `shipped`, or `plugin:` and the name of a plugin. */
  readonly origin: string;
}

/** GET /v1/policies/templates: the templates as an answer. */
export function fromTemplates(templates: Iterable<Template>): Static<typeof TemplatesAnswer> {
  return {
    templates: Array.from(templates, ({ name, description, rules, origin }) => ({
      name,
      description,
      origin,
      rules: rules.map(fromPolicyRule),
    })),
  };
}
