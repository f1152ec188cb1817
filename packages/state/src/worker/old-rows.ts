import type { Database } from './database.ts';
import { Statement } from './statement.ts';

/** What is over for so long is forgotten, in milliseconds: 90 days. */
const KEEP_MS = 90 * 24 * 3_600_000;

/** Most rows of a table that go at once: a bound on how long the lock is held. */
const MOST_AT_ONCE = 500;

/** By table: the time from which a row is counted as over. */
const OVER_AT = {
  approvals: 'expires_at',
  operations: 'started_at',
  outcomes: 'at',
  capabilities: 'expires_at',
  api_keys: 'over_at',
} as const;

/** Removes requests, operations, grants and API keys that are long over, so that the file does not grow for ever. */
export class OldRows {
  readonly #now: () => number;
  readonly #tables;

  constructor(database: Database, now: () => number) {
    this.#now = now;
    this.#tables = Object.entries(OVER_AT).map(([table, column]) => ({
      any: new Statement(database, `SELECT 1 FROM ${table} WHERE ${column} < ? LIMIT 1`),
      remove: new Statement(
        database,
        `DELETE FROM ${table} WHERE ${column} IN
         (SELECT ${column} FROM ${table} WHERE ${column} < ? ORDER BY ${column} LIMIT ${MOST_AT_ONCE})`,
      ),
    }));
  }

  /** Whether there is something to remove. A read. */
  areThere(): boolean {
    const before = this.#now() - KEEP_MS;
    return this.#tables.some(({ any }) => any.get(before) !== undefined);
  }

  /** Removes some of them. Inside a write. */
  remove(): void {
    const before = this.#now() - KEEP_MS;
    for (const { remove } of this.#tables) remove.run(before);
  }
}
