import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, statfs, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A real disk of a few MiB: a file system in memory, which only root may mount.
 *
 * @throws where the user may not
 */
export async function smallDisk(mebibytes) {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
  return {
    folder,
    remove: async () => {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Leaves no free block. The answer makes room again. */
export async function fillUp(folder) {
  const path = join(folder, 'filler');
  const file = await open(path, 'w');
  const block = Buffer.alloc(4096);
  try {
    while ((await statfs(folder)).bavail > 0) await file.write(block);
  } finally {
    await file.close();
  }
  return () => unlink(path);
}
