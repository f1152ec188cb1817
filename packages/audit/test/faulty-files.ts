import { basename } from 'node:path';
import { type AuditFile, type AuditFiles, nodeFiles } from '../src/append/files.ts';

/** What may go wrong, by the call; each is asked at each call. */
export interface Faults {
  /** An error code, or nothing. */
  readonly open?: (path: string, flags: string | number) => string | undefined;
  /** An error code, and how many bytes of the buffer are written before. */
  readonly write?: (path: string) => { readonly code: string; readonly after: number } | undefined;
  readonly datasync?: (path: string) => string | undefined | Promise<void>;
  readonly truncate?: (path: string) => string | undefined;
  readonly rm?: (path: string) => string | undefined;
  readonly freeBytes?: () => number;
}

/** Whether a path is a segment's. */
export function isSegment(path: string): boolean {
  return basename(path).startsWith('audit-w');
}

/**
 * Node's files, with errors that a real disk cannot be asked for. They are not written through, so that what goes
 * wrong with a flush can go wrong.
 */
export function faultyFiles(faults: Faults): AuditFiles {
  const { writeThrough: _, ...flushed } = nodeFiles;
  return {
    ...flushed,
    async open(path, flags, mode) {
      fail(faults.open?.(path, flags));
      return faultyFile(path, await nodeFiles.open(path, flags, mode), faults);
    },
    async rm(path, options) {
      fail(faults.rm?.(path));
      await nodeFiles.rm(path, options);
    },
    async statfs(path) {
      const free = faults.freeBytes?.();
      return free === undefined ? nodeFiles.statfs(path) : { bavail: free, bsize: 1 };
    },
  };
}

function faultyFile(path: string, file: AuditFile, faults: Faults): AuditFile {
  return {
    async write(buffer, offset, length, position) {
      const fault = faults.write?.(path);
      if (fault === undefined) return file.write(buffer, offset, length, position);
      if (fault.after > 0)
        await file.write(buffer, offset, Math.min(fault.after, length), position);
      throw systemError(fault.code);
    },
    async datasync() {
      const fault = faults.datasync?.(path);
      if (typeof fault === 'string') throw systemError(fault);
      await fault;
      await file.datasync();
    },
    async truncate(length) {
      fail(faults.truncate?.(path));
      await file.truncate(length);
    },
    read: (buffer, offset, length, position) => file.read(buffer, offset, length, position),
    stat: () => file.stat(),
    sync: () => file.sync(),
    close: () => file.close(),
  };
}

function fail(code: string | undefined): void {
  if (code !== undefined) throw systemError(code);
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
