import { watch } from 'node:fs';
import { join } from 'node:path';
import { type Clock, SafeAIError } from '@safeai/core';
import type { AuditLog } from '../append/audit-log.ts';
import {
  type AuditFiles,
  errorCode,
  FOLDER_MODE,
  isMissing,
  nodeFiles,
  readText,
  syncFolder,
} from '../append/files.ts';
import { isSlotHeld } from '../append/slot-lock.ts';
import type { AuditNotice } from '../status.ts';
import {
  CLAIMED,
  MAX_SPOOL_BYTES,
  REJECTED,
  spoolFolder,
  UNFINISHED,
  WAITING,
} from './spool-folder.ts';
import { type ParsedSpoolLine, parseSpooledLine, type SpooledRecord } from './spooled-line.ts';

/** How a spool is drained. */
export interface DrainOptions {
  readonly clock: Clock;
  /**
   * Whether a record is in the log already. Asked only for files that were claimed before, by a writer that may
   * have died between writing the records and deleting the file.
   */
  isRecorded(record: SpooledRecord): Promise<boolean>;
  /** Told of files that hold anything but records. Must not throw. */
  readonly onNotice?: (notice: AuditNotice) => void;
  /** The file system; Node's own if absent. */
  readonly files?: AuditFiles;
}

/** How often to look where the system does not tell of new files, in milliseconds. */
const POLL_MS = 1000;

/** After how long a file that was never finished goes, in milliseconds. */
const UNFINISHED_MS = 3_600_000;

/**
 * Takes what short-lived processes recorded into a writer's chain, from now on until it is stopped. A file is
 * claimed by renaming it, and deleted once all of its records are in the log.
 *
 * @param folder the log's
 */
export function drainSpool(
  log: Pick<AuditLog, 'writer' | 'appendBody' | 'flush'>,
  folder: string,
  options: DrainOptions,
): SpoolDrain {
  return new SpoolDrain(log, folder, options);
}

/** A spool that is being drained. */
export class SpoolDrain {
  readonly #log: Pick<AuditLog, 'writer' | 'appendBody' | 'flush'>;
  readonly #auditFolder: string;
  readonly #folder: string;
  readonly #options: DrainOptions;
  readonly #files: AuditFiles;
  readonly #timer: NodeJS.Timeout;
  #watcher: { close(): void } | undefined;
  #running: Promise<void> | undefined;
  /** Files that could not be drained the last time. */
  #failed: ReadonlyMap<string, string> = new Map();
  #isStopped = false;

  /** @internal use {@link drainSpool} */
  constructor(
    log: Pick<AuditLog, 'writer' | 'appendBody' | 'flush'>,
    folder: string,
    options: DrainOptions,
  ) {
    this.#log = log;
    this.#auditFolder = folder;
    this.#folder = spoolFolder(folder);
    this.#options = options;
    this.#files = options.files ?? nodeFiles;
    this.#timer = setInterval(this.#look, POLL_MS).unref();
    void this.#begin();
  }

  /** Drains what is there; resolves when it is done, also where a file has to wait for the next time. */
  async runOnce(): Promise<void> {
    await this.#running;
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Ends with the file at hand. Idempotent. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    this.#watcher?.close();
    await this.#running;
  }

  readonly #look = (): void => {
    if (!this.#isStopped && this.#running === undefined) void this.runOnce();
  };

  async #begin(): Promise<void> {
    try {
      await this.#files.mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
      if (this.#isStopped) return;
      const watcher = watch(this.#folder, { persistent: false }, this.#look);
      watcher.on('error', () => {
        watcher.close();
      });
      this.#watcher = watcher;
    } catch {
      // Without news from the system the timer finds new files, a little later.
    }
    this.#look();
  }

  async #drain(): Promise<void> {
    const failed = new Map<string, string>();
    try {
      for (const name of (await this.#files.readdir(this.#folder)).sort()) {
        if (this.#isStopped) return;
        await this.#drainFile(name).catch((error: unknown) => {
          if (SafeAIError.isInstance(error)) throw error;
          failed.set(name.replace(/\..*$/, ''), errorCode(error));
        });
      }
    } catch {
      // The folder or the log cannot be used now; what was claimed stays, for the next time.
    }
    this.#tellOfFailed(failed);
  }

  /** A file that cannot be read holds up no other. @param failed error codes by the files' ids */
  #tellOfFailed(failed: ReadonlyMap<string, string>): void {
    const [first] = [...failed].filter(([id]) => !this.#failed.has(id));
    this.#failed = failed;
    if (first === undefined) return;
    const [id, code] = first;
    this.#options.onNotice?.({
      kind: 'upkeep',
      message: `The spool file ${id} cannot be taken into the audit log (${code}; ${failed.size} in all). Look at the rights in ${this.#folder}; it is tried again.`,
    });
  }

  async #drainFile(name: string): Promise<void> {
    const [, claimedId, owner] = CLAIMED.exec(name) ?? [];
    if (claimedId !== undefined && owner !== undefined) {
      const claim = await this.#takeOver(name, claimedId, owner);
      if (claim !== undefined) await this.#record(claim, true);
    } else if (name.endsWith(WAITING)) {
      const claim = `${name.slice(0, -WAITING.length)}.${this.#log.writer}.claimed`;
      if (await this.#rename(name, claim)) await this.#record(claim, false);
    } else {
      const begun = Number(UNFINISHED.exec(name)?.[1] ?? Infinity);
      const isLeftOver = this.#options.clock.now() - begun > UNFINISHED_MS;
      if (isLeftOver) await this.#files.rm(join(this.#folder, name), { force: true });
    }
  }

  /** A claim of one's own that is left over, or one of a writer that is gone. */
  async #takeOver(name: string, id: string, owner: string): Promise<string | undefined> {
    const { writer } = this.#log;
    if (owner === writer) return name;
    const place = {
      folder: this.#auditFolder,
      files: this.#files,
      clock: this.#options.clock,
    };
    if (await isSlotHeld(place, owner)) return undefined;
    const claim = `${id}.${writer}.claimed`;
    return (await this.#rename(name, claim)) ? claim : undefined;
  }

  /** False if somebody else was faster. */
  async #rename(from: string, to: string): Promise<boolean> {
    try {
      await this.#files.rename(join(this.#folder, from), join(this.#folder, to));
      // Else a power cut could undo the claim of a file that was recorded.
      await syncFolder(this.#files, this.#folder);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async #record(claim: string, wasClaimedBefore: boolean): Promise<void> {
    const path = join(this.#folder, claim);
    const lines = await this.#read(path);
    if (lines === undefined) {
      await this.#reject(claim);
      return;
    }
    const missing: ParsedSpoolLine[] = [];
    for (const line of lines) {
      const isThere = wasClaimedBefore && (await this.#options.isRecorded(line.record));
      if (!isThere) missing.push(line);
    }
    await Promise.all(missing.map(({ body }) => this.#log.appendBody(body)));
    // The file was on the disk: so must be what takes its place.
    await this.#log.flush();
    await this.#files.rm(path, { force: true });
  }

  /** All records of a file; undefined if it holds anything else. */
  async #read(path: string): Promise<readonly ParsedSpoolLine[] | undefined> {
    const text = await readText(this.#files, path, MAX_SPOOL_BYTES);
    if (text?.endsWith('\n') !== true) return undefined;
    const lines = text.slice(0, -1).split('\n').map(parseSpooledLine);
    const good = lines.filter((line) => line !== undefined);
    return good.length === lines.length ? good : undefined;
  }

  async #reject(claim: string): Promise<void> {
    const rejected = join(this.#folder, REJECTED);
    await this.#files.mkdir(rejected, { recursive: true, mode: FOLDER_MODE });
    await this.#files.rename(join(this.#folder, claim), join(rejected, claim));
    await syncFolder(this.#files, this.#folder);
    this.#options.onNotice?.({
      kind: 'damaged',
      message: `The spool file ${claim} holds something other than records; it was moved to ${rejected}.`,
    });
  }
}
