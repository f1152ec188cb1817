import { join, resolve } from 'node:path';
import { isMissing, type FileSystem } from './files.ts';

/** Deepest folder that `**` looks into. */
const MAX_DEPTH = 16;

/** Most files that one pattern may stand for. */
export const MAX_MATCHES = 1_000;

/** Whether a pattern is more than a path. */
export function isPattern(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** The folder below which a pattern can match; for a path, the folder that holds it. */
export function baseFolder(pattern: string, folder: string): string {
  return resolve(folder, fixedPart(pattern).join('/'));
}

/**
 * The files that a glob stands for, sorted. `*` and `?` match inside a name, `**` any folders; names
 * that begin with a dot match only a dot that is written. The folder is left out if it is missing. What matches and is
 * no folder is there even if it cannot be read, such as a link to nothing: passed over, nobody would miss it.
 *
 * @param pattern relative to `folder`, or absolute
 */
export async function findFiles(
  pattern: string,
  folder: string,
  files: FileSystem,
): Promise<string[]> {
  const fixed = fixedPart(pattern);
  const found = new Set<string>();
  await walk(resolve(folder, fixed.join('/')), segmentsOf(pattern).slice(fixed.length), 0);
  return [...found].sort();

  async function walk(at: string, segments: readonly string[], depth: number): Promise<void> {
    const [segment = '', ...rest] = segments;
    if (depth > MAX_DEPTH || found.size > MAX_MATCHES) return;
    if (segment === '**') await walk(at, rest, depth);
    const matches = segment === '**' ? isVisible : matcher(segment);
    for (const { name, kind } of await list(at)) {
      if (!matches(name)) continue;
      const path = join(at, name);
      if (kind === 'folder' && segment === '**') await walk(path, segments, depth + 1);
      else if (kind === 'folder' && rest.length > 0) await walk(path, rest, depth + 1);
      else if (kind !== 'folder' && rest.length === 0 && segment !== '**') found.add(path);
    }
  }

  async function list(path: string): ReturnType<FileSystem['listFolder']> {
    try {
      return await files.listFolder(path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

function segmentsOf(pattern: string): string[] {
  const segments = pattern.split('/').filter((segment) => segment !== '.');
  return segments.at(-1) === '**' ? [...segments, '*'] : segments;
}

/** The leading segments without wildcards; never the last one. */
function fixedPart(pattern: string): string[] {
  const segments = segmentsOf(pattern);
  const wild = segments.findIndex(isPattern);
  const fixed = segments.slice(0, wild === -1 ? -1 : wild);
  return fixed.length === 1 && fixed[0] === '' ? ['/'] : fixed;
}

function isVisible(name: string): boolean {
  return !name.startsWith('.');
}

function matcher(segment: string): (name: string) => boolean {
  const source = segment
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`^${source}$`, 's');
  return (name) => (segment.startsWith('.') || isVisible(name)) && pattern.test(name);
}
