import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { publicKeys, verifyInThread, type VerifyReport } from '@safeai/audit';
import type { LoadedConfig } from '@safeai/config';
import { SafeAIError, type Clock } from '@safeai/core';
import { installationKeys } from '../keys/installation-keys.ts';
import { KEY_NAMES, keysFolder } from '../keys/key-file.ts';
import { withKeysRead } from '../secrets/one-shot.ts';
import { openStateFiles } from '../storage/state-ports.ts';
import { copyPrivate } from './copy-private.ts';
import { entries } from './entries.ts';
import { checkFiles, type BackupFile, type Manifest } from './manifest.ts';

/** Where a backup lies while it is checked: on the disks where it will stay. */
export interface Staged {
  readonly state: string;
  readonly audit: string;
}

/**
 * Copies a backup to where it is checked.
 *
 * @throws SafeAIError `invalid_request` with every file that is not as it was backed up
 */
export async function stage({ files }: Manifest, from: string, staged: Staged): Promise<void> {
  await mkdir(staged.state, { mode: 0o700 });
  await mkdir(staged.audit, { mode: 0o700 });
  for (const file of files) {
    const to = placeOf(file, staged);
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    // One that is missing is told with all others by the check.
    await copyPrivate(join(from, file.path), to);
  }
  // What was checked is what is put in place.
  await checkFiles({ files }, (file) => placeOf(file, staged));
}

/** Where a file of a backup goes: the audit folder may be elsewhere. */
export function placeOf({ path }: BackupFile, { state, audit }: Staged): string {
  const inAudit = /^audit\/(.*)$/.exec(path)?.[1];
  return inAudit === undefined ? join(state, path) : join(audit, inAudit);
}

/** What is checked, and with what. */
export interface CheckOptions {
  readonly loaded: LoadedConfig;
  /** The state folder, whose keys serve where the backup has none. */
  readonly folder: string;
  readonly clock: Clock;
  readonly staged: Staged;
  readonly manifest: Manifest;
}

/**
 * Verifies the log and opens the state, with the keys that they will have.
 *
 * @throws SafeAIError `conflict` where keys are missing, `state_unavailable` where they are not the right ones
 */
export async function checkStaged(options: CheckOptions): Promise<VerifyReport> {
  const { loaded, folder, clock, staged, manifest } = options;
  const keysOf = holdsKeys(manifest) ? staged.state : folder;
  const known = new Set(await entries(keysFolder(keysOf)));
  const missing = KEY_NAMES.filter(
    (name) => !known.has(`${name}.json`) && loaded.config.keys[name] === undefined,
  );
  if (missing.length > 0) {
    throw new SafeAIError(
      'conflict',
      `The backup cannot be read without its keys (${missing.join(', ')}). Put them into ${keysFolder(folder)}, or name them under keys in the configuration.`,
    );
  }
  const keys = await installationKeys(await withKeysRead(loaded), keysFolder(keysOf), clock.now());
  if (manifest.files.some(({ path }) => path === 'state.db')) {
    const state = await openStateFiles({ folder: staged.state, keys, clock });
    await state.close();
  }
  return verifyInThread({
    folder: staged.audit,
    chainKeys: keys.audit.chain,
    jwks: publicKeys(keys.audit),
    live: true,
  });
}

/** Whether a backup has keys of its own. */
export function holdsKeys({ files }: Manifest): boolean {
  return files.some(({ path }) => path.startsWith('keys/'));
}
