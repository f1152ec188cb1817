import type { MemoryAddress, MemoryEntry } from '../memory/memory-entry.ts';
import type { Clock, MemoryStore, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** Values in this process's memory. */
export class InMemoryMemoryStore implements MemoryStore {
  readonly #clock: Clock;
  readonly #entries = new Map<string, MemoryEntry>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(entry: MemoryEntry, maxEntries: number): Promise<'stored' | 'full'> {
    const id = idOf(entry);
    let others = 0;
    for (const [otherId, other] of this.#entries) {
      if (otherId !== id && this.#isLive(other) && sameOwner(entry, other)) others++;
    }
    if (others >= maxEntries) return Promise.resolve('full');
    this.#entries.set(id, entry);
    return Promise.resolve('stored');
  }

  get(address: MemoryAddress): Promise<MemoryEntry | undefined> {
    const entry = this.#entries.get(idOf(address));
    return Promise.resolve(entry !== undefined && this.#isLive(entry) ? entry : undefined);
  }

  find(tenantId: string, handle: string): Promise<MemoryEntry | undefined> {
    for (const entry of this.#entries.values()) {
      if (entry.handle === handle && entry.tenantId === tenantId && this.#isLive(entry)) {
        return Promise.resolve(entry);
      }
    }
    return Promise.resolve(undefined);
  }

  delete(address: MemoryAddress): Promise<boolean> {
    const id = idOf(address);
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    return Promise.resolve(entry !== undefined && this.#isLive(entry));
  }

  purgeExpired(tenants: TenantScope): Promise<number> {
    return this.#remove((entry) => inScope(tenants, entry.tenantId) && !this.#isLive(entry));
  }

  shred(tenantId: string): Promise<number> {
    return this.#remove((entry) => entry.tenantId === tenantId);
  }

  #isLive({ expiresAt }: MemoryEntry): boolean {
    return this.#clock.now() < expiresAt;
  }

  #remove(isGone: (entry: MemoryEntry) => boolean): Promise<number> {
    let removed = 0;
    for (const [id, entry] of this.#entries) {
      if (!isGone(entry)) continue;
      this.#entries.delete(id);
      removed++;
    }
    return Promise.resolve(removed);
  }
}

function idOf({ tenantId, scope, owner, key }: MemoryAddress): string {
  return JSON.stringify([tenantId, scope, owner, key]);
}

function sameOwner(a: MemoryAddress, b: MemoryAddress): boolean {
  return a.tenantId === b.tenantId && a.scope === b.scope && a.owner === b.owner;
}
