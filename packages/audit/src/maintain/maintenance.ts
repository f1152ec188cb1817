import type { Clock } from '@safeai/core';

import { listSegments } from '../read/segments.ts';
import type { AuditNotice } from '../status.ts';
import type { MaintainedLog } from './maintained-log.ts';
import { isDue, SlotKeeper, type KeepOptions } from './slot-keeper.ts';
import { tasksInThread, type MaintenanceTasks } from './tasks.ts';
import { WorkerTasks } from './worker-tasks.ts';

/** A log of another slot, held for maintenance. */
export interface AdoptedLog extends MaintainedLog {
  /** Gives the slot up. */
  close(): Promise<void>;
}

/** What maintenance is given. */
export interface AuditMaintenanceOptions {
  /** Folder of the log's segments. */
  readonly folder: string;
  /** The log that this process writes. */
  readonly log: MaintainedLog;
  /** Whether segments are compressed once nothing is added to them. */
  readonly compress: boolean;
  /** Segments whose latest record is older go; milliseconds, `Infinity` keeps all. */
  readonly maxAgeMs: number;
  readonly clock: Clock;
  /** Takes the slot of a writer that lives no more; undefined while somebody holds it. */
  readonly adopt?: (writer: string) => Promise<AdoptedLog | undefined>;
  /** Told once for each cause. */
  readonly onNotice?: (notice: AuditNotice) => void;
  /** Who does the heavy part; a thread of its own unless told otherwise. */
  readonly tasks?: MaintenanceTasks;
  /** Milliseconds between two runs. */
  readonly everyMs?: number;
}

/** How often the live segment's index is brought up to date. */
const EVERY_MS = 2000;
/** How often the slots of others are looked at. */
const OTHERS_EVERY_MS = 600_000;

/**
 * Keeps a log in order while it is written: indexes what was added, compresses what is complete, and deletes what
 * is too old. Only slots whose lock is held are touched. A run that fails is told and tried again at the next.
 */
export class AuditMaintenance {
  readonly #options: AuditMaintenanceOptions;
  readonly #tasks: MaintenanceTasks;
  readonly #own: SlotKeeper;
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopped = true;
  #end = new AbortController();
  #othersAt = -Infinity;

  constructor(options: AuditMaintenanceOptions) {
    this.#options = options;
    this.#tasks = options.tasks ?? defaultTasks();
    this.#own = new SlotKeeper(options.log);
  }

  /** Runs now and again from time to time, without keeping the process alive. */
  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#end = new AbortController();
    this.#schedule(0);
  }

  /** Ends the run under way where it can be ended without harm, and starts none any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#end.abort();
    clearTimeout(this.#timer);
    await this.#tasks.close();
    await this.#running?.catch(() => undefined);
  }

  /**
   * One run over the own slot and, every ten minutes, over those of writers that live no more.
   *
   * @throws what the file system and the log throw
   */
  async runOnce(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => {
      this.runOnce()
        .then(
          () => {
            this.#told.clear();
          },
          (error: unknown) => {
            this.#tell(error);
          },
        )
        .finally(() => {
          if (!this.#isStopped) this.#schedule(this.#options.everyMs ?? EVERY_MS);
        });
    }, ms).unref();
  }

  async #run(): Promise<void> {
    const { folder, compress, maxAgeMs, clock, adopt } = this.#options;
    const keep = {
      folder,
      compress,
      maxAgeMs,
      tasks: this.#tasks,
      now: clock.now(),
      signal: this.#end.signal,
    };
    await this.#own.keep(keep);
    if (adopt === undefined || clock.monotonic() - this.#othersAt < OTHERS_EVERY_MS) return;
    this.#othersAt = clock.monotonic();
    await this.#keepOthers(keep, adopt);
  }

  async #keepOthers(
    keep: KeepOptions,
    adopt: NonNullable<AuditMaintenanceOptions['adopt']>,
  ): Promise<void> {
    for (const { writer, segments } of await listSegments(keep.folder)) {
      if (keep.signal.aborted) return;
      if (writer === this.#options.log.writer || !(await isDue(keep, segments))) continue;
      const log = await adopt(writer);
      if (log === undefined) continue;
      try {
        await new SlotKeeper(log).keep(keep);
      } finally {
        await log.close();
      }
    }
  }

  #tell(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'unknown error';
    if (this.#isStopped || this.#told.has(reason)) return;
    this.#told.add(reason);
    this.#options.onNotice?.({
      kind: 'upkeep',
      message: `The audit log could not be kept in order: ${reason} Recording goes on; it is tried again.`,
    });
  }
}

/** Run from source there is no compiled worker: then this thread does the work. */
function defaultTasks(): MaintenanceTasks {
  return import.meta.url.endsWith('.ts')
    ? tasksInThread
    : new WorkerTasks(new URL('./worker.js', import.meta.url));
}
