import { shortDigest, type IdentifierGuard } from '../boundary/digest.ts';
import type { KeyRing, TenantScope } from '../ports.ts';

/**
 * Names as approval requests store and record them: a tenant, agent, session, tool or user whose name holds
 * a detected value is stored as a digest of it.
 */
export class StoredNames {
  readonly #guard: IdentifierGuard;
  readonly #digest: (value: string) => string;

  /** @param tenantId the stored name of the tenant */
  constructor(keys: KeyRing, guard: IdentifierGuard, tenantId: string) {
    this.#guard = guard;
    this.#digest = (value) => shortDigest(keys.key('digest'), tenantId, value);
  }

  /** The name as it is stored. */
  of(name: string): string {
    return this.#guard.safe(name, this.#digest);
  }

  /** Whether a stored name is that of somebody, under whatever detectors it was stored. */
  is(stored: string, name: string): boolean {
    return stored === name || stored === `sha256:${this.#digest(name)}`;
  }
}

/** The names of a tenant, which is stored by such a name itself. */
export function namesOfTenant(
  keys: KeyRing,
  guard: IdentifierGuard,
  tenantId: string,
): { readonly names: StoredNames; readonly tenantId: string } {
  const stored = new StoredNames(keys, guard, tenantId).of(tenantId);
  return { names: new StoredNames(keys, guard, stored), tenantId: stored };
}

/** The tenants of a scope by their stored names. */
export function storedScope(
  keys: KeyRing,
  guard: IdentifierGuard,
  tenants: TenantScope,
): TenantScope {
  return tenants.map((tenant) =>
    tenant === '*' ? tenant : namesOfTenant(keys, guard, tenant).tenantId,
  );
}
