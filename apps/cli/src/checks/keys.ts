import { readdir, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { KEY_NAMES, keyPath, keysFolder } from '@safeai/runtime';
import { systemCode, systemReason } from '../errors/system-error.ts';
import type { Check } from './check.ts';

/** Readable or writable by anyone but the owner. */
const FOR_OTHERS = 0o077;

/** Whether the keys in a state folder are for its user alone. SafeAI does not start with keys that others may read. */
export async function checkKeys(stateFolder: string): Promise<Check> {
  const name = 'keys';
  const folder = keysFolder(stateFolder);
  try {
    const there = new Set(await readdir(folder));
    const files = KEY_NAMES.map((key) => keyPath(folder, key)).filter((path) =>
      there.has(basename(path)),
    );
    const open: string[] = [];
    for (const path of [folder, ...files]) {
      const { mode } = await stat(path);
      if (process.platform !== 'win32' && (mode & FOR_OTHERS) !== 0) open.push(path);
    }
    if (open.length > 0) {
      const hint = `chmod go= ${open.join(' ')}`;
      return { name, status: 'fail', detail: `others may use ${open.join(', ')}`, hint };
    }
    const detail = `${String(files.length)} in ${folder}, for this user alone`;
    return { name, status: 'ok', detail };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      return { name, status: 'ok', detail: 'none yet; made at the first start' };
    }
    return { name, status: 'fail', detail: `${folder} cannot be read: ${systemReason(error)}` };
  }
}
