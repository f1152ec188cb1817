import { StoredNames, storedScope } from '../approvals/stored-names.ts';
import type { KeyRing, TenantScope } from '../ports.ts';
import type { IdentifierGuard } from './digest.ts';

/** What names are guarded with. */
export interface NameKeeper {
  readonly ports: { readonly keys: KeyRing };
  readonly snapshot: { readonly identifiers: IdentifierGuard };
}

/** Names of a tenant as records and stores hold them. */
export function namesOf({ ports, snapshot }: NameKeeper, tenantId: string): StoredNames {
  return new StoredNames(ports.keys, snapshot.identifiers, tenantId);
}

/** A name as records and stores hold it: a digest where it holds a detection; null where there is none. */
export function safeName(
  keeper: NameKeeper,
  tenantId: string,
  name: string | null | undefined,
): string | null {
  return name === null || name === undefined ? null : namesOf(keeper, tenantId).of(name);
}

/** A tenant's id as records and stores hold it. */
export function safeTenant(keeper: NameKeeper, tenantId: string): string {
  return namesOf(keeper, tenantId).of(tenantId);
}

/** A scope whose tenants are as records and stores hold them. */
export function safeScope({ ports, snapshot }: NameKeeper, tenants: TenantScope): TenantScope {
  return storedScope(ports.keys, snapshot.identifiers, tenants);
}
