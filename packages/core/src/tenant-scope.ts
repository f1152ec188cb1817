import type { TenantScope } from './ports.ts';

/** Whether a tenant is among those that somebody may see. */
export function inScope(tenants: TenantScope, tenantId: string): boolean {
  return tenants.includes('*') || tenants.includes(tenantId);
}

/** The tenants that are in both scopes. */
export function narrowScope(tenants: TenantScope, by: TenantScope): TenantScope {
  if (tenants.includes('*')) return by;
  return by.includes('*') ? tenants : tenants.filter((tenant) => by.includes(tenant));
}
