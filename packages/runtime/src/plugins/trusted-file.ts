import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';

/** Largest file that a plugin is loaded from; a configuration watches files up to this size. */
const MAX_BYTES = 1_048_576;

const EXTENSIONS = ['.js', '.mjs', '.cjs'];
const WRITABLE_BY_OTHERS = 0o022;
const WRITABLE_BY_ALL = 0o002;
const STICKY = 0o1000;

/** A file that must not be run. The message says why, and what to do. */
export class UntrustedFile extends Error {
  override readonly name = 'UntrustedFile';
}

/**
 * The real path of a file whose code may be run here: nobody else can have written it.
 *
 * @throws UntrustedFile
 */
export async function trustedFile(path: string): Promise<string> {
  const real = await realpath(path).catch(() => {
    throw new UntrustedFile('there is no such file');
  });
  const stats = await stat(real);
  if (!stats.isFile()) throw new UntrustedFile('is no file');
  if (!EXTENSIONS.includes(extname(real))) {
    throw new UntrustedFile('must be a .js, .mjs or .cjs file');
  }
  if (stats.size > MAX_BYTES) throw new UntrustedFile(`is larger than ${MAX_BYTES} bytes`);
  if (isForeign(stats)) throw new UntrustedFile('belongs to another user: own it, or copy it');
  if ((stats.mode & WRITABLE_BY_OTHERS) !== 0 && process.platform !== 'win32') {
    throw new UntrustedFile('can be written by other users: chmod go-w it');
  }
  const { mode } = await stat(dirname(real));
  const isOpen = (mode & WRITABLE_BY_ALL) !== 0 && (mode & STICKY) === 0;
  if (isOpen && process.platform !== 'win32') {
    throw new UntrustedFile('lies in a folder that all users can write: chmod o-w that');
  }
  return real;
}

function isForeign({ uid }: Stats): boolean {
  const user = process.getuid?.();
  return user !== undefined && uid !== user && uid !== 0;
}
