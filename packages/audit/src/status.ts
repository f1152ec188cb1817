/** How the log is. */
export interface AuditStatus {
  /** `failing`: records are refused; `warning`: disk space is short, or a damage was found. */
  readonly state: 'ok' | 'warning' | 'failing';
  /** What is the matter, in one line without values; null when all is well. */
  readonly reason: string | null;
  readonly writer: string;
  /** Sequence number of the last line that is durable. */
  readonly lastSeq: number;
  /** Records refused since the start. */
  readonly refused: number;
  readonly freeBytes: number | null;
}

/** What the log tells its operator, at once and never twice for the same cause. */
export interface AuditNotice {
  readonly kind: 'failing' | 'recovered' | 'damaged' | 'disk_low' | 'torn_tail' | 'gap' | 'upkeep';
  readonly message: string;
}
