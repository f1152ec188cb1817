import type { TenantScope } from '@safeai/core';
import type { Names } from './names.ts';

/** A condition on the column `tenant`, and its values. */
export interface Clause {
  readonly sql: string;
  readonly values: readonly Buffer[];
}

/** Rows of tenants that somebody may see. */
export function scopeClause(names: Names, tenants: TenantScope): Clause {
  if (tenants.includes('*')) return { sql: 'TRUE', values: [] };
  const values = tenants.map((tenant) => names.tenant(tenant));
  return { sql: `tenant IN (${values.map(() => '?').join(', ')})`, values };
}
