import type { Checkpoint, Signed } from '../format/system-lines.ts';
import { type AuditFile, type AuditFiles, errorCode, FILE_MODE } from './files.ts';
import type { Health } from './health.ts';

/** Most checkpoints that wait for a file that cannot be written; the oldest go first. */
const MAX_WAITING = 1000;

/** Longest line of the file, in bytes. */
const MAX_LINE = 4096;

/**
 * The second place for checkpoints: one JSON object a line, flushed one by one. Several writers may share it. The
 * log goes on where it fails; what could not be written is tried again with the next.
 */
export class CheckpointFile {
  readonly #path: string;
  readonly #files: AuditFiles;
  readonly #health: Health;
  #waiting: string[] = [];
  #running: Promise<void> = Promise.resolve();
  #file: AuditFile | undefined;

  constructor(path: string, files: AuditFiles, health: Health) {
    this.#path = path;
    this.#files = files;
    this.#health = health;
  }

  /** Returns at once. */
  add(checkpoint: Checkpoint & Signed): void {
    this.#waiting.push(`${JSON.stringify(checkpoint)}\n`);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#running = this.#running.then(() => this.#drain());
  }

  async close(): Promise<void> {
    await this.#running;
    await this.#drain();
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
  }

  async #drain(): Promise<void> {
    try {
      for (let line = this.#waiting[0]; line !== undefined; line = this.#waiting[0]) {
        this.#file ??= await this.#open();
        await this.#append(this.#file, Buffer.from(line));
        this.#waiting.shift();
      }
      if (this.#health.endWarning('checkpoints')) {
        this.#health.notify({ kind: 'recovered', message: `${this.#path} is written again.` });
      }
    } catch (error) {
      const file = this.#file;
      this.#file = undefined;
      await file?.close().catch(() => undefined);
      this.#health.warn('checkpoints', {
        kind: 'upkeep',
        message: `Checkpoints cannot be written to ${this.#path} (${errorCode(error)}): until they can, a log whose end was cut off may go unnoticed. Check audit.checkpoint_file.`,
      });
    }
  }

  /** With `a`, each line lands behind whatever others have written. */
  async #append(file: AuditFile, line: Buffer): Promise<void> {
    const { size } = await file.stat();
    const { bytesWritten } = await file.write(line, 0, line.length, size);
    if (bytesWritten < line.length) {
      await file.truncate(size).catch(() => undefined);
      throw Object.assign(new Error('Not all was written.'), { code: 'ENOSPC' });
    }
    await file.datasync();
  }

  /** A half line that a power cut left is cut off. */
  async #open(): Promise<AuditFile> {
    const file = await this.#files.open(this.#path, 'a+', FILE_MODE);
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, MAX_LINE));
    await file.read(tail, 0, tail.length, size - tail.length);
    const torn = tail.length - (tail.lastIndexOf('\n') + 1);
    if (torn > 0) await file.truncate(size - torn);
    return file;
  }
}
