import type { LoadedConfig } from '@safeai/config';
import { systemClock, type EventSink, type Ports } from '@safeai/core';
import type { SecretBackend } from '@safeai/secrets';

import { ConfiguredRuntime } from './configured-runtime.ts';
import { EventRelay } from './event-relay.ts';
import { PluginLoader } from './plugins/plugin-loader.ts';
import type { Runtime } from './runtime.ts';
import { ConfiguredSecrets } from './secrets/configured-secrets.ts';
import { IN_MEMORY } from './storage/in-memory.ts';
import type { Storage } from './storage/storage.ts';

/** What a runtime is built from. */
export interface RuntimeOptions {
  /** Reads the configuration: once now, and again at each reload. */
  readonly load: () => Promise<LoadedConfig>;
  /**
   * Opens what lasts, for the configuration that was loaded. Absent: everything is in memory.
   *
   * @param events the runtime's own, for what the storage has to tell
   */
  readonly openStorage?: (loaded: LoadedConfig, events: EventSink) => Promise<Storage>;
  /** Where `secret://` references are read from, beside environment variables, Vault and AWS. */
  readonly secretBackends?: readonly SecretBackend[];
  /** Replaces ports one by one. */
  readonly ports?: Partial<Ports>;
}

/**
 * Builds a running SafeAI from its configuration. A plugin that cannot be used is left out, and told by `plugins()`.
 *
 * @throws ConfigError `invalid_config` with every problem, each with file, line and column
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const secrets = await ConfiguredSecrets.open(await options.load(), {
    clock: options.ports?.clock ?? systemClock,
    backends: options.secretBackends,
  });
  let opened: { close(): Promise<void> } = secrets;
  try {
    // Keys may be secrets, and open the storage.
    const loaded = secrets.resolved;
    const loader = new PluginLoader();
    const plugins = await loader.load(loaded);
    const events = new EventRelay();
    const given = options.ports?.events;
    if (given !== undefined) {
      events.listen((event) => {
        given.emit(event);
      });
    }
    const storage = (await options.openStorage?.(loaded, events)) ?? IN_MEMORY;
    opened = { close: () => Promise.all([storage.close(), secrets.close()]).then(() => undefined) };
    const { load, ports } = options;
    const beginning = { load, ports, loaded, loader, plugins, events, storage, secrets };
    const runtime = new ConfiguredRuntime(beginning);
    opened = runtime;
    await runtime.beginAlerts();
    return runtime;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
