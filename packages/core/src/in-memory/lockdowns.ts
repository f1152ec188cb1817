import type { Lockdown } from '../lockdown/lockdown.ts';
import type { LockdownStore, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** Lockdowns in this process's memory. */
export class MemoryLockdownStore implements LockdownStore {
  readonly #lockdowns = new Map<string, Lockdown>();

  add(lockdown: Lockdown): Promise<void> {
    this.#lockdowns.set(lockdown.id, lockdown);
    return Promise.resolve();
  }

  active(): Promise<readonly Lockdown[]> {
    const byAge = (a: Lockdown, b: Lockdown): number =>
      (a.createdAt ?? 0) - (b.createdAt ?? 0) || (a.id < b.id ? -1 : 1);
    return Promise.resolve([...this.#lockdowns.values()].sort(byAge));
  }

  lift(tenants: TenantScope, id: string): Promise<Lockdown | undefined> {
    const known = this.#lockdowns.get(id);
    if (known === undefined || !inScope(tenants, known.tenantId ?? '*')) {
      return Promise.resolve(undefined);
    }
    this.#lockdowns.delete(id);
    return Promise.resolve(known);
  }
}
