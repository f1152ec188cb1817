import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type Libsql from 'libsql';
import { isBusy, StateFailure } from './failure.ts';
import { Statement } from './statement.ts';

/** An open file. */
export type Database = Libsql.Database;

/** The driver. */
export type Driver = typeof Libsql;

/** One of the state files. */
export interface FileSpec {
  readonly folder: string;
  /** `state.db` */
  readonly name: string;
  readonly migrations: readonly string[];
  /** `FULL`: a commit lasts through a power cut; `NORMAL`: through the end of the process. */
  readonly synchronous: 'FULL' | 'NORMAL';
}

/** A log that a long reader has let grow is cut back to this, in bytes. */
const JOURNAL_LIMIT = 16 * 1024 * 1024;

/** "SafA": marks a file as ours. */
const APPLICATION_ID = 0x53616641;

/**
 * Opens a file, makes it if need be, and brings its tables up to date. Several processes may do so at once.
 *
 * @throws StateFailure for a file of a newer SafeAI, or of something else
 * @throws Error of SQLite's, `SQLITE_BUSY` among them
 */
export function openDatabase(driver: Driver, spec: FileSpec): Database {
  const path = join(spec.folder, spec.name);
  // SQLite gives the logs beside the file the file's own mode.
  closeSync(openSync(path, 'a', 0o600));
  const database = new driver(path);
  try {
    // Whoever needs a lock waits outside SQLite: inside, the thread would answer nobody. Nor does it end well to stop
    // a thread there: the driver ends the process when it has an error to throw and can throw no more.
    database.exec('PRAGMA busy_timeout = 0');
    const isEmpty = number(database, 'SELECT count(*) AS value FROM sqlite_schema') === 0;
    if (!isEmpty && number(database, applicationId) !== APPLICATION_ID) {
      throw new StateFailure(
        `${spec.name} in the state folder is no file of SafeAI's. Move it away, or name another folder with \`state.dir\`.`,
      );
    }
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`PRAGMA synchronous = ${spec.synchronous}`);
    database.exec(`PRAGMA journal_size_limit = ${JOURNAL_LIMIT}`);
    database.exec('PRAGMA foreign_keys = ON');
    database.exec('PRAGMA secure_delete = ON');
    migrate(database, spec);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Runs something as one transaction that holds the write lock from its start. */
export function transaction<Result>(database: Database, run: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = run();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Tries again while another process holds the lock. Blocks its thread. @throws the last error */
export function retryWhileBusy<Result>(limitMs: number, run: () => Result): Result {
  const end = performance.now() + limitMs;
  for (;;) {
    try {
      return run();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

const applicationId = 'SELECT application_id AS value FROM pragma_application_id';
const userVersion = 'SELECT user_version AS value FROM pragma_user_version';

function number(database: Database, sql: string): number {
  return new Statement<{ value: number }>(database, sql).get()?.value ?? 0;
}

function migrate(database: Database, { name, migrations }: FileSpec): void {
  if (versionOf(database, name, migrations.length) === migrations.length) return;
  transaction(database, () => {
    // Another process may have done it meanwhile.
    const done = versionOf(database, name, migrations.length);
    for (const migration of migrations.slice(done)) database.exec(migration);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function versionOf(database: Database, name: string, newest: number): number {
  const version = number(database, userVersion);
  if (version <= newest) return version;
  throw new StateFailure(
    `${name} in the state folder was written by a newer SafeAI (version ${version}; this one knows ${newest}). Update this one, or put back the file's backup.`,
  );
}
