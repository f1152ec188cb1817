import type { AuditRecord } from '../boundary/record.ts';
import type { AuditSink, DecisionHistory, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** Keeps the newest records in memory, for programs that want no log. */
export class MemoryAuditSink implements AuditSink, DecisionHistory {
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

  find(tenants: TenantScope, decisionId: string): Promise<AuditRecord | undefined> {
    const found = this.#records.find((record) => record.decisionId === decisionId);
    return Promise.resolve(
      found !== undefined && inScope(tenants, found.tenantId) ? found : undefined,
    );
  }

  /** Oldest first. */
  records(): readonly AuditRecord[] {
    if (this.#records.length < this.#capacity) return [...this.#records];
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }
}
