import { resolve } from 'node:path';
import type { LoadedConfig } from '@safeai/config';
import type { ScanFileLimits } from './scan-file.ts';

/**
 * Where files may be scanned under a configuration, and which of them are SafeAI's own.
 *
 * @param more of its own, beside those that the configuration names
 */
export function scanLimits(
  { config, folder, files }: LoadedConfig,
  more: readonly string[],
): ScanFileLimits {
  const inFolder = (path: string): string => resolve(folder, path);
  return {
    roots: config.scan.roots.length > 0 ? config.scan.roots.map(inFolder) : [folder],
    own: [
      ...files,
      inFolder(config.state.dir ?? '.safeai'),
      ...more,
      ...(config.audit.path === undefined ? [] : [inFolder(config.audit.path)]),
    ],
    maxBytes: config.scan.maxFileBytes,
    jsonDepth: config.limits.jsonDepth,
    jsonLeaves: config.limits.jsonLeaves,
  };
}
