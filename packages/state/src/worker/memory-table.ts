import type { MemoryAddress, MemoryEntry, TenantScope } from '@safeai/core';
import type { DataKeys } from './data-keys.ts';
import type { Database } from './database.ts';
import { StateFailure } from './failure.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface Row {
  readonly address: Uint8Array;
  readonly data_key: string;
  readonly body: Buffer;
}

const COLUMNS = 'address, data_key, body';

/** Values that agents remember, each sealed with its tenant's key and bound to its address. */
export class MemoryTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #dataKeys: DataKeys;
  readonly #now: () => number;
  readonly #expire;
  readonly #others;
  readonly #put;
  readonly #get;
  readonly #find;
  readonly #delete;
  readonly #shred;

  constructor(database: Database, names: Names, dataKeys: DataKeys, now: () => number) {
    this.#database = database;
    this.#names = names;
    this.#dataKeys = dataKeys;
    this.#now = now;
    this.#expire = new Statement(
      database,
      'DELETE FROM memory WHERE owner = ? AND expires_at <= ?',
    );
    this.#others = new Statement<{ live: number }>(
      database,
      'SELECT count(*) AS live FROM memory WHERE owner = ? AND address <> ?',
    );
    this.#put = new Statement(
      database,
      `INSERT OR REPLACE INTO memory (address, tenant, owner, handle, data_key, expires_at, body)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#get = new Statement<Row>(
      database,
      `SELECT ${COLUMNS} FROM memory WHERE address = ? AND expires_at > ?`,
    );
    this.#find = new Statement<Row>(
      database,
      `SELECT ${COLUMNS} FROM memory WHERE handle = ? AND expires_at > ? LIMIT 1`,
    );
    this.#delete = new Statement<{ expires_at: number }>(
      database,
      'DELETE FROM memory WHERE address = ? RETURNING expires_at',
    );
    this.#shred = new Statement(database, 'DELETE FROM memory WHERE tenant = ?');
  }

  put(entry: MemoryEntry, maxEntries: number): 'stored' | 'full' {
    const address = this.#names.address(entry);
    const owner = this.#names.owner(entry);
    this.#expire.run(owner, this.#now());
    const others = this.#others.get(owner, address);
    if ((others?.live ?? 0) >= maxEntries) return 'full';
    const tenant = this.#names.tenant(entry.tenantId);
    const { id, key } = this.#dataKeys.getOrMake(tenant);
    this.#put.run(
      address,
      tenant,
      owner,
      this.#names.handle(entry.tenantId, entry.handle),
      id,
      entry.expiresAt,
      sealJson(key, entry, binding(address, id)),
    );
    return 'stored';
  }

  get(address: MemoryAddress): MemoryEntry | undefined {
    const row = this.#get.get(this.#names.address(address), this.#now());
    return this.#entry(address.tenantId, row);
  }

  find(tenantId: string, handle: string): MemoryEntry | undefined {
    const row = this.#find.get(this.#names.handle(tenantId, handle), this.#now());
    const entry = this.#entry(tenantId, row);
    return entry?.handle === handle ? entry : undefined;
  }

  delete(address: MemoryAddress): boolean {
    const row = this.#delete.get(this.#names.address(address));
    return row !== undefined && this.#now() < row.expires_at;
  }

  purgeSome(tenants: TenantScope, limit: number): number {
    const scope = scopeClause(this.#names, tenants);
    return new Statement(
      this.#database,
      `DELETE FROM memory WHERE rowid IN
       (SELECT rowid FROM memory WHERE expires_at <= ? AND ${scope.sql} LIMIT ?)`,
    ).run(this.#now(), ...scope.values, limit);
  }

  shred(tenantId: string): number {
    const tenant = this.#names.tenant(tenantId);
    this.#dataKeys.destroy(tenant);
    return this.#shred.run(tenant);
  }

  #entry(tenantId: string, row: Row | undefined): MemoryEntry | undefined {
    if (row === undefined) return undefined;
    const dataKey = this.#dataKeys.get(this.#names.tenant(tenantId));
    if (dataKey?.id !== row.data_key) {
      throw new StateFailure(
        'A remembered value names a key that its tenant does not have: a state file was changed by something else than SafeAI. It is not used.',
      );
    }
    const { body } = row;
    return openJson(dataKey.key, body, binding(row.address, dataKey.id)) as MemoryEntry;
  }
}

/** The address stands for tenant, scope, owner and key: it is their keyed hash. */
function binding(address: Uint8Array, dataKey: string): readonly string[] {
  return ['memory', Buffer.from(address).toString('hex'), dataKey];
}
