import type { LoadedConfig } from '@safeai/config';
import type { CallContext } from '@safeai/core';
import {
  createRuntime,
  openStorage,
  pluginWarnings,
  type Runtime,
  type RuntimeOptions,
} from '@safeai/runtime';
import type { CliHost } from '../host.ts';
import { noticeLine } from '../output/notice-line.ts';
import { type ConfigOptions, loadConfiguration, type StateOptions } from './load-configuration.ts';
import { statePlace } from './state-place.ts';

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
 * Builds a SafeAI on the state of the installation that the command line means, lends it and closes it. What it
 * decides is recorded. A refused plugin is told on stderr: what it was to find is not found.
 *
 * @throws ConfigError with every problem of the configuration; SafeAIError `state_unavailable`
 */
export function withEmbedded<T>(
  options: StateOptions,
  host: CliHost,
  use: (embedded: Embedded) => Promise<T>,
): Promise<T> {
  return lend(options, host, use, (loaded) =>
    openStorage({
      ...statePlace(loaded, options, host),
      role: 'command',
      onNotice: (notice) => {
        host.stderr.write(`${noticeLine(notice)}\n`);
      },
    }),
  );
}

/** The same, for commands that decide about nothing: they record nothing, and touch no state. */
export function withUnrecorded<T>(
  options: ConfigOptions,
  host: CliHost,
  use: (embedded: Embedded) => Promise<T>,
): Promise<T> {
  return lend(options, host, use);
}

async function lend<T>(
  options: ConfigOptions,
  host: CliHost,
  use: (embedded: Embedded) => Promise<T>,
  open?: RuntimeOptions['openStorage'],
): Promise<T> {
  const loaded = await loadConfiguration(options, host);
  const runtime = await createRuntime({
    load: () => Promise.resolve(loaded),
    ...(open === undefined ? {} : { openStorage: open }),
  });
  const warnings = options.tellsPlugins === true ? [] : pluginWarnings(runtime.plugins());
  for (const warning of warnings) host.stderr.write(`${warning}\n`);
  try {
    return await use({ runtime, loaded });
  } finally {
    await runtime.close();
  }
}
