import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { systemCode, systemReason } from '../errors/system-error.ts';
import { UsageError } from '../errors/usage-error.ts';

/** Largest file that is changed, in bytes. */
const MAX_BYTES = 4 * 1_048_576;

/** A file that may be there: where it really is, and what it holds. */
export interface FoundFile {
  /** Links resolved; written here, a link stays a link. */
  readonly path: string;
  readonly bytes: Buffer | undefined;
  /** Permission bits of a file that is there. */
  readonly mode: number | undefined;
}

/**
 * Reads a file below a folder.
 *
 * @throws UsageError for a link that leads out of the folder, what is no file, and what cannot be read
 */
export async function findFile(folder: string, path: string): Promise<FoundFile> {
  const { path: root } = await realOf(folder, folder);
  const wanted = resolve(root, path);
  const shown = relative(root, wanted);
  try {
    const real = await realOf(wanted, shown);
    if (real.path !== root && !real.path.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw new UsageError(`${shown} leads out of ${root} by a symbolic link; nothing was written`);
    }
    if (!real.isThere) return { path: real.path, bytes: undefined, mode: undefined };
    const found = await lstat(real.path);
    if (!found.isFile()) throw new UsageError(`${shown} is no file; nothing was written`);
    if (found.size > MAX_BYTES) throw new UsageError(`${shown} is larger than ${MAX_BYTES} bytes`);
    return { path: real.path, bytes: await readFile(real.path), mode: found.mode & 0o7777 };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`cannot read ${shown}: ${systemReason(cause)}`, { cause });
  }
}

/** Where a path leads: the real path of what is there of it, and the rest. */
async function realOf(wanted: string, shown: string): Promise<{ path: string; isThere: boolean }> {
  const missing: string[] = [];
  for (let path = wanted; ; path = dirname(path)) {
    try {
      return { path: join(await realpath(path), ...missing), isThere: missing.length === 0 };
    } catch (cause) {
      if (systemCode(cause) !== 'ENOENT' || path === dirname(path)) throw cause;
    }
    const isLink = await lstat(path).then(
      (found) => found.isSymbolicLink(),
      () => false,
    );
    if (isLink) throw new UsageError(`${shown} is a symbolic link to nothing; nothing was written`);
    missing.unshift(path.slice(dirname(path).length).replace(/^[\\/]/, ''));
  }
}
