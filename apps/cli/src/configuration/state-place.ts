import type { LoadedConfig } from '@safeai/config';
import type { StateFolderOptions } from '@safeai/runtime';
import type { CliHost } from '../host.ts';
import type { StateOptions } from './load-configuration.ts';

/** What says where the state of the installation lies that a command line means. */
export function statePlace(
  loaded: LoadedConfig,
  { stateDir: named }: StateOptions,
  { env: environment }: CliHost,
): StateFolderOptions {
  return { loaded, environment, ...(named === undefined ? {} : { named }) };
}
