import type { ApprovalFilter, ApprovalRecord } from '../approvals/approval.ts';
import { atTime } from '../approvals/state-machine.ts';
import type { ApprovalStore, Clock, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/**
 * Approval requests in this process's memory. Finished ones are kept for looking back, up to
 * `capacity` records in all; live ones are never dropped.
 */
export class MemoryApprovalStore implements ApprovalStore {
  readonly #clock: Clock;
  readonly #capacity: number;
  /** By request id, in the order of their making. */
  readonly #records = new Map<string, ApprovalRecord>();
  /** The latest record of each tenant and fingerprint. */
  readonly #byFingerprint = new Map<string, string>();

  constructor(clock: Clock, capacity = 10_000) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  open(
    record: ApprovalRecord,
    caps: { perAgent: number; perTenant: number },
  ): Promise<ApprovalRecord | 'capped'> {
    const known = this.#live(record);
    if (known !== undefined) return Promise.resolve(known);
    let ofAgent = 0;
    let ofTenant = 0;
    for (const other of this.#records.values()) {
      if (other.tenantId !== record.tenantId || this.#current(other).status !== 'pending') continue;
      ofTenant++;
      if (other.agentId === record.agentId) ofAgent++;
    }
    if (ofAgent >= caps.perAgent || ofTenant >= caps.perTenant) return Promise.resolve('capped');
    this.#makeRoom();
    this.#records.set(record.requestId, Object.freeze(record));
    this.#byFingerprint.set(fingerprintKey(record), record.requestId);
    return Promise.resolve(record);
  }

  get(tenants: TenantScope, requestId: string): Promise<ApprovalRecord | undefined> {
    const record = this.#records.get(requestId);
    const isVisible = record !== undefined && inScope(tenants, record.tenantId);
    return Promise.resolve(isVisible ? record : undefined);
  }

  list(filter: ApprovalFilter): Promise<readonly ApprovalRecord[]> {
    const found = [...this.#records.values()]
      .sort((a, b) => (isOlder(a, b) ? 1 : -1))
      .filter(
        (record) =>
          inScope(filter.tenants, record.tenantId) &&
          (filter.before === undefined || isOlder(record, filter.before)) &&
          (filter.status === undefined || this.#current(record).status === filter.status) &&
          (filter.agentId === undefined || record.agentId === filter.agentId) &&
          (filter.toolName === undefined || record.toolName === filter.toolName),
      );
    return Promise.resolve(found.slice(0, filter.limit));
  }

  replace(next: ApprovalRecord, expectedVersion: number): Promise<boolean> {
    const current = this.#records.get(next.requestId);
    if (current?.version !== expectedVersion) return Promise.resolve(false);
    if (needsTime(next) && this.#clock.now() >= next.expiresAt) return Promise.resolve(false);
    this.#records.set(next.requestId, Object.freeze(next));
    return Promise.resolve(true);
  }

  due(now: number, limit: number): Promise<readonly ApprovalRecord[]> {
    const due = [...this.#records.values()].filter(({ dueAt }) => dueAt !== null && dueAt <= now);
    due.sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0));
    return Promise.resolve(due.slice(0, limit));
  }

  #current(record: ApprovalRecord): ApprovalRecord {
    return atTime(record, this.#clock.now());
  }

  #live(like: ApprovalRecord): ApprovalRecord | undefined {
    const id = this.#byFingerprint.get(fingerprintKey(like));
    const record = id === undefined ? undefined : this.#records.get(id);
    if (record === undefined) return undefined;
    const current = this.#current(record);
    if (current.status === 'pending' || current.status === 'approved') return record;
    return current.status === 'denied' && this.#clock.now() < record.expiresAt ? record : undefined;
  }

  #makeRoom(): void {
    if (this.#records.size < this.#capacity) return;
    for (const [id, record] of this.#records) {
      if (this.#live(record) === record) continue;
      this.#records.delete(id);
      if (this.#byFingerprint.get(fingerprintKey(record)) === id) {
        this.#byFingerprint.delete(fingerprintKey(record));
      }
      if (this.#records.size < this.#capacity) return;
    }
  }
}

/** Decisions and their use, which nothing may do any more once the time is over. */
function needsTime({ status }: ApprovalRecord): boolean {
  return status === 'approved' || status === 'consumed' || status === 'pending';
}

function isOlder(
  record: ApprovalRecord,
  than: { readonly createdAt: number; readonly requestId: string },
): boolean {
  if (record.createdAt !== than.createdAt) return record.createdAt < than.createdAt;
  return record.requestId < than.requestId;
}

function fingerprintKey(record: ApprovalRecord): string {
  return JSON.stringify([record.tenantId, record.fingerprint]);
}
