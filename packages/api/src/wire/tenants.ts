import { inScope, type NormalizedRule, type TenantScope } from '@safeai/core';
import type { AnswerOf } from '../routes/types.ts';

/** What an installation says of its tenants. */
export interface TenantsOf {
  /** The entries of the configuration, by id. */
  readonly declared: Readonly<Record<string, { readonly description?: string }>>;
  /** The tenant of requests that name none. */
  readonly defaultTenant: string;
  /** The policy in force. */
  readonly rules: readonly NormalizedRule[];
  /** Emergency stops in force. */
  readonly stops: readonly {
    readonly tenantId: string | null;
    readonly agentId: string | null;
    readonly tool: string | null;
  }[];
}

/** GET /v1/tenants: those that a caller may see. O(tenants + rules + stops). */
export function fromTenants(
  { declared, defaultTenant, rules, stops }: TenantsOf,
  scope: TenantScope,
): AnswerOf<'tenants'> {
  const known = [defaultTenant, ...Object.keys(declared)];
  const named = scope.filter((tenant) => tenant !== '*');
  const seen = new Set([...known.filter((tenant) => inScope(scope, tenant)), ...named]);
  const policies = new Map<string | null, number>();
  for (const { tenantId } of rules) policies.set(tenantId, (policies.get(tenantId) ?? 0) + 1);
  const whole = stops.filter(({ agentId, tool }) => agentId === null && tool === null);
  const stopped = new Set(whole.map(({ tenantId }) => tenantId));
  return [...seen].sort().map((tenant) => ({
    tenant_id: tenant,
    description: Object.hasOwn(declared, tenant) ? (declared[tenant]?.description ?? null) : null,
    declared: Object.hasOwn(declared, tenant),
    default: tenant === defaultTenant,
    policies: policies.get(tenant) ?? 0,
    stopped: stopped.has(null) || stopped.has(tenant),
  }));
}
