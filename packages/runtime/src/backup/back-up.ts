import { randomBytes } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { copyLog } from '@safeai/audit';
import { SafeAIError, systemClock, type Clock } from '@safeai/core';
import type { State } from '@safeai/state';
import { installationKeys } from '../keys/installation-keys.ts';
import { KEY_NAMES, keyPath, keysFolder, type KeyName } from '../keys/key-file.ts';
import { withKeysRead } from '../secrets/one-shot.ts';
import { auditFolder, findStateFolder, type StateFolderOptions } from '../storage/state-folder.ts';
import { openStateFiles } from '../storage/state-ports.ts';
import { syncPath } from '../sync-path.ts';
import { copyPrivate } from './copy-private.ts';
import { writeManifest } from './manifest.ts';

/** What to back up, and where to. */
export interface BackupOptions extends StateFolderOptions {
  /** A folder that is not there yet. Relative to the working folder. */
  readonly to: string;
  /** Leave the keys out. They must then be kept elsewhere: without them the backup cannot be read. */
  readonly withoutKeys?: boolean;
  readonly clock?: Clock;
}

/** A backup that was made. */
export interface Backup {
  /** Absolute. */
  readonly folder: string;
  /** The state folder that it is of. */
  readonly of: string;
  readonly files: number;
  readonly bytes: number;
  /** The keys that are in it. Those of the configuration never are. */
  readonly keys: readonly KeyName[];
}

/**
 * Copies the state, the audit log and the keys of an installation into a new folder for this user alone, while
 * servers and commands go on. The folder is there whole or not at all.
 *
 * The log is copied after the state: whatever the state knows is on record in it. Sessions and their pseudonyms are
 * left out.
 *
 * @throws SafeAIError `not_found` where there is no state folder, `conflict` for a folder that is there already,
 *   `state_unavailable` for state that cannot be opened; what the file system throws
 */
export async function backupInstallation(options: BackupOptions): Promise<Backup> {
  const { loaded, clock = systemClock, withoutKeys = false } = options;
  const folder = await findStateFolder(options);
  if (!(await isThere(folder))) {
    throw new SafeAIError('not_found', `There is nothing to back up: ${folder} is not there.`);
  }
  const target = resolve(options.to);
  if (await isThere(target)) {
    throw new SafeAIError('conflict', `${target} is there already. Name a new folder.`);
  }
  const draft = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  await mkdir(draft, { mode: 0o700 });
  try {
    const now = clock.now();
    if (loaded.config.state.backend !== 'memory' && (await isThere(join(folder, 'state.db')))) {
      const keys = await installationKeys(await withKeysRead(loaded), keysFolder(folder), now);
      await copyState(await openStateFiles({ folder, keys, clock }), join(draft, 'state.db'));
    }
    const keys = withoutKeys ? [] : await copyKeys(keysFolder(folder), join(draft, 'keys'));
    await copyLog(auditFolder(loaded, folder), join(draft, 'audit'));
    const { files } = await writeManifest(draft, now);
    await syncPath(draft);
    await rename(draft, target);
    await syncPath(dirname(target));
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { folder: target, of: folder, files: files.length, bytes, keys };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Closes it, too. */
async function copyState(state: State, to: string): Promise<void> {
  try {
    await state.backup(to);
  } finally {
    await state.close();
  }
}

/** Those that lie in files. */
async function copyKeys(from: string, to: string): Promise<KeyName[]> {
  await mkdir(to, { mode: 0o700 });
  const copied: KeyName[] = [];
  for (const name of KEY_NAMES) {
    if (await copyPrivate(keyPath(from, name), keyPath(to, name))) copied.push(name);
  }
  await syncPath(to);
  return copied;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
