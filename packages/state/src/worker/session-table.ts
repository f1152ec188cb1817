import type { SessionFacts, SessionKey } from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

/** Most sessions that are kept; the least recently used go first. */
const CAPACITY = 100_000;

/** The capacity is looked after whenever this part of it has been written. */
const SWEEP_PART = 1 / 32;

/** What sessions have touched, in their file. */
export class SessionTable {
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #capacity: number;
  readonly #select;
  readonly #put;
  readonly #makeRoom;
  #written = 0;

  constructor(
    database: Database,
    names: Names,
    key: Uint8Array,
    now: () => number,
    capacity = CAPACITY,
  ) {
    this.#capacity = capacity;
    this.#names = names;
    this.#key = key;
    this.#now = now;
    this.#select = new Statement<{ body: Buffer }>(
      database,
      'SELECT body FROM sessions WHERE id = ?',
    );
    this.#put = new Statement(
      database,
      'INSERT OR REPLACE INTO sessions (id, used_at, body) VALUES (?, ?, ?)',
    );
    this.#makeRoom = new Statement(
      database,
      `DELETE FROM sessions WHERE id IN
       (SELECT id FROM sessions ORDER BY used_at DESC LIMIT -1 OFFSET ?)`,
    );
  }

  load(key: SessionKey): SessionFacts {
    const id = this.#names.session(key);
    const row = this.#select.get(id);
    if (row === undefined) return { tags: [], calls: {} };
    const { tags, calls } = openJson(this.#key, row.body, binding(id)) as Facts;
    return { tags, calls: Object.fromEntries(calls) };
  }

  record(key: SessionKey, tags: readonly string[], tool: string | null): undefined {
    const id = this.#names.session(key);
    const known = this.load(key);
    const calls = new Map(Object.entries(known.calls));
    if (tool !== null) calls.set(tool, (calls.get(tool) ?? 0) + 1);
    const facts: Facts = { tags: [...new Set([...known.tags, ...tags])], calls: [...calls] };
    this.#put.run(id, this.#now(), sealJson(this.#key, facts, binding(id)));
    if (++this.#written >= this.#capacity * SWEEP_PART) {
      this.#written = 0;
      this.#makeRoom.run(this.#capacity);
    }
  }
}

/** As they are kept. */
interface Facts {
  readonly tags: readonly string[];
  readonly calls: readonly (readonly [string, number])[];
}

function binding(id: Buffer): readonly string[] {
  return ['session', id.toString('hex')];
}
