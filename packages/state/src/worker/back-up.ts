import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from './database.ts';
import { StateFailure } from './failure.ts';
import { Statement } from './statement.ts';

/**
 * Writes a whole and consistent copy of a file, readable by this user alone. What is being written meanwhile is
 * not held up.
 *
 * @throws StateFailure when there is such a file already, and when it cannot be written
 */
export function backUp(database: Database, file: string): undefined {
  const folder = dirname(file);
  const draft = join(folder, `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    closeSync(openSync(draft, 'wx', 0o600));
    new Statement(database, 'VACUUM INTO ?').run(draft);
    sync(draft);
    // Unlike a rename, a link never takes the place of a file.
    linkSync(draft, file);
    sync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      throw new StateFailure(`${basename(file)} is there already. Name a new file for the backup.`);
    }
    if (code?.startsWith('SQLITE_') !== false) throw error;
    throw new StateFailure(`The backup ${basename(file)} cannot be written (${code}).`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
