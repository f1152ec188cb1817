import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AuditRecord, AuditSink, Clock } from '@safeai/core';
import {
  type AuditFiles,
  errorCode,
  FOLDER_MODE,
  nodeFiles,
  syncFolder,
  writeNew,
} from '../append/files.ts';
import { fitBody } from '../append/fit-body.ts';
import { unavailable } from '../append/unavailable.ts';
import { FULL_SPOOL_FILE, spoolFolder, WAITING } from './spool-folder.ts';
import { spooledLine } from './spooled-line.ts';

/** Where a spool is. */
export interface AuditSpoolOptions {
  /** The log's folder; the spool is in `spool` of it. */
  readonly folder: string;
  readonly clock: Clock;
  /** The file system; Node's own if absent. */
  readonly files?: AuditFiles;
}

/** Records that share a file. */
interface Waiting {
  lines: string;
  readonly written: Promise<void>;
}

/**
 * Where short-lived processes record: one small file for what is appended in one turn of the event loop, on the disk
 * with its name before an append resolves. A running writer takes the files over into its chain.
 */
export class AuditSpool implements AuditSink {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #files: AuditFiles;
  #waiting: Waiting | undefined;

  constructor({ folder, clock, files = nodeFiles }: AuditSpoolOptions) {
    this.#folder = spoolFolder(folder);
    this.#clock = clock;
    this.#files = files;
  }

  /** @throws SafeAIError (rejects) `audit_unavailable` */
  async append(record: AuditRecord): Promise<void> {
    const line = spooledLine(fitBody(record));
    let waiting = this.#waiting;
    if (waiting === undefined || waiting.lines.length >= FULL_SPOOL_FILE) {
      const next: Waiting = { lines: '', written: Promise.resolve().then(() => this.#write(next)) };
      waiting = this.#waiting = next;
    }
    waiting.lines += line;
    await waiting.written;
  }

  async #write(waiting: Waiting): Promise<void> {
    if (this.#waiting === waiting) this.#waiting = undefined;
    // Names sort by time, so that files are drained in their order.
    const id = `${String(this.#clock.now()).padStart(15, '0')}-${randomUUID()}`;
    const temporary = join(this.#folder, `${id}.tmp`);
    try {
      await this.#files.mkdir(this.#folder, { recursive: true, mode: FOLDER_MODE });
      await writeNew(this.#files, temporary, waiting.lines);
      await this.#files.rename(temporary, join(this.#folder, `${id}${WAITING}`));
      await syncFolder(this.#files, this.#folder);
    } catch (cause) {
      await this.#files.rm(temporary, { force: true }).catch(() => undefined);
      throw unavailable(
        `The record cannot be written to ${this.#folder} (${errorCode(cause)}). Make room, or change who may write there.`,
        cause,
      );
    }
  }
}
