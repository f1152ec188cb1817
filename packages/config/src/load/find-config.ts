// Without the schema and the core: what only looks for a running server must start fast.
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { ConfigError } from '../problem.ts';
import type { Environment } from './interpolate.ts';

/** The file that is read when none is named. */
export const DEFAULT_FILE = 'safeai.yaml';

/** Where a configuration is looked for. */
export interface FindConfigOptions {
  /** Named on the command line: goes before all else. */
  readonly named?: string | undefined;
  /** For `SAFEAI_CONFIG`. */
  readonly environment: Environment;
  /** Absolute. */
  readonly cwd: string;
}

/**
 * The configuration file: the one that is named, else `SAFEAI_CONFIG`, else the nearest `safeai.yaml` in the working
 * folder and the folders above it, named as messages are to name it. Undefined stands for the defaults.
 *
 * @throws ConfigError when the nearest one above belongs to someone else: on a shared machine anyone could put a
 *   milder policy into a folder such as `/tmp`
 */
export async function findConfig(options: FindConfigOptions): Promise<string | undefined> {
  const { named, environment, cwd } = options;
  if (named !== undefined) return named;
  const fromEnvironment = environment.SAFEAI_CONFIG ?? '';
  if (fromEnvironment !== '') return fromEnvironment;
  const path = await search(resolve(cwd));
  return path === undefined ? undefined : relative(cwd, path);
}

async function search(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, DEFAULT_FILE);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) {
      if (folder !== start && !isOurs(found.uid)) throw await foreign(path);
      return path;
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function isOurs(owner: number): boolean {
  const user = process.getuid?.();
  return user === undefined || owner === user || owner === 0;
}

async function foreign(path: string): Promise<ConfigError> {
  const { ConfigError } = await import('../problem.ts');
  const message = `${path} belongs to another user. If it is the right one, name it with --config.`;
  return new ConfigError(message, [{ message, file: path }]);
}
