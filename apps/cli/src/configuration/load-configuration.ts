import { loadConfig, type LoadConfigOptions, type LoadedConfig } from '@safeai/config';
import type { CliHost } from '../host.ts';
import { findConfig } from './find-config.ts';

/** Options of every command that reads a configuration. */
export interface ConfigOptions {
  readonly config?: string;
  readonly env?: string;
  /** Refused plugins are what the command is asked for: it tells them itself. */
  readonly tellsPlugins?: true;
}

/** Options of commands about state. */
export interface StateOptions extends ConfigOptions {
  readonly stateDir?: string;
}

/**
 * Loads the configuration that a command line asks for; the defaults where there is no file.
 *
 * @throws ConfigError with every problem; UsageError for a found file that is another user's
 */
export async function loadConfiguration(
  options: ConfigOptions,
  host: CliHost,
): Promise<LoadedConfig> {
  return loadConfig(await configurationToLoad(options, host));
}

/** What to load. The file is settled once: a reload reads the same one, and fails when it is gone. */
export async function configurationToLoad(
  options: ConfigOptions,
  host: CliHost,
): Promise<LoadConfigOptions> {
  const file = await findConfig(options.config, host);
  return {
    environment: host.env,
    cwd: host.cwd,
    ...(file === undefined ? {} : { file }),
    ...(options.env === undefined ? {} : { env: options.env }),
  };
}
