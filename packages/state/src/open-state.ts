import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Clock, systemClock } from '@safeai/core';
import { checkMemoryKeys, type MemoryKeys } from './memory-keys.ts';
import type { ThreadData } from './requests.ts';
import { StateThread } from './state-thread.ts';
import { createStores, type Stores } from './stores.ts';

/** Where state is kept, and how. */
export interface StateOptions {
  /** Folder of `state.db` and `sessions.db`, on a local disk. Made if it is not there. */
  readonly folder: string;
  readonly keys: MemoryKeys;
  /** The machine's own clock if absent. */
  readonly clock?: Pick<Clock, 'now'>;
  /** How long a write waits for another process's lock, in milliseconds. 5000 if absent. */
  readonly waitMs?: number;
}

/** Open state files. */
export interface State extends Stores {
  /** Whether the files can be read. @throws SafeAIError `state_unavailable` (as a rejection) */
  check(): Promise<void>;
  /**
   * Writes a consistent copy of `state.db` to a new file, readable by this user alone. Sessions, pseudonyms
   * and counts of limits are not in it. Nothing else waits for it.
   *
   * @throws SafeAIError `state_unavailable` (as a rejection) for a file that is there already
   */
  backup(file: string): Promise<void>;
  /**
   * Encrypts the keys in the files with another key, without closing them. What other processes have opened with the
   * former one alone they cannot read any more.
   *
   * @param keys the former one among `previous`
   * @throws SafeAIError (as a rejection) `invalid_config` for keys that are no keys; `state_unavailable`: the former
   *   ones stay in use
   */
  useKeys(keys: MemoryKeys): Promise<void>;
  /** Waits for what is pending and closes the files. Idempotent. */
  close(): Promise<void>;
}

const DEFAULT_WAIT_MS = 5000;

/** Beyond its own limit, an answer is given up so much later, in milliseconds. */
const GRACE_MS = 10_000;

/** What it works on is soon done with: more room for that would only be memory that stays taken. */
const LIMITS = { maxYoungGenerationSizeMb: 6 };

/** From source, the thread needs its types taken out first. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './worker/from-source.mjs' : './worker/main.js',
  import.meta.url,
);

/**
 * Opens the state files, makes them if need be, and brings their tables up to date. Any number of processes on one
 * machine may do so. SQLite runs in a thread of its own: this thread never waits for the disk or for a lock.
 *
 * @throws SafeAIError (as a rejection): `invalid_config` for keys that are no keys; `state_unavailable` when the
 *   files cannot be opened, are damaged, not SafeAI's, of a newer one, or encrypted with a key that is not given
 */
export async function openState(options: StateOptions): Promise<State> {
  const { keys, waitMs = DEFAULT_WAIT_MS } = options;
  // The thread reads the machine's clock for itself: also while this thread is busy.
  const clock = options.clock === systemClock ? undefined : options.clock;
  checkMemoryKeys(keys);
  const time = clock === undefined ? undefined : new Float64Array(new SharedArrayBuffer(8));
  let workerData: ThreadData = { folder: resolve(options.folder), keys, waitMs, time };
  const newThread = (): StateThread =>
    new StateThread({
      start: () => new Worker(THREAD, { workerData, name: 'safeai-state', resourceLimits: LIMITS }),
      stalledMs: waitMs + GRACE_MS,
      ...(clock === undefined || time === undefined
        ? {}
        : {
            onTick: () => {
              time[0] = clock.now();
            },
          }),
    });
  const thread = newThread();
  try {
    await thread.request('files.check');
  } catch (error) {
    await thread.close();
    throw error;
  }
  return {
    ...createStores(thread),
    check: () => thread.request('files.check'),
    backup: async (file) => {
      await thread.request('files.check');
      // It takes long, and a thread does one thing at a time.
      const another = newThread();
      try {
        await another.request('files.backup', resolve(file));
      } finally {
        await another.close();
      }
    },
    useKeys: async (next) => {
      checkMemoryKeys(next);
      await thread.request('files.useKeys', next);
      // Of a thread that is started anew.
      workerData = { ...workerData, keys: next };
    },
    close: () => thread.close(),
  };
}
