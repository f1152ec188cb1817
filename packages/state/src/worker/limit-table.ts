import type { LimitCount } from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { Statement } from './statement.ts';

interface Row {
  readonly total: number;
  readonly starts_at: number;
  readonly ends_at: number;
}

/** Windows that have ended go whenever so many have begun, and with the first one of a process. */
const SWEEP_EVERY = 256;

/** Most that go at once: a bound on how long the lock is held, and more than begin meanwhile. */
const MOST_AT_ONCE = 2 * SWEEP_EVERY;

/**
 * Counters in their file. Every window is kept until it ends, so that no count is ever uncertain: one costs less of
 * the disk than the record of the call that began it, and is gone sooner. Totals and times are in clear and unsealed:
 * who could change them could remove them just as well.
 */
export class LimitTable {
  readonly #names: Names;
  readonly #now: () => number;
  readonly #select;
  readonly #put;
  readonly #setTotal;
  readonly #delete;
  readonly #forgetEnded;
  #begun = 0;

  constructor(database: Database, names: Names, now: () => number) {
    this.#names = names;
    this.#now = now;
    this.#select = new Statement<Row>(
      database,
      'SELECT total, starts_at, ends_at FROM limit_windows WHERE id = ?',
    );
    this.#put = new Statement(
      database,
      'INSERT OR REPLACE INTO limit_windows (id, total, starts_at, ends_at) VALUES (?, ?, ?, ?)',
    );
    this.#setTotal = new Statement(database, 'UPDATE limit_windows SET total = ? WHERE id = ?');
    this.#delete = new Statement(database, 'DELETE FROM limit_windows WHERE id = ?');
    this.#forgetEnded = new Statement(
      database,
      `DELETE FROM limit_windows WHERE id IN
       (SELECT id FROM limit_windows WHERE ends_at <= ? ORDER BY ends_at LIMIT ${MOST_AT_ONCE})`,
    );
  }

  /** Inside a write. */
  add(key: string, points: number, windowMs: number): LimitCount {
    const id = this.#names.limit(key);
    const now = this.#now();
    const running = this.#running(id, now);
    if (running !== undefined) {
      const total = Math.max(0, running.total + points);
      this.#setTotal.run(total, id);
      return { total, resetsInMs: running.ends_at - now };
    }
    if (points < 0) return { total: 0, resetsInMs: 0 };
    if (this.#begun++ % SWEEP_EVERY === 0) this.#forgetEnded.run(now);
    this.#put.run(id, points, now, now + windowMs);
    return { total: points, resetsInMs: windowMs };
  }

  get(key: string): LimitCount | undefined {
    const now = this.#now();
    const running = this.#running(this.#names.limit(key), now);
    return running && { total: running.total, resetsInMs: running.ends_at - now };
  }

  /** Inside a write. */
  delete(key: string): boolean {
    const id = this.#names.limit(key);
    const isRunning = this.#running(id, this.#now()) !== undefined;
    this.#delete.run(id);
    return isRunning;
  }

  /**
   * A window that has more than twice its length to go began by a clock that was set back since. It counts as over:
   * else a clock that was wrong once would close a tool for as long as it was wrong by.
   */
  #running(id: Buffer, now: number): Row | undefined {
    const row = this.#select.get(id);
    if (row === undefined || row.ends_at <= now) return undefined;
    return row.ends_at - now <= 2 * (row.ends_at - row.starts_at) ? row : undefined;
  }
}
