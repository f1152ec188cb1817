import type {
  ActionOutcome,
  Operation,
  OutcomeReport,
  ReportResult,
} from '../actions/operation.ts';
import type { OperationStore, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';

/** Operations and outcomes in this process's memory; past `capacity` of either the oldest are forgotten. */
export class MemoryOperationStore implements OperationStore {
  readonly #capacity: number;
  readonly #operations = new Map<string, Operation>();
  /** Where the operation of a decision is, by the decision's id. */
  readonly #byDecision = new Map<string, string>();
  readonly #outcomes = new Map<string, ActionOutcome>();

  constructor(capacity = 100_000) {
    this.#capacity = capacity;
  }

  begin(operation: Operation): Promise<Operation> {
    const id = idOf(operation.tenantId, operation.operationId);
    const known = this.#operations.get(id);
    if (known !== undefined && known.outcome !== 'failed') return Promise.resolve(known);
    this.#forget(id);
    this.#operations.set(id, operation);
    this.#byDecision.set(operation.decisionId, id);
    this.#makeRoom();
    return Promise.resolve(operation);
  }

  get(tenantId: string, operationId: string): Promise<Operation | undefined> {
    return Promise.resolve(this.#operations.get(idOf(tenantId, operationId)));
  }

  abandon({ tenantId, operationId, decisionId }: Operation): Promise<void> {
    const id = idOf(tenantId, operationId);
    if (this.#operations.get(id)?.decisionId === decisionId) this.#forget(id);
    return Promise.resolve();
  }

  report({ tenantId, decisionId, outcome }: OutcomeReport): Promise<ReportResult> {
    const id = idOf(tenantId, decisionId);
    const operation = this.#ofDecision([tenantId], decisionId);
    const operationId = operation?.operationId ?? null;
    const earlier = this.#outcomes.get(id);
    if (earlier === outcome) return Promise.resolve({ result: 'same', outcome, operationId });
    if (earlier !== undefined && earlier !== 'unknown') {
      return Promise.resolve({ result: 'conflict', outcome: earlier, operationId });
    }
    this.#outcomes.set(id, outcome);
    this.#makeRoom();
    if (operation !== undefined) {
      this.#operations.set(idOf(tenantId, operation.operationId), { ...operation, outcome });
    }
    return Promise.resolve({ result: 'settled', outcome, operationId });
  }

  findByDecision(tenants: TenantScope, decisionId: string): Promise<Operation | undefined> {
    return Promise.resolve(this.#ofDecision(tenants, decisionId));
  }

  #ofDecision(tenants: TenantScope, decisionId: string): Operation | undefined {
    const operation = this.#operations.get(this.#byDecision.get(decisionId) ?? '');
    return operation !== undefined && inScope(tenants, operation.tenantId) ? operation : undefined;
  }

  #forget(id: string): void {
    const operation = this.#operations.get(id);
    if (operation === undefined) return;
    this.#operations.delete(id);
    this.#byDecision.delete(operation.decisionId);
  }

  #makeRoom(): void {
    for (const oldest of this.#operations.keys()) {
      if (this.#operations.size <= this.#capacity) break;
      this.#forget(oldest);
    }
    for (const oldest of this.#outcomes.keys()) {
      if (this.#outcomes.size <= this.#capacity) break;
      this.#outcomes.delete(oldest);
    }
  }
}

function idOf(tenantId: string, name: string): string {
  return JSON.stringify([tenantId, name]);
}
