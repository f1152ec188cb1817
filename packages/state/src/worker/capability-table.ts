import type { Capability, TenantScope } from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface Row {
  readonly id: string;
  readonly body: Buffer;
}

/** Grants in their file. */
export class CapabilityTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #select;
  readonly #put;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#select = new Statement<Row>(database, 'SELECT id, body FROM capabilities WHERE id = ?');
    this.#put = new Statement(
      database,
      `INSERT OR REPLACE INTO capabilities (id, tenant, created_at, expires_at, body)
       VALUES (?, ?, ?, ?, ?)`,
    );
  }

  add(capability: Capability): undefined {
    this.#put.run(
      capability.id,
      this.#names.tenant(capability.tenantId),
      capability.createdAt,
      capability.expiresAt,
      sealJson(this.#key, capability, ['capability', capability.id]),
    );
  }

  get(id: string): Capability | undefined {
    const row = this.#select.get(id);
    const capability = row === undefined ? undefined : this.#capability(row);
    // The driver cuts texts at a NUL.
    return capability?.id === id ? capability : undefined;
  }

  list(tenants: TenantScope, limit: number): readonly Capability[] {
    const scope = scopeClause(this.#names, tenants);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT id, body FROM capabilities WHERE ${scope.sql} ORDER BY created_at DESC, id DESC LIMIT ?`,
    ).all(...scope.values, limit);
    return rows.map((row) => this.#capability(row));
  }

  revoke(tenants: TenantScope, id: string, at: number): Capability | undefined {
    const scope = scopeClause(this.#names, tenants);
    const row = new Statement<Row>(
      this.#database,
      `SELECT id, body FROM capabilities WHERE id = ? AND ${scope.sql}`,
    ).get(id, ...scope.values);
    if (row === undefined) return undefined;
    const known = this.#capability(row);
    if (known.id !== id) return undefined;
    if (known.revokedAt !== null) return known;
    const revoked = { ...known, revokedAt: at };
    this.add(revoked);
    return revoked;
  }

  #capability({ id, body }: Row): Capability {
    return openJson(this.#key, body, ['capability', id]) as Capability;
  }
}
