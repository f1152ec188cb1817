import { constants } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { fileError } from '../problem.ts';
import { Source } from '../yaml/source.ts';

/** Largest configuration file. */
export const MAX_FILE_BYTES = 1_048_576;

/** One name in a folder; what a symbolic link is, is what it points to. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** How files are reached. Paths are absolute. */
export interface FileSystem {
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly listFolder: (path: string) => Promise<readonly FolderEntry[]>;
}

/** The files of this machine. */
export const nodeFileSystem: FileSystem = { readFile: readSized, listFolder };

/** What may never end, such as a pipe or a device. */
class NotAFileError extends Error {
  override readonly name = 'NotAFileError';
  readonly code: string;

  constructor(isFolder: boolean) {
    super('not a regular file');
    this.code = isFolder ? 'EISDIR' : this.message;
  }
}

/** A regular file's content; of one that is too large, one byte more than is allowed. */
async function readSized(path: string): Promise<Uint8Array> {
  // NONBLOCK: opening a pipe must not wait for a writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new NotAFileError(stats.isDirectory());
    // The size alone is enough to refuse it; the caller's message says so.
    if (stats.size > MAX_FILE_BYTES) return new Uint8Array(MAX_FILE_BYTES + 1);
    // The size may be wrong, and the file may grow.
    const buffer = new Uint8Array(MAX_FILE_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.slice(0, length);
  } finally {
    await file.close();
  }
}

async function listFolder(path: string): Promise<FolderEntry[]> {
  const names = await readdir(path);
  return Promise.all(
    names.map(async (name): Promise<FolderEntry> => {
      const stats = await stat(`${path}/${name}`).catch(() => undefined);
      if (stats?.isFile() === true) return { name, kind: 'file' };
      return { name, kind: stats?.isDirectory() === true ? 'folder' : 'other' };
    }),
  );
}

/** The system's code for an error, such as `EACCES`; plain words for what is no file. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether an error says that there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * The text of a configuration file.
 *
 * @param name the file as messages name it
 * @throws ConfigError if it is too large or not UTF-8
 */
export function decodeSource(name: string, folder: string, bytes: Uint8Array): Source {
  if (bytes.byteLength > MAX_FILE_BYTES) {
    throw fileError(name, `the file is larger than ${MAX_FILE_BYTES} bytes`);
  }
  try {
    // A byte order mark is dropped by the decoder.
    return new Source(name, folder, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw fileError(name, 'the file is not UTF-8 text', error);
  }
}
