import type {
  ActionOutcome,
  Operation,
  OutcomeReport,
  ReportResult,
  TenantScope,
} from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface Row {
  readonly tenant: Uint8Array;
  readonly name: Uint8Array;
  readonly body: Buffer;
}

const COLUMNS = 'tenant, name, body';

/** Operations and outcomes in their file. */
export class OperationTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #select;
  readonly #put;
  readonly #abandon;
  readonly #outcome;
  readonly #putOutcome;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#select = new Statement<Row>(
      database,
      `SELECT ${COLUMNS} FROM operations WHERE tenant = ? AND name = ?`,
    );
    this.#put = new Statement(
      database,
      `INSERT OR REPLACE INTO operations (tenant, name, decision, outcome, started_at, body)
       VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#abandon = new Statement(
      database,
      'DELETE FROM operations WHERE tenant = ? AND name = ? AND decision = ?',
    );
    this.#outcome = new Statement<{ outcome: ActionOutcome }>(
      database,
      'SELECT outcome FROM outcomes WHERE tenant = ? AND decision = ?',
    );
    this.#putOutcome = new Statement(
      database,
      'INSERT OR REPLACE INTO outcomes (tenant, decision, outcome, at) VALUES (?, ?, ?, ?)',
    );
  }

  begin(operation: Operation): Operation {
    const known = this.get(operation.tenantId, operation.operationId);
    if (known !== undefined && known.outcome !== 'failed') return known;
    this.#write(operation);
    return operation;
  }

  get(tenantId: string, operationId: string): Operation | undefined {
    return this.#operation(
      this.#select.get(this.#names.tenant(tenantId), this.#names.operation(operationId)),
    );
  }

  abandon({ tenantId, operationId, decisionId }: Operation): undefined {
    this.#abandon.run(
      this.#names.tenant(tenantId),
      this.#names.operation(operationId),
      this.#names.decision(decisionId),
    );
  }

  report({ tenantId, decisionId, outcome, at }: OutcomeReport): ReportResult {
    const tenant = this.#names.tenant(tenantId);
    const decision = this.#names.decision(decisionId);
    const operation = this.findByDecision([tenantId], decisionId);
    const operationId = operation?.operationId ?? null;
    const known = this.#outcome.get(tenant, decision);
    if (known?.outcome === outcome) return { result: 'same', outcome, operationId };
    if (known !== undefined && known.outcome !== 'unknown') {
      return { result: 'conflict', outcome: known.outcome, operationId };
    }
    this.#putOutcome.run(tenant, decision, outcome, at);
    if (operation !== undefined) this.#write({ ...operation, outcome });
    return { result: 'settled', outcome, operationId };
  }

  findByDecision(tenants: TenantScope, decisionId: string): Operation | undefined {
    const scope = scopeClause(this.#names, tenants);
    return this.#operation(
      new Statement<Row>(
        this.#database,
        `SELECT ${COLUMNS} FROM operations WHERE decision = ? AND ${scope.sql} LIMIT 1`,
      ).get(this.#names.decision(decisionId), ...scope.values),
    );
  }

  #write(operation: Operation): void {
    const tenant = this.#names.tenant(operation.tenantId);
    const name = this.#names.operation(operation.operationId);
    this.#put.run(
      tenant,
      name,
      this.#names.decision(operation.decisionId),
      operation.outcome,
      operation.startedAt,
      sealJson(this.#key, operation, binding(tenant, name)),
    );
  }

  #operation(row: Row | undefined): Operation | undefined {
    if (row === undefined) return undefined;
    const { tenant, name, body } = row;
    return openJson(this.#key, body, binding(tenant, name)) as Operation;
  }
}

function binding(tenant: Uint8Array, name: Uint8Array): readonly string[] {
  return ['operation', Buffer.from(tenant).toString('hex'), Buffer.from(name).toString('hex')];
}
