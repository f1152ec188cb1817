import type { Signed, SystemDetails } from '../format/system-lines.ts';

/** What maintenance needs of a log: one whose slot's lock this process holds. */
export interface MaintainedLog {
  /** Its slot: only this writer's segments may be touched. */
  readonly writer: string;
  /** Whether the slot is still this log's: another process may have taken it over while this one slept. */
  isHeld(): Promise<boolean>;
  appendSystem(event: 'audit.tombstone', detail: SystemDetails['audit.tombstone']): Promise<void>;
  /** Resolves once all that was appended is on the disk. */
  flush(): Promise<void>;
  sign(text: string): Signed;
  /** Ends the live segment, if there is one; the next line begins a new one. */
  rotate(): Promise<void>;
}
