import { constants } from 'node:fs';
import {
  link,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
  unlink,
  utimes,
} from 'node:fs/promises';

/** An open file, as the log uses one. The shape is that of Node's FileHandle. */
export interface AuditFile {
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  read(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  stat(): Promise<FileFacts>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** What the log asks about a file. */
export interface FileFacts {
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
  readonly mtimeMs: number;
  isFile(): boolean;
}

/** What the log asks of the file system: functions of `node:fs/promises`. */
export interface AuditFiles {
  open(path: string, flags: string | number, mode?: number): Promise<AuditFile>;
  /**
   * Further flag with which a file is opened whose writes are on the disk once they resolve, if there is one. Saves
   * the flush after each write, which costs as much of the processor as the write.
   */
  readonly writeThrough?: number | undefined;
  mkdir(path: string, options: { recursive: true; mode: number }): Promise<unknown>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<FileFacts>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
  utimes(path: string, atime: number, mtime: number): Promise<void>;
  rm(path: string, options: { force: true }): Promise<void>;
  statfs(path: string): Promise<{ readonly bavail: number; readonly bsize: number }>;
}

/**
 * Node's own. Only Linux' O_DSYNC reaches the disk as fdatasync does (open(2), fdatasync(2)): macOS' leaves the data
 * in the drive's cache.
 */
export const nodeFiles: AuditFiles = {
  open,
  ...(process.platform === 'linux' ? { writeThrough: constants.O_DSYNC } : {}),
  mkdir,
  readdir: (path) => readdir(path),
  stat: (path) => stat(path),
  link,
  rename,
  unlink,
  utimes,
  rm,
  statfs: (path) => statfs(path),
};

/** Mode of what the log creates: nobody else's business. */
export const FILE_MODE = 0o600;

/** Mode of the folders that the log creates. */
export const FOLDER_MODE = 0o700;

/** The code of a system error, such as `ENOSPC`. */
export function errorCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? 'unknown error';
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

/** Writes all of a buffer; a write may take several calls. */
export async function writeAll(
  file: AuditFile,
  buffer: Uint8Array,
  position: number,
): Promise<void> {
  for (let done = 0; done < buffer.length;) {
    const { bytesWritten } = await file.write(buffer, done, buffer.length - done, position + done);
    // Nothing written and no error would go on for ever.
    if (bytesWritten === 0) throw Object.assign(new Error('Nothing was written.'), { code: 'EIO' });
    done += bytesWritten;
  }
}

/** Writes a file that is not there yet; it is on the disk, its name not yet, once this resolves. */
export async function writeNew(files: AuditFiles, path: string, text: string): Promise<void> {
  const file = await files.open(path, 'wx', FILE_MODE);
  try {
    await writeAll(file, Buffer.from(text), 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Makes new names in a folder durable. Windows has no such call and needs none. */
export async function syncFolder(files: AuditFiles, folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** For reading, without waiting for whoever should write into a named pipe. */
export const READ_NOW =
  constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** All of a small file; undefined for one that is longer than it may be, and for what is no file. */
export async function readText(
  files: AuditFiles,
  path: string,
  maxBytes: number,
): Promise<string | undefined> {
  const file = await files.open(path, READ_NOW);
  try {
    const facts = await file.stat();
    const { size } = facts;
    if (!facts.isFile() || size > maxBytes) return undefined;
    const buffer = Buffer.alloc(size);
    let done = 0;
    while (done < size) {
      const { bytesRead } = await file.read(buffer, done, size - done, done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return buffer.toString('utf8', 0, done);
  } finally {
    await file.close();
  }
}
