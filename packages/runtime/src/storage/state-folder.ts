import { access, chmod, constants, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LoadedConfig } from '@safeai/config';
import { SafeAIError } from '@safeai/core';
import type { StateSearch } from './find-state-folder.ts';

export { findStateFolder } from './find-state-folder.ts';

/** What says where state is kept, with the configuration that it is of. */
export interface StateFolderOptions extends StateSearch {
  readonly loaded: LoadedConfig;
}

/** Where the audit log lies, given the state folder. */
export function auditFolder({ config, folder }: LoadedConfig, stateFolder: string): string {
  const { path } = config.audit;
  return path === undefined ? join(stateFolder, 'logs', 'audit') : resolve(folder, path);
}

/**
 * Makes the state folder for this user alone, with a `.gitignore` that keeps all of it out of a repository.
 *
 * @throws SafeAIError `state_unavailable` when it cannot be made or written
 */
export async function prepareStateFolder(folder: string): Promise<void> {
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made !== undefined) await chmod(folder, 0o700);
    await access(folder, constants.W_OK | constants.X_OK);
    await writeFile(join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      },
    );
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new SafeAIError(
      'state_unavailable',
      `The state folder ${folder} cannot be written (${code}). Name another one with --state-dir, SAFEAI_STATE_DIR or state.dir, or change who may write there.`,
      { cause },
    );
  }
}
