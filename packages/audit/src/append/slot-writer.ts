import type { Clock } from '@safeai/core';
import type { Body } from '../format/record-line.ts';
import type { Batch } from './batch.ts';
import { type ChainWriter, ownBody } from './chain-writer.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { Health } from './health.ts';
import type { LostRecords } from './lost-records.ts';
import type { SlotLock } from './slot-lock.ts';
import { unavailable } from './unavailable.ts';

/** Least time between two looks at the file that is written, in milliseconds. */
const LOOK_EVERY_MS = 1000;

/** What a slot is written with. */
export interface SlotWriterOptions {
  readonly lock: SlotLock;
  readonly chain: ChainWriter;
  readonly guard: DiskGuard;
  readonly health: Health;
  readonly lost: LostRecords;
  readonly clock: Clock;
  /** After how many records there is a checkpoint. */
  readonly checkpointRecords: number;
}

/**
 * Writes to a slot's chain as long as the slot is this process's own, into a file that is as it was left, and records
 * only where the disk has room. One call at a time.
 */
export class SlotWriter {
  readonly #options: SlotWriterOptions;
  #lookedAt = -Infinity;

  constructor(options: SlotWriterOptions) {
    this.#options = options;
  }

  /**
   * Does what a batch asks for.
   *
   * @throws SafeAIError `audit_unavailable` for a lost slot and a full disk; what the file system throws
   */
  async perform({ task, isRecords, bodies }: Batch): Promise<void> {
    const { chain } = this.#options;
    await this.#checkHeld();
    await this.#checkFile();
    if (isRecords) await this.#checkSpace();
    if (task === 'sync') await chain.sync();
    else if (task === 'rotate') await chain.rotate();
    else if (task !== 'probe' || chain.file === undefined) {
      await this.writeLines(bodies, task !== 'lines');
    }
    // The process may have been stopped in the middle of the write: then it is not acknowledged.
    await this.#checkHeld();
  }

  /**
   * Writes lines without a look at anything; before them, how many records were lost.
   *
   * @throws what the file system throws
   */
  async writeLines(bodies: readonly Body[], withCheckpoint: boolean): Promise<void> {
    const { chain, checkpointRecords, clock, health, lost } = this.#options;
    const gap = lost.gap();
    if (gap !== undefined) bodies = [ownBody(clock, 'audit.gap', gap), ...bodies];
    if (bodies.length === 0 && !withCheckpoint) return;
    const isDue = chain.uncovered + bodies.length >= checkpointRecords;
    await chain.write(bodies, withCheckpoint || isDue);
    if (gap === undefined) return;
    lost.recorded(gap);
    health.notify({
      kind: 'gap',
      message: `${gap.lost} records since ${gap.since} were let go on without being recorded.`,
    });
  }

  async #checkHeld(): Promise<void> {
    const { lock } = this.#options;
    if (await lock.isHeld()) return;
    throw unavailable(
      `Another process has taken over slot ${lock.writer} of the audit log, after this one gave no sign for a minute or its lock was deleted. Restart this one.`,
    );
  }

  async #checkFile(): Promise<void> {
    const { chain, clock, health } = this.#options;
    const now = clock.monotonic();
    if (now - this.#lookedAt < LOOK_EVERY_MS) return;
    this.#lookedAt = now;
    const file = await chain.checkFile();
    if (file === undefined) return;
    health.warn(`damage of ${file}`, {
      kind: 'damaged',
      message: `${file} was deleted, moved, replaced or changed while it was written: what it held is missing from the audit log unless it is put back. Recording goes on in a new file.`,
    });
  }

  async #checkSpace(): Promise<void> {
    const { guard, health } = this.#options;
    await guard.check();
    if (!guard.isLow) health.endWarning('space');
    else {
      health.warn('space', {
        kind: 'disk_low',
        message:
          'The disk of the audit log is filling up. Make room before nothing can be recorded (audit.min_free_mb).',
      });
    }
  }
}
