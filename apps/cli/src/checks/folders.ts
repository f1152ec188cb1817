import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LoadedConfig } from '@safeai/config';
import { systemCode, systemReason } from '../errors/system-error.ts';
import type { Check } from './check.ts';

/** Whether SafeAI could write where the configuration has it keep its state and its audit log. */
export async function checkFolders({ config, folder }: LoadedConfig): Promise<Check[]> {
  const state = resolve(folder, config.state.dir ?? '.safeai');
  const audit =
    config.audit.path === undefined
      ? join(state, 'logs', 'audit')
      : resolve(folder, config.audit.path);
  return Promise.all([
    checkFolder('state folder', state, 'state.dir', config.state.dir !== undefined),
    checkFolder('audit folder', audit, 'audit.path', config.audit.path !== undefined),
  ]);
}

async function checkFolder(
  name: string,
  path: string,
  setting: string,
  isNamed: boolean,
): Promise<Check> {
  const problem = await whyNotWritable(path);
  if (problem === undefined) return { name, status: 'ok', detail: `${path} can be written` };
  return {
    name,
    // A folder that nobody asked for has somewhere else to go.
    status: isNamed ? 'fail' : 'warn',
    detail: `${path} cannot be written: ${problem}`,
    hint: `Name another folder with ${setting}, or change who may write there.`,
  };
}

/** Asks of the folder, or of the nearest one above in which it would have to be made. */
async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return 'it is not a folder';
    await access(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const isMissing = systemCode(error) === 'ENOENT';
    return isMissing && dirname(path) !== path
      ? whyNotWritable(dirname(path))
      : systemReason(error);
  }
}
