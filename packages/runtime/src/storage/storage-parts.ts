import type { LoadedConfig } from '@safeai/config';
import type { Clock, EventSink } from '@safeai/core';
import type { InstallationKeys } from '../keys/installation-keys.ts';
import type { StorageNotice } from './open-storage.ts';

/** What both kinds of storage are made of. */
export interface StorageParts {
  readonly loaded: LoadedConfig;
  /** The state folder. */
  readonly folder: string;
  /** The audit folder. */
  readonly audit: string;
  readonly keys: InstallationKeys;
  readonly clock: Clock;
  readonly onNotice: (notice: StorageNotice) => void;
  readonly events: EventSink;
}
