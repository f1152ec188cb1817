import type { Clock } from '@safeai/core';
import { SafeAIError } from '@safeai/core/stores';
import type { AuditFiles } from './files.ts';

/** Least time between two looks at the free space, in milliseconds. */
const LOOK_EVERY_MS = 1000;

/** Refuses records before the disk is full, so that other programs and the log's own lines still have room. */
export class DiskGuard {
  readonly #folder: string;
  readonly #files: AuditFiles;
  readonly #clock: Clock;
  readonly #minFreeBytes: number;
  #lookedAt = -Infinity;
  /** As of the last look; null where the system does not tell. */
  freeBytes: number | null = null;

  constructor(folder: string, files: AuditFiles, clock: Clock, minFreeBytes: number) {
    this.#folder = folder;
    this.#files = files;
    this.#clock = clock;
    this.#minFreeBytes = minFreeBytes;
  }

  /** Whether space is running short: less than twice the least. */
  get isLow(): boolean {
    return this.freeBytes !== null && this.freeBytes < 2 * this.#minFreeBytes;
  }

  /** @throws SafeAIError `audit_unavailable` when too little is left */
  async check(): Promise<void> {
    const now = this.#clock.monotonic();
    if (now - this.#lookedAt >= LOOK_EVERY_MS) {
      this.#lookedAt = now;
      this.freeBytes = await this.#look();
    }
    if (this.freeBytes === null || this.freeBytes >= this.#minFreeBytes) return;
    throw new SafeAIError(
      'audit_unavailable',
      `The disk of the audit log has ${mib(this.freeBytes)} MiB left; nothing is recorded below ${mib(this.#minFreeBytes)} MiB (audit.min_free_mb). Make room.`,
    );
  }

  async #look(): Promise<number | null> {
    try {
      const { bavail, bsize } = await this.#files.statfs(this.#folder);
      return bavail * bsize;
    } catch {
      return null;
    }
  }
}

function mib(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}
