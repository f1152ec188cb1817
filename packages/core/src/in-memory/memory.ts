import type { JsonValue } from '../json.ts';
import type { MemoryAddress, MemoryEntry } from '../memory/memory-entry.ts';
import type { Clock, MemoryStore, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** A value as text: whoever changes what they gave or got changes nothing here. */
interface Kept {
  readonly entry: Omit<MemoryEntry, 'value'>;
  readonly json: string;
}

/**
 * Values in this process's memory. Expired ones are let go by a write of their owner and by `purgeExpired`.
 * A write is O(values of the owner), a look-up O(1), the rest O(values of all).
 */
export class InMemoryMemoryStore implements MemoryStore {
  readonly #clock: Clock;
  /** By owner, then by key. */
  readonly #owners = new Map<string, Map<string, Kept>>();
  readonly #handles = new Map<string, Kept>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put({ value, ...entry }: MemoryEntry, maxEntries: number): Promise<'stored' | 'full'> {
    const id = ownerId(entry);
    const values = this.#owners.get(id) ?? new Map<string, Kept>();
    for (const kept of [...values.values()]) if (!this.#isLive(kept)) this.#remove(kept);
    const others = values.has(entry.key) ? values.size - 1 : values.size;
    if (others >= maxEntries) return Promise.resolve('full');
    const former = values.get(entry.key);
    if (former !== undefined) this.#remove(former);
    const kept = { entry, json: JSON.stringify(value) };
    values.set(entry.key, kept);
    this.#owners.set(id, values);
    this.#handles.set(handleId(entry), kept);
    return Promise.resolve('stored');
  }

  get(address: MemoryAddress): Promise<MemoryEntry | undefined> {
    return Promise.resolve(this.#live(this.#at(address)));
  }

  find(tenantId: string, handle: string): Promise<MemoryEntry | undefined> {
    return Promise.resolve(this.#live(this.#handles.get(handleId({ tenantId, handle }))));
  }

  delete(address: MemoryAddress): Promise<boolean> {
    const kept = this.#at(address);
    if (kept === undefined) return Promise.resolve(false);
    this.#remove(kept);
    return Promise.resolve(this.#isLive(kept));
  }

  purgeExpired(tenants: TenantScope): Promise<number> {
    return this.#removeAll((kept) => inScope(tenants, kept.entry.tenantId) && !this.#isLive(kept));
  }

  shred(tenantId: string): Promise<number> {
    return this.#removeAll(({ entry }) => entry.tenantId === tenantId);
  }

  #at(address: MemoryAddress): Kept | undefined {
    return this.#owners.get(ownerId(address))?.get(address.key);
  }

  #isLive({ entry }: Kept): boolean {
    return this.#clock.now() < entry.expiresAt;
  }

  #live(kept: Kept | undefined): MemoryEntry | undefined {
    if (kept === undefined || !this.#isLive(kept)) return undefined;
    return { ...kept.entry, value: JSON.parse(kept.json) as JsonValue };
  }

  #remove(kept: Kept): void {
    const { entry } = kept;
    const id = ownerId(entry);
    const values = this.#owners.get(id);
    values?.delete(entry.key);
    if (values?.size === 0) this.#owners.delete(id);
    const handle = handleId(entry);
    if (this.#handles.get(handle) === kept) this.#handles.delete(handle);
  }

  #removeAll(isGone: (kept: Kept) => boolean): Promise<number> {
    const all = [...this.#owners.values()].flatMap((values) => [...values.values()]);
    const gone = all.filter(isGone);
    for (const kept of gone) this.#remove(kept);
    return Promise.resolve(gone.length);
  }
}

function ownerId({ tenantId, scope, owner }: MemoryAddress): string {
  return JSON.stringify([tenantId, scope, owner]);
}

function handleId({ tenantId, handle }: Pick<MemoryEntry, 'tenantId' | 'handle'>): string {
  return JSON.stringify([tenantId, handle]);
}
