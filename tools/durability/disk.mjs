import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, statfs, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A disk for a server's audit log that can be made full or read-only while it is used: a file system in memory of a
 * few MiB. Who may not mount one gets a folder, and the system refuses the server's writes by a limit instead.
 *
 * @returns `folder`; `fillUp(pid)` and `makeReadOnly(pid)`, whose answers undo it; `remove`
 */
export async function smallDisk(mebibytes) {
  const folder = await mkdtemp(join(tmpdir(), 'safeai-disk-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder]);
  } catch {
    return { folder, fillUp: refuseWrites, makeReadOnly: refuseWrites, remove: removeFolder };
  }
  const remount = (mode) => run('mount', ['-o', `remount,${mode}`, folder]);
  return {
    folder,
    fillUp: () => fillUp(folder),
    makeReadOnly: async () => {
      await remount('ro');
      return () => remount('rw');
    },
    remove: async () => {
      await run('umount', ['-l', folder]);
      await removeFolder();
    },
  };
}

/** Leaves no free block. The answer makes room again. */
async function fillUp(folder) {
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

/** No file of the process may grow any more (EFBIG): setrlimit(2), the soft limit. The answer lifts it. */
async function refuseWrites(pid) {
  const limit = (bytes) => run('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
  await limit(0);
  return () => limit('unlimited');
}
