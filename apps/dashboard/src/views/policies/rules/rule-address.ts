import { auditAddress } from '../../../data/audit-address.ts';
import type { PolicyRule } from './policy-rule.ts';

/** Where the page of a rule is, below the view. A rule of a tenant has the tenant after its name. */
export function rulePath(name: string, tenant?: string): string {
  const own = `/rules/${encoded(name)}`;
  return tenant === undefined ? own : `${own}/${encoded(tenant)}`;
}

/** The records that a rule decided within the last day, or would have as a shadow rule, in the audit log. */
export function recordsPath({
  name,
  tenant_id,
  mode,
}: Pick<PolicyRule, 'name' | 'tenant_id' | 'mode'>): string {
  const key = mode === 'shadow' ? 'shadow' : 'policy';
  return auditAddress({ [key]: name, tenant: tenant_id, last: '24h' });
}

/**
 * The rule that an address means: that of the tenant where it names one; else the one of all tenants, or the first that
 * is called so.
 *
 * @param name as the router gives it
 */
export function ruleAt(
  rules: readonly PolicyRule[],
  name: string,
  tenant?: string,
): PolicyRule | undefined {
  const called = rules.filter((rule) => routed(rule.name) === name);
  if (tenant !== undefined) {
    return called.find(({ tenant_id }) => tenant_id !== undefined && routed(tenant_id) === tenant);
  }
  return called.find(({ tenant_id }) => tenant_id === undefined) ?? called[0];
}

/** A name as the router gives it: it resolves all escapes but those of what has a meaning in an address. */
function routed(name: string): string {
  return decodeURI(encoded(name));
}

/** Half of a surrogate pair cannot stand in an address. */
function encoded(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}
