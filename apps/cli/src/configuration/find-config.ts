import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';

const FILE_NAME = 'safeai.yaml';

/**
 * The configuration file: `--config`, else `SAFEAI_CONFIG`, else the nearest `safeai.yaml` in the working
 * folder and the folders above it, named as messages are to name it. Undefined stands for the defaults.
 *
 * @throws UsageError when the nearest one above belongs to someone else: on a shared machine anyone could
 *   put a milder policy into a folder such as `/tmp`
 */
export async function findConfig(
  named: string | undefined,
  host: CliHost,
): Promise<string | undefined> {
  if (named !== undefined) return named;
  const fromEnvironment = host.env.SAFEAI_CONFIG ?? '';
  if (fromEnvironment !== '') return fromEnvironment;
  const path = await search(resolve(host.cwd));
  return path === undefined ? undefined : relative(host.cwd, path);
}

async function search(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const path = join(folder, FILE_NAME);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() === true) {
      if (folder !== start && !isOurs(found.uid)) throw foreign(path);
      return path;
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function isOurs(owner: number): boolean {
  const user = process.getuid?.();
  return user === undefined || owner === user || owner === 0;
}

function foreign(path: string): UsageError {
  return new UsageError(`${path} belongs to another user`, {
    hint: 'If it is the right one, name it with --config.',
  });
}
