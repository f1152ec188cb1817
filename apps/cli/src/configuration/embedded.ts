import type { LoadedConfig } from '@safeai/config';
import type { CallContext } from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import type { CliHost } from '../host.ts';
import { type ConfigOptions, loadConfiguration } from './load-configuration.ts';

/** A SafeAI inside this process, for one command. */
export interface Embedded {
  readonly runtime: Runtime;
  readonly loaded: LoadedConfig;
}

/** Whoever types a command may do what the configuration allows, in every tenant. */
export const EMBEDDED_CALL: CallContext = {
  principal: {
    tenant: 'default',
    tenants: ['*'],
    user: 'local',
    roles: ['admin', 'agent'],
    source: 'embedded',
  },
};

/**
 * Builds a SafeAI from the configuration that the command line asks for, lends it and closes it.
 *
 * @throws ConfigError with every problem of the configuration
 */
export async function withEmbedded<T>(
  options: ConfigOptions,
  host: CliHost,
  use: (embedded: Embedded) => Promise<T>,
): Promise<T> {
  const loaded = await loadConfiguration(options, host);
  const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
  try {
    return await use({ runtime, loaded });
  } finally {
    await runtime.close();
  }
}
