import type { Lockdown, TenantScope } from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface Row {
  readonly id: string;
  readonly body: Buffer;
}

/** Stands for every tenant in the column of tenants: a scope holds it where it has them all. */
const EVERY_TENANT = '*';

/** Emergency stops in their file. */
export class LockdownTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #put;
  readonly #all;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#put = new Statement(
      database,
      'INSERT OR REPLACE INTO lockdowns (id, tenant, created_at, body) VALUES (?, ?, ?, ?)',
    );
    this.#all = new Statement<Row>(
      database,
      'SELECT id, body FROM lockdowns ORDER BY created_at, id',
    );
  }

  add(lockdown: Lockdown): undefined {
    this.#put.run(
      lockdown.id,
      this.#names.tenant(lockdown.tenantId ?? EVERY_TENANT),
      lockdown.createdAt ?? 0,
      sealJson(this.#key, lockdown, ['lockdown', lockdown.id]),
    );
  }

  active(): readonly Lockdown[] {
    return this.#all.all().map((row) => this.#lockdown(row));
  }

  lift(tenants: TenantScope, id: string): Lockdown | undefined {
    const scope = scopeClause(this.#names, tenants);
    const row = new Statement<Row>(
      this.#database,
      `SELECT id, body FROM lockdowns WHERE id = ? AND ${scope.sql}`,
    ).get(id, ...scope.values);
    if (row === undefined) return undefined;
    const lifted = this.#lockdown(row);
    // The driver cuts texts at a NUL.
    if (lifted.id !== id) return undefined;
    new Statement(this.#database, 'DELETE FROM lockdowns WHERE id = ?').run(id);
    return lifted;
  }

  #lockdown({ id, body }: Row): Lockdown {
    return openJson(this.#key, body, ['lockdown', id]) as Lockdown;
  }
}
