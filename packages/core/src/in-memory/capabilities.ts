import type { Capability } from '../capabilities/capability.ts';
import type { CapabilityStore, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** Grants in this process's memory. */
export class MemoryCapabilityStore implements CapabilityStore {
  readonly #capabilities = new Map<string, Capability>();

  add(capability: Capability): Promise<void> {
    this.#capabilities.set(capability.id, capability);
    return Promise.resolve();
  }

  get(id: string): Promise<Capability | undefined> {
    return Promise.resolve(this.#capabilities.get(id));
  }

  list(tenants: TenantScope, limit: number): Promise<readonly Capability[]> {
    const found = [...this.#capabilities.values()]
      .filter(({ tenantId }) => inScope(tenants, tenantId))
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return Promise.resolve(found.slice(0, limit));
  }

  revoke(tenants: TenantScope, id: string, at: number): Promise<Capability | undefined> {
    const known = this.#capabilities.get(id);
    if (known === undefined || !inScope(tenants, known.tenantId)) return Promise.resolve(undefined);
    const revoked = { ...known, revokedAt: known.revokedAt ?? at };
    this.#capabilities.set(id, revoked);
    return Promise.resolve(revoked);
  }
}
