import type { AlertChange, AlertFilter, AlertState } from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import type { OutboxTable } from './outbox-table.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { type SqlValue, Statement } from './statement.ts';

interface Row {
  readonly key: Buffer;
  readonly body: Buffer;
}

/** Alerts in their file. */
export class AlertTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #outbox: OutboxTable;
  readonly #get;
  readonly #insert;
  readonly #replace;
  readonly #due;
  readonly #wakeAt;

  constructor(database: Database, names: Names, key: Uint8Array, outbox: OutboxTable) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#outbox = outbox;
    this.#get = new Statement<Row>(database, 'SELECT key, body FROM alerts WHERE key = ?');
    this.#insert = new Statement(
      database,
      `INSERT OR IGNORE INTO alerts (is_open, due_at, changed_at, version, body, key, tenant)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#replace = new Statement(
      database,
      `UPDATE alerts SET is_open = ?, due_at = ?, changed_at = ?, version = ?, body = ?
       WHERE key = ? AND tenant = ? AND version = ?`,
    );
    this.#due = new Statement<Row>(
      database,
      'SELECT key, body FROM alerts WHERE due_at <= ? ORDER BY due_at, key LIMIT ?',
    );
    this.#wakeAt = new Statement<{ at: number | null }>(
      database,
      'SELECT min(due_at) AS at FROM alerts WHERE due_at IS NOT NULL',
    );
  }

  states(keys: readonly string[]): readonly (AlertState | null)[] {
    return keys.map((key) => {
      const row = this.#get.get(this.#names.alert(key));
      return row === undefined ? null : this.#state(row);
    });
  }

  /** Inside a write. */
  commit(changes: readonly AlertChange[]): readonly boolean[] {
    return changes.map(({ next, messages }) => {
      const key = this.#names.alert(next.key);
      const tenant = this.#names.tenant(next.tenantId);
      const values = [
        ...[next.isOpen ? 1 : 0, next.dueAt, next.changedAt, next.version],
        sealJson(this.#key, next, binding(key)),
        ...[key, tenant],
      ];
      const made =
        next.version === 1
          ? this.#insert.run(...values)
          : this.#replace.run(...values, next.version - 1);
      if (made === 0) return false;
      for (const message of messages) this.#outbox.append(message);
      return true;
    });
  }

  due(now: number, limit: number): readonly AlertState[] {
    return this.#due.all(now, limit).map((row) => this.#state(row));
  }

  wakeAt(): number | null {
    return this.#wakeAt.get()?.at ?? null;
  }

  alerts({ tenants, isOpen, after, limit }: AlertFilter): readonly AlertState[] {
    const scope = scopeClause(this.#names, tenants);
    const values: SqlValue[] = [...scope.values];
    let condition = scope.sql;
    if (isOpen !== undefined) {
      condition += ' AND is_open = ?';
      values.push(isOpen ? 1 : 0);
    }
    if (after !== undefined) {
      condition += ' AND (changed_at < ? OR (changed_at = ? AND key > ?))';
      values.push(after.changedAt, after.changedAt, this.#names.alert(after.key));
    }
    return new Statement<Row>(
      this.#database,
      `SELECT key, body FROM alerts WHERE ${condition} ORDER BY changed_at DESC, key LIMIT ?`,
    )
      .all(...values, limit)
      .map((row) => this.#state(row));
  }

  #state({ key, body }: Row): AlertState {
    return openJson(this.#key, body, binding(key)) as AlertState;
  }
}

function binding(key: Buffer): readonly string[] {
  return ['alert', key.toString('hex')];
}
