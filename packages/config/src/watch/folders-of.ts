import { existsSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LoadedConfig } from '../loaded-config.ts';

/**
 * The folders to watch for a configuration: those that it was read from, those that its patterns look
 * into, and those in which the targets of symbolic links lie. For a folder that is missing, the next
 * one above that is there.
 */
export function foldersOf(loaded: LoadedConfig): string[] {
  const named = [...loaded.folders, ...loaded.files.map((file) => dirname(file))];
  const targets = loaded.files.flatMap((file) => {
    const target = targetOf(file);
    return target === undefined ? [] : [dirname(target)];
  });
  return [...new Set([...named, ...targets].map(nearest))];
}

function targetOf(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch {
    return undefined;
  }
}

function nearest(folder: string): string {
  const above = dirname(folder);
  return existsSync(folder) || above === folder ? folder : nearest(above);
}
