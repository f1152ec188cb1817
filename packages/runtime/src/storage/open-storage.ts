import type { LoadedConfig } from '@safeai/config';
import { SafeAIError, systemClock, type Clock } from '@safeai/core';
import { installationKeys } from '../keys/installation-keys.ts';
import { keysFolder } from '../keys/rotate-key.ts';
import { commandStorage } from './command-storage.ts';
import { serverStorage } from './server-storage.ts';
import { auditFolder, findStateFolder, prepareStateFolder } from './state-folder.ts';
import type { Storage } from './storage.ts';

/** Something that whoever runs SafeAI should know at once. Ids and paths, never content. */
export interface StorageNotice {
  readonly part: 'audit' | 'state' | 'sweep';
  readonly message: string;
}

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
  readonly onNotice?: (notice: StorageNotice) => void;
}

/**
 * Opens the audit log, the state and the keys of an installation, and makes what is missing.
 *
 * @throws SafeAIError `state_unavailable` or `audit_unavailable` with what cannot be used and what to do;
 *   `invalid_config` for keys that are none
 */
export async function openStorage(options: OpenStorageOptions): Promise<Storage> {
  const { loaded, clock = systemClock, onNotice = () => undefined } = options;
  if (loaded.config.state.backend === 'redis') {
    throw new SafeAIError(
      'invalid_config',
      'state.backend: this version keeps state in sqlite or memory, not in redis.',
    );
  }
  const folder = await findStateFolder(options);
  await prepareStateFolder(folder);
  const keys = await installationKeys(loaded, keysFolder(folder), clock.now());
  const parts = { loaded, folder, audit: auditFolder(loaded, folder), keys, clock, onNotice };
  return options.role === 'server' ? serverStorage(parts) : commandStorage(parts);
}
