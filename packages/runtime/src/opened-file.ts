import { constants, type Stats } from 'node:fs';
import { open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';

import { SafeAIError } from '@safeai/core';

import { notAllowed } from './scan-roots.ts';

/** An open file, and what it was when it was opened. */
export interface OpenedFile {
  readonly file: FileHandle;
  readonly stats: Stats;
}

/** What the system is asked for when a file is opened. */
export interface OpenSteps {
  readonly open: (path: string) => Promise<FileHandle>;
  /** The real path of an open file; undefined where the system does not tell. */
  readonly pathOf: (file: FileHandle) => Promise<string | undefined>;
}

// NONBLOCK: opening a pipe must not wait for a writer.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The steps on this machine. */
export const NODE_STEPS: OpenSteps = {
  open: (path) => open(path, FLAGS),
  pathOf: async ({ fd }) =>
    process.platform === 'linux'
      ? readlink(`/proc/self/fd/${String(fd)}`).catch(() => undefined)
      : undefined,
};

/** What Linux adds to the path of an open file that was removed. */
const REMOVED = ' (deleted)';

/**
 * Opens a file and makes sure that it is the one at a path: between the check of a path and the opening, the
 * file or a folder above it may have been replaced by a link.
 *
 * @param path a real path
 * @throws SafeAIError `not_found`; `path_not_allowed` where something else was opened
 */
export async function openAt(path: string, steps: OpenSteps): Promise<OpenedFile> {
  const file = await steps.open(path).catch((cause: unknown) => {
    throw isLink(cause) ? notAllowed() : notFound(cause);
  });
  try {
    const stats = await file.stat();
    const lies = await steps.pathOf(file);
    if (lies === undefined) await mustLieAt(path, stats);
    else if (lies === path + REMOVED) throw notFound();
    else if (lies !== path) throw notAllowed();
    return { file, stats };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** For systems that do not tell where an open file lies: it must be the one that the path leads to now. */
async function mustLieAt(path: string, opened: Stats): Promise<void> {
  const [real, now] = await Promise.all([realpath(path), stat(path)]).catch((cause: unknown) => {
    throw notFound(cause);
  });
  if (real !== path || now.ino !== opened.ino || now.dev !== opened.dev) throw notAllowed();
}

function isLink(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ELOOP';
}

function notFound(cause?: unknown): SafeAIError {
  const message = 'The file could not be opened.';
  return new SafeAIError('not_found', message, cause === undefined ? {} : { cause });
}
