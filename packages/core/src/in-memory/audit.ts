import type { AuditRecord } from '../boundary/record.ts';
import type { AuditSink } from '../ports.ts';

/** Keeps the newest records in memory, for programs that want no log. */
export class MemoryAuditSink implements AuditSink {
  readonly #capacity: number;
  readonly #records: AuditRecord[] = [];
  #next = 0;

  /** @param capacity how many records are kept; the oldest go first */
  constructor(capacity = 1000) {
    this.#capacity = capacity;
  }

  append(record: AuditRecord): void {
    this.#records[this.#next] = record;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** Oldest first. */
  records(): readonly AuditRecord[] {
    if (this.#records.length < this.#capacity) return [...this.#records];
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }
}
