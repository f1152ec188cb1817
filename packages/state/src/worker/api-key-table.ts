import type { ApiKey, TenantScope } from '@safeai/core';
import { coversTenants } from '@safeai/core/stores';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface Row {
  readonly id: string;
  readonly body: Buffer;
}

/** API keys in their file. A key of several tenants has a row for each, beside its own. */
export class ApiKeyTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #select;
  readonly #insert;
  readonly #insertTenant;
  readonly #update;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#select = new Statement<Row>(database, 'SELECT id, body FROM api_keys WHERE id = ?');
    // Replacing a key takes the rows of its tenants away.
    this.#insert = new Statement(
      database,
      'INSERT OR REPLACE INTO api_keys (id, created_at, over_at, body) VALUES (?, ?, ?, ?)',
    );
    this.#insertTenant = new Statement(
      database,
      'INSERT INTO api_key_tenants (tenant, api_key) VALUES (?, ?)',
    );
    this.#update = new Statement(
      database,
      'UPDATE api_keys SET over_at = ?, body = ? WHERE id = ?',
    );
  }

  add(key: ApiKey): undefined {
    this.#insert.run(key.id, key.createdAt, overAt(key), this.#sealed(key));
    for (const tenant of new Set(key.tenants)) {
      this.#insertTenant.run(this.#names.tenant(tenant), key.id);
    }
  }

  get(id: string): ApiKey | undefined {
    const row = this.#select.get(id);
    const key = row === undefined ? undefined : this.#opened(row);
    // The driver cuts texts at a NUL.
    return key?.id === id ? key : undefined;
  }

  list(tenants: TenantScope, limit: number): readonly ApiKey[] {
    const { sql, values } = this.#scope(tenants);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT id, body FROM api_keys WHERE ${sql} ORDER BY created_at DESC, id DESC LIMIT ?`,
    ).all(...values, limit);
    // The sealed body has the last word about whose it is.
    return rows
      .map((row) => this.#opened(row))
      .filter((key) => coversTenants(tenants, key.tenants));
  }

  revoke(tenants: TenantScope, id: string, at: number): ApiKey | undefined {
    const known = this.get(id);
    if (known === undefined || !coversTenants(tenants, known.tenants)) return undefined;
    if (known.revokedAt !== null) return known;
    const revoked = { ...known, revokedAt: at };
    this.#put(revoked);
    return revoked;
  }

  renewLookup(id: string, lookup: string, lookupKey: string): undefined {
    const known = this.get(id);
    if (known !== undefined) this.#put({ ...known, lookup, lookupKey });
  }

  #put(key: ApiKey): void {
    this.#update.run(overAt(key), this.#sealed(key), key.id);
  }

  /** Keys of which every tenant is in the scope. */
  #scope(tenants: TenantScope): { readonly sql: string; readonly values: readonly Buffer[] } {
    if (tenants.includes('*')) return { sql: 'TRUE', values: [] };
    const values = tenants.map((tenant) => this.#names.tenant(tenant));
    const among = `IN (${values.map(() => '?').join(', ')})`;
    return {
      sql: `id IN (SELECT api_key FROM api_key_tenants WHERE tenant ${among})
        AND NOT EXISTS (SELECT 1 FROM api_key_tenants WHERE api_key = id AND tenant NOT ${among})`,
      values: [...values, ...values],
    };
  }

  #sealed(key: ApiKey): Buffer {
    return sealJson(this.#key, key, ['api key', key.id]);
  }

  #opened({ id, body }: Row): ApiKey {
    return openJson(this.#key, body, ['api key', id]) as ApiKey;
  }
}

/** From when on a key is good for nothing; null while that is not known. */
function overAt({ expiresAt, revokedAt }: ApiKey): number | null {
  if (expiresAt === null || revokedAt === null) return expiresAt ?? revokedAt;
  return Math.min(expiresAt, revokedAt);
}
