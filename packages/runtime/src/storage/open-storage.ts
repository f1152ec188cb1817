import type { LoadedConfig } from '@safeai/config';
import { SafeAIError, systemClock, type Clock, type EventSink } from '@safeai/core';
import { installationKeys } from '../keys/installation-keys.ts';
import { keysFolder } from '../keys/key-file.ts';
import { auditFolder, findStateFolder, prepareStateFolder } from './state-folder.ts';
import type { Storage } from './storage.ts';

/** Something that whoever runs SafeAI should know at once. Ids and paths, never content. */
export interface StorageNotice {
  readonly part: 'alerts' | 'audit' | 'secrets' | 'state' | 'sweep';
  readonly message: string;
}

const NO_EVENTS: EventSink = { emit: () => undefined };

/** How to open what lasts. */
export interface OpenStorageOptions {
  readonly loaded: LoadedConfig;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `--state-dir`. */
  readonly named?: string;
  /**
   * A `server` runs long: it has a chain of its own in the audit log, and does what is due. A `command` is over
   * soon: it hands its records to the next server.
   */
  readonly role: 'server' | 'command';
  readonly clock?: Clock;
  /** Told of troubles and their ends. Must not throw. */
  readonly onNotice?: (notice: StorageNotice) => void;
  /** Where `audit.failure` is told. */
  readonly events?: EventSink;
}

/**
 * Opens the audit log, the state and the keys of an installation, and makes what is missing.
 *
 * @throws SafeAIError `state_unavailable` or `audit_unavailable` with what cannot be used and what to do;
 *   `invalid_config` for keys that are none
 */
export async function openStorage(options: OpenStorageOptions): Promise<Storage> {
  const { loaded, clock = systemClock, onNotice = () => undefined, events = NO_EVENTS } = options;
  if (loaded.config.state.backend === 'redis') {
    throw new SafeAIError(
      'invalid_config',
      'state.backend: this version keeps state in sqlite or memory, not in redis.',
    );
  }
  const folder = await findStateFolder(options);
  await prepareStateFolder(folder);
  const keys = await installationKeys(loaded, keysFolder(folder), clock.now());
  const audit = auditFolder(loaded, folder);
  const parts = { loaded, folder, audit, keys, clock, onNotice, events };
  // Each loads only what it works with.
  if (options.role === 'server') {
    const { serverStorage } = await import('./server-storage.ts');
    return serverStorage(parts);
  }
  const { commandStorage } = await import('./command-storage.ts');
  return commandStorage(parts);
}
