import { findConfig as find } from '@safeai/config/find-config';
import { UsageError } from '../errors/usage-error.ts';
import type { CliHost } from '../host.ts';

/**
 * The configuration file of a command line: `--config`, else `SAFEAI_CONFIG`, else the nearest `safeai.yaml`.
 *
 * @throws UsageError when the nearest one above belongs to someone else
 */
export async function findConfig(
  named: string | undefined,
  { env, cwd }: CliHost,
): Promise<string | undefined> {
  try {
    return await find({ named, environment: env, cwd });
  } catch (error) {
    // By its name: the class comes with the whole schema, which a hook has no time for.
    if (error instanceof Error && error.name === 'ConfigError') {
      throw new UsageError(error.message, { cause: error });
    }
    throw error;
  }
}
