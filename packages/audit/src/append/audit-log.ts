import type { AuditRecord, AuditSink, SafeAIError } from '@safeai/core';
import type { Body } from '../format/record-line.ts';
import type { Signed, SystemDetails } from '../format/system-lines.ts';
import type { AuditStatus } from '../status.ts';
import type { AuditLogOptions } from './audit-log-options.ts';
import { Batch, type Task } from './batch.ts';
import { ChainWriter, ownBody } from './chain-writer.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { DiskGuard } from './disk-guard.ts';
import { nodeFiles } from './files.ts';
import { fitBody } from './fit-body.ts';
import type { Health } from './health.ts';
import { LostRecords } from './lost-records.ts';
import { openFirstSlot, type OpenSlot, openSlot } from './open-slot.ts';
import { Signer } from './signer.ts';
import type { SlotLock } from './slot-lock.ts';
import { asUnavailable, closed, unavailable } from './unavailable.ts';
import { within } from './within.ts';

/** Most lines of a batch: bounds how long the event loop is kept. */
const MAX_BATCH = 1024;

/** Least time between two looks at the file that is written, in milliseconds. */
const LOOK_EVERY_MS = 1000;

/** Least time between two attempts while nothing can be written, in milliseconds. */
const RETRY_MS = 250;

/** How often the log looks by itself whether it can be written again, in milliseconds. */
const PROBE_MS = 1000;

/**
 * The audit log of a long-lived process. Records that come while others are being written are written and flushed
 * together. An append that resolves is on the disk (with `os`: with the operating system).
 */
export class AuditLog implements AuditSink {
  readonly writer: string;
  readonly #options: AuditLogOptions;
  readonly #timeoutMs: number;
  readonly #every: { readonly records: number; readonly ms: number };
  readonly #lock: SlotLock;
  readonly #chain: ChainWriter;
  readonly #guard: DiskGuard;
  readonly #health: Health;
  readonly #signer: Signer;
  readonly #checkpoints: CheckpointFile | undefined;
  readonly #queue: Batch[] = [];
  readonly #lost = new LostRecords();
  #running: Promise<void> | undefined;
  #closing: Promise<void> | undefined;
  /** The disk has not answered for longer than an append may take. */
  #isStuck = false;
  #retryAt = -Infinity;
  #lookedAt = -Infinity;
  #refused = 0;
  #checkpointTimer: NodeJS.Timeout | undefined;
  #probeTimer: NodeJS.Timeout | undefined;

  private constructor(options: AuditLogOptions, { lock, recovered, health }: OpenSlot) {
    const { folder, files = nodeFiles, clock, keys, durability, checkpointFile } = options;
    this.writer = lock.writer;
    this.#options = options;
    this.#timeoutMs = options.appendTimeoutMs ?? 2000;
    this.#every = options.checkpointEvery ?? { records: 1000, ms: 10_000 };
    this.#lock = lock;
    this.#health = health;
    this.#guard = new DiskGuard(folder, files, clock, options.minFreeBytes);
    this.#signer = new Signer(keys.signing[0]);
    if (checkpointFile !== undefined) {
      this.#checkpoints = new CheckpointFile(checkpointFile, files, health);
    }
    const chain = {
      folder,
      writer: lock.writer,
      files,
      clock,
      keys,
      signer: this.#signer,
      isDurable: durability !== 'os',
      onCheckpoint: this.#checkpoints?.add.bind(this.#checkpoints) ?? (() => undefined),
      onClosed: options.onSealed ?? (() => undefined),
    };
    this.#chain = new ChainWriter(chain, recovered);
  }

  /**
   * Takes the first free slot of the folder and finds where its chain goes on; repairs what a crash left. Writes
   * nothing but the lock: the first segment comes with the first record. Linear in the slot's last segment.
   *
   * @throws SafeAIError `audit_unavailable` for a folder that cannot be written
   */
  static async open(options: AuditLogOptions): Promise<AuditLog> {
    return new AuditLog(options, await openFirstSlot(options));
  }

  /**
   * Like {@link open}, for a certain slot: to keep the segments of a writer that lives no more.
   *
   * @returns undefined if somebody holds it
   * @throws SafeAIError `audit_unavailable` for a folder that cannot be written
   */
  static async adopt(options: AuditLogOptions, writer: string): Promise<AuditLog | undefined> {
    const slot = await openSlot(options, writer);
    return slot === undefined ? undefined : new AuditLog(options, slot);
  }

  /**
   * @throws SafeAIError (rejects) `audit_unavailable`; after a timeout the record may still get written
   */
  append(record: AuditRecord): Promise<void> {
    try {
      return this.appendBody(fitBody(record));
    } catch (error) {
      return Promise.reject(asUnavailable(error));
    }
  }

  /** Like {@link append}, for a record that became a body elsewhere. */
  appendBody(body: Body): Promise<void> {
    const refusal = this.#refusal();
    if (refusal !== undefined) {
      this.#refused += 1;
      return Promise.reject(refusal);
    }
    return this.#enqueue('lines', true, body);
  }

  /**
   * Writes a line of the log's own. Not refused for short space: what makes room needs it.
   *
   * @throws SafeAIError (rejects) `audit_unavailable`
   */
  appendSystem<E extends keyof SystemDetails>(event: E, detail: SystemDetails[E]): Promise<void> {
    return this.#enqueue('lines', false, ownBody(this.#options.clock, event, detail));
  }

  /** Signs a text with the newest key. */
  sign(text: string): Signed {
    return this.#signer.sign(text);
  }

  /**
   * Counts a record that was let go on without being recorded. Once the log can be written again it says how many
   * there were and since when.
   *
   * @param ts the record's time
   * @returns how many were lost since the log was last written
   */
  countLost(ts: number): number {
    return this.#lost.add(ts);
  }

  /**
   * Whether this process may still touch the slot's segments.
   *
   * @throws what the file system throws
   */
  isHeld(): Promise<boolean> {
    return this.#lock.isHeld();
  }

  /** The segment that is being written, by its name; undefined before the first record and after a rotation. */
  get file(): string | undefined {
    return this.#chain.file;
  }

  status(): AuditStatus {
    return {
      state: this.#health.state,
      reason: this.#health.reason,
      writer: this.writer,
      lastSeq: this.#chain.lastSeq,
      refused: this.#refused,
      freeBytes: this.#guard.freeBytes,
    };
  }

  /**
   * Resolves once all that was appended before is on the disk, whatever the durability.
   *
   * @throws SafeAIError (rejects) `audit_unavailable`
   */
  flush(): Promise<void> {
    return this.#enqueue('sync', false);
  }

  /** Ends the segment after all that was appended before; the next record begins a new one. */
  rotate(): Promise<void> {
    return this.#enqueue('rotate', false);
  }

  /** Writes what is queued and a last checkpoint, and gives the slot up. Never rejects; idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    clearTimeout(this.#checkpointTimer);
    clearTimeout(this.#probeTimer);
    if (await this.#drained()) await this.#finish();
    else void this.#running?.then(() => this.#finish());
  }

  async #finish(): Promise<void> {
    const isHeld = await this.#lock.isHeld();
    try {
      if (isHeld) await this.#writeLines([], false);
    } catch {
      // It was told when it began to fail.
    }
    await this.#chain.close(isHeld).catch(() => undefined);
    await within(this.#timeoutMs, this.#checkpoints?.close() ?? Promise.resolve());
    await this.#lock.release().catch(() => undefined);
  }

  /** False if the disk does not answer: until it does the lock stays, for what is under way may still be written. */
  async #drained(): Promise<boolean> {
    const running = this.#running?.then(() => true) ?? Promise.resolve(true);
    return (await within(this.#timeoutMs, running)) ?? false;
  }

  /** Why nothing is taken now. */
  #refusal(): SafeAIError | undefined {
    if (this.#closing !== undefined) return closed();
    if (!this.#health.isFailing) return undefined;
    const isPaused = this.#isStuck || this.#options.clock.monotonic() < this.#retryAt;
    return isPaused ? this.#asBefore() : undefined;
  }

  #asBefore(): SafeAIError {
    return unavailable(this.#health.reason ?? 'The audit log cannot be written.');
  }

  #enqueue(task: Task, isRecords: boolean, body?: Body): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    if (this.#isStuck) return Promise.reject(this.#asBefore());
    const limit = this.#options.durability === 'each' ? 1 : MAX_BATCH;
    let batch = this.#queue.at(-1);
    const isOpen =
      task === 'lines' &&
      batch?.task === 'lines' &&
      batch.isRecords === isRecords &&
      batch.bodies.length < limit;
    if (batch === undefined || !isOpen) {
      batch = new Batch(task, isRecords, this.#timeoutMs, this.#overdue);
      this.#queue.push(batch);
    }
    if (body !== undefined) batch.bodies.push(body);
    this.#running ??= this.#run();
    return batch.done;
  }

  async #run(): Promise<void> {
    for (;;) {
      // Callers that were just answered, and requests that came meanwhile, share the next batch.
      await Promise.resolve();
      const batch = this.#queue.shift();
      if (batch === undefined) break;
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: Batch): Promise<void> {
    try {
      await this.#perform(batch);
    } catch (cause) {
      this.#isStuck = false;
      const error = asUnavailable(cause);
      this.#retryAt = this.#options.clock.monotonic() + RETRY_MS;
      this.#fail(batch, error);
      return;
    }
    this.#isStuck = false;
    // The log's own lines may pass where records may not.
    if (batch.isRecords) this.#health.recover();
    else if (this.#health.isFailing) this.#probeLater();
    batch.resolve();
    this.#afterwards();
    if (this.#chain.bytes >= this.#options.maxBytes) await this.#chain.rotate();
  }

  async #perform({ task, isRecords, bodies }: Batch): Promise<void> {
    await this.#checkHeld();
    await this.#checkFile();
    if (isRecords) await this.#checkSpace();
    if (task === 'sync') await this.#chain.sync();
    else if (task === 'rotate') await this.#chain.rotate();
    else if (task !== 'probe' || this.#chain.file === undefined) {
      await this.#writeLines(bodies, task !== 'lines');
    }
    // The process may have been stopped in the middle of the write: then it is not acknowledged.
    await this.#checkHeld();
  }

  async #checkHeld(): Promise<void> {
    if (await this.#lock.isHeld()) return;
    throw unavailable(
      `Another process has taken over slot ${this.writer} of the audit log, after this one gave no sign for a minute or its lock was deleted. Restart this one.`,
    );
  }

  async #checkFile(): Promise<void> {
    const now = this.#options.clock.monotonic();
    if (now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    const file = await this.#chain.checkFile();
    if (file === undefined) return;
    this.#health.warn(`damage of ${file}`, {
      kind: 'damaged',
      message: `${file} was deleted, moved, replaced or changed while it was written: what it held is missing from the audit log unless it is put back. Recording goes on in a new file.`,
    });
  }

  async #checkSpace(): Promise<void> {
    await this.#guard.check();
    if (!this.#guard.isLow) this.#health.endWarning('space');
    else {
      this.#health.warn('space', {
        kind: 'disk_low',
        message:
          'The disk of the audit log is filling up. Make room before nothing can be recorded (audit.min_free_mb).',
      });
    }
  }

  async #writeLines(bodies: readonly Body[], withCheckpoint: boolean): Promise<void> {
    const gap = this.#lost.gap();
    if (gap !== undefined) bodies = [ownBody(this.#options.clock, 'audit.gap', gap), ...bodies];
    if (bodies.length === 0 && !withCheckpoint) return;
    const isDue = this.#chain.uncovered + bodies.length >= this.#every.records;
    await this.#chain.write(bodies, withCheckpoint || isDue);
    if (gap === undefined) return;
    this.#lost.recorded(gap);
    this.#health.notify({
      kind: 'gap',
      message: `${gap.lost} records since ${gap.since} were let go on without being recorded.`,
    });
  }

  #afterwards(): void {
    if (this.#chain.uncovered === 0 || this.#closing !== undefined) return;
    this.#checkpointTimer ??= setTimeout(() => {
      this.#checkpointTimer = undefined;
      if (this.#chain.uncovered > 0) this.#enqueue('checkpoint', false).catch(() => undefined);
    }, this.#every.ms).unref();
  }

  readonly #overdue = (batch: Batch): void => {
    const place = this.#queue.indexOf(batch);
    if (place === -1) this.#isStuck = true;
    else this.#queue.splice(place, 1);
    const error = unavailable(
      `The disk of the audit log did not take a record within ${this.#timeoutMs} ms (audit.timeout_seconds).`,
    );
    this.#fail(batch, error);
  };

  #fail(batch: Batch, error: SafeAIError): void {
    if (batch.isRecords && !batch.isSettled) this.#refused += batch.bodies.length;
    this.#health.fail(error.message);
    batch.reject(error);
    this.#probeLater();
  }

  /** Without requests there is nobody who would try again. */
  #probeLater(): void {
    if (this.#closing !== undefined) return;
    this.#probeTimer ??= setTimeout(() => {
      this.#probeTimer = undefined;
      if (!this.#health.isFailing) return;
      if (this.#isStuck) this.#probeLater();
      else this.#enqueue('probe', true).catch(() => undefined);
    }, PROBE_MS).unref();
  }
}
