import { chmod, copyFile } from 'node:fs/promises';
import { syncPath } from '../sync-path.ts';

/**
 * Copies a file, for this user alone. Its content is durable when it resolves; the names in its folder are not.
 *
 * @returns false where there is nothing to copy
 */
export async function copyPrivate(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  await chmod(to, 0o600);
  await syncPath(to);
  return true;
}
