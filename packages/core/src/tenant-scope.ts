import type { TenantScope } from './ports.ts';

/** What a tenant may be called, as a regular expression. */
export const TENANT_PATTERN = '^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,127}$';

/** Whether a tenant is among those that somebody may see. */
export function inScope(tenants: TenantScope, tenantId: string): boolean {
  return tenants.includes('*') || tenants.includes(tenantId);
}

/** Whether all of some tenants, `*` included, are among those that somebody may see. */
export function coversTenants(tenants: TenantScope, named: TenantScope): boolean {
  return named.every((tenant) => inScope(tenants, tenant));
}

/** The tenants that are in both scopes. */
export function narrowScope(tenants: TenantScope, by: TenantScope): TenantScope {
  if (tenants.includes('*')) return by;
  return by.includes('*') ? tenants : tenants.filter((tenant) => by.includes(tenant));
}
