import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode, systemReason } from '../errors/system-error.ts';
import type { Check } from './check.ts';

/** Where an installation keeps what lasts, in absolute paths. */
export interface Folders {
  readonly state: string;
  readonly audit: string;
}

/** Whether SafeAI could write where it keeps its state and its audit log. */
export async function checkFolders({ state, audit }: Folders): Promise<Check[]> {
  return Promise.all([
    checkFolder('state folder', state, '--state-dir, SAFEAI_STATE_DIR or state.dir'),
    checkFolder('audit folder', audit, 'audit.path'),
  ]);
}

async function checkFolder(name: string, path: string, settings: string): Promise<Check> {
  const problem = await whyNotWritable(path);
  if (problem === undefined) return { name, status: 'ok', detail: `${path} can be written` };
  return {
    name,
    status: 'fail',
    detail: `${path} cannot be written: ${problem}`,
    hint: `Name another folder with ${settings}, or change who may write there.`,
  };
}

/** Asks of the folder, or of the nearest one above in which it would have to be made. */
async function whyNotWritable(path: string): Promise<string | undefined> {
  try {
    const found = await stat(await nearestThere(path));
    if (!found.isDirectory()) return 'it is not a folder';
    await access(await nearestThere(path), constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return systemReason(error);
  }
}

/** The path, or the nearest one above it that is there. */
export async function nearestThere(path: string): Promise<string> {
  try {
    await stat(path);
    return path;
  } catch (error) {
    const isMissing = systemCode(error) === 'ENOENT';
    if (isMissing && dirname(path) !== path) return nearestThere(dirname(path));
    throw error;
  }
}
