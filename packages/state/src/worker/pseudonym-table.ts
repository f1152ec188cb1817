import type { PseudonymLimits, PseudonymScope } from '@safeai/core';
import type { DataKey, DataKeys } from './data-keys.ts';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface SessionRow {
  readonly data_key: string;
  readonly ttl_ms: number;
  readonly expires_at: number;
  readonly uses: number;
}

interface Row {
  readonly name: Uint8Array;
  readonly body: Buffer;
}

interface Session {
  readonly id: Buffer;
  readonly dataKey: DataKey;
  /** Number of this use; a value's own tells which were used least recently. */
  readonly use: number;
}

type Entry = readonly [pseudonym: string, value: string];

/** Most values that are kept in all; the least recently used sessions go first, whole. */
const CAPACITY = 100_000;

/** The capacity is looked after whenever this part of it has been written: the look is over all sessions. */
const SWEEP_PART = 1 / 32;

/** What pseudonyms stand for, sealed with the tenant's key and bound to session and pseudonym. */
export class PseudonymTable {
  readonly #names: Names;
  readonly #dataKeys: DataKeys;
  readonly #now: () => number;
  readonly #capacity: number;
  readonly #sql;
  #written = 0;

  /** @param dataKeys of the other file, which outlives sessions */
  constructor(
    database: Database,
    names: Names,
    dataKeys: DataKeys,
    now: () => number,
    capacity = CAPACITY,
  ) {
    this.#capacity = capacity;
    this.#names = names;
    this.#dataKeys = dataKeys;
    this.#now = now;
    this.#sql = {
      forgetExpired: new Statement(
        database,
        'DELETE FROM pseudonym_sessions WHERE expires_at <= ?',
      ),
      forgetSession: new Statement(database, 'DELETE FROM pseudonym_sessions WHERE id = ?'),
      forgetTenant: new Statement(database, 'DELETE FROM pseudonym_sessions WHERE tenant = ?'),
      session: new Statement<SessionRow>(
        database,
        'SELECT data_key, ttl_ms, expires_at, uses FROM pseudonym_sessions WHERE id = ?',
      ),
      addSession: new Statement(
        database,
        `INSERT INTO pseudonym_sessions (id, tenant, data_key, ttl_ms, used_at, expires_at, uses)
         VALUES (?, ?, ?, ?, ?, ?, 0)`,
      ),
      touch: new Statement(
        database,
        'UPDATE pseudonym_sessions SET ttl_ms = ?, used_at = ?, expires_at = ? WHERE id = ?',
      ),
      setUses: new Statement(database, 'UPDATE pseudonym_sessions SET uses = ? WHERE id = ?'),
      get: new Statement<Row>(
        database,
        'SELECT name, body FROM pseudonyms WHERE session = ? AND name = ?',
      ),
      all: new Statement<Row>(
        database,
        'SELECT name, body FROM pseudonyms WHERE session = ? ORDER BY used, name',
      ),
      put: new Statement(
        database,
        'INSERT OR REPLACE INTO pseudonyms (session, name, used, body) VALUES (?, ?, ?, ?)',
      ),
      use: new Statement(database, 'UPDATE pseudonyms SET used = ? WHERE session = ? AND name = ?'),
      makeRoom: new Statement(
        database,
        `DELETE FROM pseudonyms WHERE session = ?1 AND name IN
         (SELECT name FROM pseudonyms WHERE session = ?1 ORDER BY used DESC, name LIMIT -1 OFFSET ?2)`,
      ),
      forgetOldest: new Statement(
        database,
        `DELETE FROM pseudonym_sessions WHERE id IN (SELECT id FROM
         (SELECT id, sum((SELECT count(*) FROM pseudonyms WHERE session = id))
          OVER (ORDER BY used_at DESC, id) AS so_far FROM pseudonym_sessions) WHERE so_far > ?)`,
      ),
    };
  }

  /** @returns the pseudonyms that stand for another value */
  put(
    scope: PseudonymScope,
    values: readonly Entry[],
    { ttlMs, maxPerSession }: PseudonymLimits,
  ): readonly string[] | 'no key' {
    const dataKey = this.#dataKeys.get(this.#names.tenant(scope.tenantId));
    if (dataKey === undefined) return 'no key';
    const session = this.#touch(scope, ttlMs) ?? this.#begin(scope, dataKey, ttlMs);
    const refused: string[] = [];
    let use = session.use;
    for (const [pseudonym, value] of values) {
      const name = this.#names.pseudonym(session.id, pseudonym);
      const known = this.#sql.get.get(session.id, name);
      if (known !== undefined && this.#open(session, known)[1] !== value) refused.push(pseudonym);
      else {
        const body = sealJson(dataKey.key, [pseudonym, value], binding(session, name));
        this.#sql.put.run(session.id, name, use++, body);
      }
    }
    this.#sql.setUses.run(use, session.id);
    this.#sql.makeRoom.run(session.id, maxPerSession);
    this.#written += values.length;
    if (this.#written >= this.#capacity * SWEEP_PART) {
      this.#written = 0;
      this.#sql.forgetOldest.run(this.#capacity);
    }
    return refused;
  }

  get(scope: PseudonymScope, pseudonyms: readonly string[]): readonly Entry[] {
    const session = this.#touch(scope);
    if (session === undefined) return [];
    const found: Entry[] = [];
    let use = session.use;
    for (const pseudonym of new Set(pseudonyms)) {
      const name = this.#names.pseudonym(session.id, pseudonym);
      const row = this.#sql.get.get(session.id, name);
      if (row === undefined) continue;
      found.push(this.#open(session, row));
      this.#sql.use.run(use++, session.id, name);
    }
    this.#sql.setUses.run(use, session.id);
    return found;
  }

  all(scope: PseudonymScope): readonly Entry[] {
    const session = this.#touch(scope);
    if (session === undefined) return [];
    const rows = this.#sql.all.all(session.id);
    return rows.map((row) => this.#open(session, row));
  }

  /** Everything of a tenant. */
  forget(tenantId: string): undefined {
    this.#sql.forgetTenant.run(this.#names.tenant(tenantId));
  }

  /** The session, used now; nothing once it has expired. */
  #touch(scope: PseudonymScope, ttlMs?: number): Session | undefined {
    const now = this.#now();
    this.#sql.forgetExpired.run(now);
    const id = this.#names.pseudonymSession(scope);
    const row = this.#sql.session.get(id);
    if (row === undefined) return undefined;
    const dataKey = this.#dataKeys.get(this.#names.tenant(scope.tenantId));
    if (dataKey?.id !== row.data_key) {
      // What a shredding has left: nobody can read it any more.
      this.#sql.forgetSession.run(id);
      return undefined;
    }
    const ttl = ttlMs ?? row.ttl_ms;
    this.#sql.touch.run(ttl, now, now + ttl, id);
    return { id, dataKey, use: row.uses };
  }

  #begin(scope: PseudonymScope, dataKey: DataKey, ttlMs: number): Session {
    const id = this.#names.pseudonymSession(scope);
    const now = this.#now();
    const tenant = this.#names.tenant(scope.tenantId);
    this.#sql.addSession.run(id, tenant, dataKey.id, ttlMs, now, now + ttlMs);
    return { id, dataKey, use: 0 };
  }

  #open(session: Session, { name, body }: Row): Entry {
    return openJson(session.dataKey.key, body, binding(session, name)) as Entry;
  }
}

function binding({ id, dataKey }: Session, name: Uint8Array): readonly string[] {
  return ['pseudonym', id.toString('hex'), Buffer.from(name).toString('hex'), dataKey.id];
}
