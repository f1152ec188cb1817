import type { AuditRecord, AuditSink } from '@safeai/core';
import type { Body } from '../format/record-line.ts';
import type { Signed, SystemDetails } from '../format/system-lines.ts';
import type { AuditStatus } from '../status.ts';
import type { AuditLogOptions } from './audit-log-options.ts';
import { ChainWriter, ownBody } from './chain-writer.ts';
import { CheckpointFile } from './checkpoint-file.ts';
import { CommitQueue } from './commit-queue.ts';
import { DiskGuard } from './disk-guard.ts';
import { nodeFiles } from './files.ts';
import { fitBody } from './fit-body.ts';
import type { Health } from './health.ts';
import { LostRecords } from './lost-records.ts';
import { openFirstSlot, type OpenSlot, openSlot } from './open-slot.ts';
import { Signer } from './signer.ts';
import type { SlotLock } from './slot-lock.ts';
import { SlotWriter } from './slot-writer.ts';
import { asUnavailable } from './unavailable.ts';
import { within } from './within.ts';

/**
 * The audit log of a long-lived process. Records that come while others are being written are written and flushed
 * together. An append that resolves is on the disk (with `os`: with the operating system).
 */
export class AuditLog implements AuditSink {
  readonly writer: string;
  readonly #options: AuditLogOptions;
  readonly #timeoutMs: number;
  readonly #checkpointMs: number;
  readonly #lock: SlotLock;
  readonly #chain: ChainWriter;
  readonly #guard: DiskGuard;
  readonly #health: Health;
  readonly #signer: Signer;
  readonly #checkpoints: CheckpointFile | undefined;
  readonly #lost = new LostRecords();
  readonly #slot: SlotWriter;
  readonly #queue: CommitQueue;
  #closing: Promise<void> | undefined;
  #checkpointTimer: NodeJS.Timeout | undefined;

  private constructor(options: AuditLogOptions, { lock, recovered, health }: OpenSlot) {
    const { folder, files = nodeFiles, clock, keys, durability, checkpointFile } = options;
    this.writer = lock.writer;
    this.#options = options;
    this.#timeoutMs = options.appendTimeoutMs ?? 2000;
    const every = options.checkpointEvery ?? { records: 1000, ms: 10_000 };
    this.#checkpointMs = every.ms;
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
    this.#slot = new SlotWriter({
      lock,
      chain: this.#chain,
      guard: this.#guard,
      health,
      lost: this.#lost,
      clock,
      checkpointRecords: every.records,
    });
    this.#queue = new CommitQueue({
      isEach: durability === 'each',
      timeoutMs: this.#timeoutMs,
      clock,
      health,
      perform: (batch) => this.#slot.perform(batch),
      onCommitted: () => this.#afterwards(),
    });
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
    return this.#queue.addRecord(body);
  }

  /**
   * Writes a line of the log's own. Not refused for short space: what makes room needs it.
   *
   * @throws SafeAIError (rejects) `audit_unavailable`
   */
  appendSystem<E extends keyof SystemDetails>(event: E, detail: SystemDetails[E]): Promise<void> {
    return this.#queue.add('lines', ownBody(this.#options.clock, event, detail));
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
      refused: this.#queue.refused,
      freeBytes: this.#guard.freeBytes,
    };
  }

  /**
   * Resolves once all that was appended before is on the disk, whatever the durability.
   *
   * @throws SafeAIError (rejects) `audit_unavailable`
   */
  flush(): Promise<void> {
    return this.#queue.add('sync');
  }

  /** Ends the segment after all that was appended before; the next record begins a new one. */
  rotate(): Promise<void> {
    return this.#queue.add('rotate');
  }

  /** Writes what is queued and a last checkpoint, and gives the slot up. Never rejects; idempotent. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    clearTimeout(this.#checkpointTimer);
    // Until the disk answers the lock stays: what is under way may still be written.
    await this.#queue.close(() => this.#finish());
  }

  async #finish(): Promise<void> {
    // A lock that cannot be looked at may be another's by now: nothing more is written then.
    const isHeld = await this.#lock.isHeld().catch(() => false);
    try {
      if (isHeld) await this.#slot.writeLines([], false);
    } catch {
      // It was told when it began to fail.
    }
    await this.#chain.close(isHeld).catch(() => undefined);
    await within(this.#timeoutMs, this.#checkpoints?.close() ?? Promise.resolve());
    await this.#lock.release().catch(() => undefined);
  }

  #afterwards(): Promise<void> | undefined {
    this.#checkpointLater();
    return this.#chain.bytes >= this.#options.maxBytes ? this.#chain.rotate() : undefined;
  }

  #checkpointLater(): void {
    if (this.#chain.uncovered === 0 || this.#closing !== undefined) return;
    this.#checkpointTimer ??= setTimeout(() => {
      this.#checkpointTimer = undefined;
      if (this.#chain.uncovered > 0) this.#queue.add('checkpoint').catch(() => undefined);
    }, this.#checkpointMs).unref();
  }
}
