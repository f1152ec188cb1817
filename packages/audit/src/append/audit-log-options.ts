import type { Clock } from '@safeai/core';
import type { AuditKeys } from '../format/system-lines.ts';
import type { AuditNotice } from '../status.ts';
import type { AuditFiles } from './files.ts';

/** When a record counts as written: handed to the system, flushed with its neighbours, or flushed one by one. */
export type Durability = 'os' | 'group' | 'each';

/** How a log is written. */
export interface AuditLogOptions {
  /** Made if it is not there. */
  readonly folder: string;
  /** Length of a segment, in bytes, from which on the next is begun. */
  readonly maxBytes: number;
  readonly durability: Durability;
  /** Free space of the disk below which no record is taken; at twice that a warning is given. */
  readonly minFreeBytes: number;
  /** How long an append may take, in milliseconds. 2000 if absent. */
  readonly appendTimeoutMs?: number;
  /** After how many records, and after how long, there is a checkpoint. 1000 and 10 seconds if absent. */
  readonly checkpointEvery?: { readonly records: number; readonly ms: number };
  /** A second place for checkpoints. */
  readonly checkpointFile?: string;
  readonly keys: AuditKeys;
  readonly clock: Clock;
  /** Told of troubles and their ends. Must not throw. */
  readonly onNotice?: (notice: AuditNotice) => void;
  /** Told of segments that no more is written to, by their names; they may be compressed. Must not throw. */
  readonly onSealed?: (file: string) => void;
  /** The file system; Node's own if absent. */
  readonly files?: AuditFiles;
}
