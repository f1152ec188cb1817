/** Something that is wrong with a log, and where. */
export interface AuditProblem {
  /** Stable code: `hash_mismatch`, `chain_broken`, `sequence_gap`, `torn_line`, `checkpoint_mismatch`, `tail_missing`, … */
  readonly code: string;
  /** File name without its folder. */
  readonly file: string;
  /** 1-based line. */
  readonly line?: number;
  /** Byte in the (uncompressed) file at which that line begins. */
  readonly byte?: number;
  readonly seq?: number;
  /** What is wrong and what it means. */
  readonly message: string;
}

/** What a check of the whole log found. */
export interface VerifyReport {
  readonly ok: boolean;
  /** Lines that were read. */
  readonly records: number;
  readonly segments: number;
  /** Signed checkpoints that were checked. */
  readonly checkpoints: number;
  readonly problems: readonly AuditProblem[];
  /** What could not be checked, for want of keys: `ok` does not speak of it. Absent where all was checked. */
  readonly unchecked?: readonly ('hashes' | 'signatures')[];
}
