import { SPEND_KEEP_MS } from '@safeai/core/stores';
import type { Database } from './database.ts';
import { Statement } from './statement.ts';

const DAY_MS = 24 * 3_600_000;

/** What is over for so long is forgotten, in milliseconds: 90 days, unless it is said otherwise. */
const KEEP_MS = 90 * DAY_MS;

/** Most rows of a table that go at once: a bound on how long the lock is held. */
const MOST_AT_ONCE = 500;

interface Kept {
  /** The time from which a row is counted as over. */
  readonly overAt: string;
  readonly keepMs?: number;
}

/** By table. */
const KEPT: Readonly<Record<string, Kept>> = {
  approvals: { overAt: 'expires_at' },
  operations: { overAt: 'started_at' },
  outcomes: { overAt: 'at' },
  capabilities: { overAt: 'expires_at' },
  api_keys: { overAt: 'over_at' },
  budget_accounts: { overAt: 'window_end' },
  // There is one for each call: it is known just so long that nothing is counted twice.
  budget_leases: { overAt: 'ended_at', keepMs: DAY_MS },
  alerts: { overAt: 'changed_at' },
  // Null for what waits, however long.
  outbox: { overAt: 'ended_at' },
  silences: { overAt: 'until' },
  spend: { overAt: 'day', keepMs: SPEND_KEEP_MS },
};

/** Removes requests, operations, grants, API keys, spend, alerts and their messages that are long over, so that the file does not grow for ever. */
export class OldRows {
  readonly #now: () => number;
  readonly #tables;

  constructor(database: Database, now: () => number) {
    this.#now = now;
    this.#tables = Object.entries(KEPT).map(([table, { overAt: column, keepMs = KEEP_MS }]) => ({
      keepMs,
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
    const now = this.#now();
    return this.#tables.some(({ any, keepMs }) => any.get(now - keepMs) !== undefined);
  }

  /** Removes some of them. Inside a write. */
  remove(): void {
    const now = this.#now();
    for (const { remove, keepMs } of this.#tables) remove.run(now - keepMs);
  }
}
