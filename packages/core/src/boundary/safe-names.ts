import type { KeyRing, TenantScope } from '../ports.ts';
import { shortDigest, type IdentifierGuard } from './digest.ts';

/** What names are guarded with. */
export interface NameKeeper {
  readonly ports: { readonly keys: KeyRing };
  readonly snapshot: { readonly identifiers: IdentifierGuard };
}

/** Names of a tenant as records and stores may hold them: one that holds a detection is a digest. */
export function safeNames(
  { ports, snapshot }: NameKeeper,
  tenantId: string,
): (name: string) => string {
  const key = ports.keys.key('digest');
  const digest = (value: string): string => shortDigest(key, tenantId, value);
  return (name) => snapshot.identifiers.safe(name, digest);
}

/** {@link safeNames} for one name that may be missing. */
export function safeName(
  keeper: NameKeeper,
  tenantId: string,
  name: string | null | undefined,
): string | null {
  return name === null || name === undefined ? null : safeNames(keeper, tenantId)(name);
}

/** A tenant's id as records and stores may hold it. */
export function safeTenant(keeper: NameKeeper, tenantId: string): string {
  return safeNames(keeper, tenantId)(tenantId);
}

/** A scope whose tenants are as records and stores hold them. */
export function safeScope(keeper: NameKeeper, tenants: TenantScope): TenantScope {
  return tenants.map((tenant) => (tenant === '*' ? tenant : safeTenant(keeper, tenant)));
}
