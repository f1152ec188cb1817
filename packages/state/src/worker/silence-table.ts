import type { Silence, TenantScope } from '@safeai/core';
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

/** Silences in their file. */
export class SilenceTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #put;
  readonly #active;
  readonly #delete;

  constructor(database: Database, names: Names, key: Uint8Array, now: () => number) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#now = now;
    this.#put = new Statement(
      database,
      'INSERT OR REPLACE INTO silences (id, tenant, created_at, until, body) VALUES (?, ?, ?, ?, ?)',
    );
    this.#active = new Statement<Row>(
      database,
      'SELECT id, body FROM silences WHERE until > ? ORDER BY created_at, id',
    );
    this.#delete = new Statement(database, 'DELETE FROM silences WHERE id = ?');
  }

  add(silence: Silence): undefined {
    this.#put.run(
      ...[silence.id, this.#names.tenant(silence.tenantId ?? EVERY_TENANT)],
      ...[silence.createdAt, silence.until],
      sealJson(this.#key, silence, ['silence', silence.id]),
    );
  }

  active(): readonly Silence[] {
    return this.#active.all(this.#now()).map((row) => this.#silence(row));
  }

  /** Inside a write. */
  end(tenants: TenantScope, id: string): Silence | undefined {
    const scope = scopeClause(this.#names, tenants);
    const row = new Statement<Row>(
      this.#database,
      `SELECT id, body FROM silences WHERE id = ? AND until > ? AND ${scope.sql}`,
    ).get(id, this.#now(), ...scope.values);
    if (row === undefined) return undefined;
    const ended = this.#silence(row);
    // The driver cuts texts at a NUL.
    if (ended.id !== id) return undefined;
    this.#delete.run(id);
    return ended;
  }

  #silence({ id, body }: Row): Silence {
    return openJson(this.#key, body, ['silence', id]) as Silence;
  }
}
