import { statfs } from 'node:fs/promises';
import type { SafeAIConfig } from '@safeai/config';
import { systemReason } from '../errors/system-error.ts';
import type { Check } from './check.ts';
import { nearestThere } from './folders.ts';

const MIB = 1_048_576;

/** Whether there is room for the audit log: below `audit.min_free_mb` nothing is recorded, so nothing is decided. */
export async function checkDiskSpace(
  auditFolder: string,
  { minFreeMb }: SafeAIConfig['audit'],
): Promise<Check> {
  const name = 'disk space';
  try {
    const { bavail, bsize } = await statfs(await nearestThere(auditFolder));
    const free = Math.floor((bavail * bsize) / MIB);
    const least = `audit.min_free_mb is ${String(minFreeMb)}`;
    const detail = `${String(free)} MiB free for the audit log; ${least}`;
    if (free >= 2 * minFreeMb) return { name, status: 'ok', detail };
    const hint = 'Make room, lower audit.max_age_days, or name another disk with audit.path.';
    return { name, status: free < minFreeMb ? 'fail' : 'warn', detail, hint };
  } catch (error) {
    return { name, status: 'fail', detail: `the disk cannot be asked: ${systemReason(error)}` };
  }
}
