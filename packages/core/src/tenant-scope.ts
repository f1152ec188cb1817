import type { TenantScope } from './ports.ts';

/** Whether a tenant is among those that somebody may see. */
export function inScope(tenants: TenantScope, tenantId: string): boolean {
  return tenants.includes('*') || tenants.includes(tenantId);
}
