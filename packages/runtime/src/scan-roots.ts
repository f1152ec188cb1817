import { realpath } from 'node:fs/promises';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';

import { SafeAIError } from '@safeai/core';

/** Where files may be scanned, and what is never scanned. */
export interface ScanRoots {
  /** Absolute folders; the first one is where relative paths start. */
  readonly roots: readonly string[];
  /** Absolute files and folders of SafeAI itself: configuration, policies, plugins, keys, state. */
  readonly own: readonly string[];
}

/**
 * The real path of a file that may be scanned. A path that is not under a root, names a dotfile, or is
 * one of SafeAI's own files is refused before the file system is asked anything about it; what a link
 * leads to is held to the same rule.
 *
 * @throws SafeAIError `path_not_allowed`; `not_found`; `invalid_request` for a path no file can have
 */
export async function allowedPath(path: string, allowed: ScanRoots): Promise<string> {
  if (path === '' || path.includes('\0')) {
    throw new SafeAIError('invalid_request', 'The path is empty or holds a NUL character.', {
      details: [{ path: '$.path', message: 'must be the path of a file' }],
    });
  }
  const [first = '.'] = allowed.roots;
  const wanted = resolve(first, path);
  mustBeAllowed(wanted, allowed);
  const real = await realPath(wanted);
  const realAllowed: ScanRoots = {
    roots: await realPaths(allowed.roots),
    own: await realPaths(allowed.own),
  };
  mustBeAllowed(real, realAllowed);
  return real;
}

function mustBeAllowed(path: string, { roots, own }: ScanRoots): void {
  const root = roots.find((folder) => isInside(folder, path));
  const isHidden =
    root !== undefined &&
    relative(root, path)
      .split(sep)
      .some((part) => part.startsWith('.'));
  const isOwn = own.some((file) => path === file || isInside(file, path)) || isConfigName(path);
  if (root === undefined || isHidden || isOwn) throw notAllowed();
}

/** The refusal is the same whatever the reason, and whether the file is there or not. */
export function notAllowed(): SafeAIError {
  return new SafeAIError(
    'path_not_allowed',
    "The path is not under scan.roots, or is a dotfile or one of SafeAI's own files.",
    { details: [{ path: '$.path', message: 'must name a file under scan.roots' }] },
  );
}

/** Any `safeai.yaml`, overlays, the MCP lock and copies included: another installation's is as private. */
function isConfigName(path: string): boolean {
  return /^safeai.*\.(?:ya?ml|lock)/is.test(basename(path));
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw new SafeAIError('not_found', 'There is no file at this path.', { cause });
  }
}

async function realPaths(paths: readonly string[]): Promise<string[]> {
  return Promise.all(paths.map((path) => realpath(path).catch(() => path)));
}
