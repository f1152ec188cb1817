import type { ApiKey } from '../api-keys/api-key.ts';
import type { ApiKeyStore, TenantScope } from '../ports.ts';
import { coversTenants } from '../tenant-scope.ts';

/** API keys in this process's memory. */
export class MemoryApiKeyStore implements ApiKeyStore {
  readonly #keys = new Map<string, ApiKey>();

  add(key: ApiKey): Promise<void> {
    this.#keys.set(key.id, key);
    return Promise.resolve();
  }

  get(id: string): Promise<ApiKey | undefined> {
    return Promise.resolve(this.#keys.get(id));
  }

  list(tenants: TenantScope, limit: number): Promise<readonly ApiKey[]> {
    const found = [...this.#keys.values()]
      .filter((key) => coversTenants(tenants, key.tenants))
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
    return Promise.resolve(found.slice(0, limit));
  }

  revoke(tenants: TenantScope, id: string, at: number): Promise<ApiKey | undefined> {
    const known = this.#keys.get(id);
    if (known === undefined || !coversTenants(tenants, known.tenants)) {
      return Promise.resolve(undefined);
    }
    const revoked = { ...known, revokedAt: known.revokedAt ?? at };
    this.#keys.set(id, revoked);
    return Promise.resolve(revoked);
  }

  renewLookup(id: string, lookup: string, lookupKey: string): Promise<void> {
    const known = this.#keys.get(id);
    if (known !== undefined) this.#keys.set(id, { ...known, lookup, lookupKey });
    return Promise.resolve();
  }
}
