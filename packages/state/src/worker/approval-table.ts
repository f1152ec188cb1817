import type { ApprovalFilter, ApprovalRecord, TenantScope } from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { type SqlValue, Statement } from './statement.ts';

interface Row {
  readonly request_id: string;
  readonly body: Buffer;
}

interface Pending {
  readonly all_agents: number;
  readonly one_agent: number;
}

/** What may no more happen once the time is over: decisions, their use, and votes. */
const NEEDS_TIME: ReadonlySet<ApprovalRecord['status']> = new Set([
  'approved',
  'consumed',
  'pending',
]);

/** Approval requests in their file. */
export class ApprovalTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #live;
  readonly #pending;
  readonly #insert;
  readonly #replace;
  readonly #due;

  constructor(database: Database, names: Names, key: Uint8Array, now: () => number) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#now = now;
    this.#live = new Statement<Row>(
      database,
      `SELECT request_id, body FROM approvals WHERE tenant = ? AND fingerprint = ? AND expires_at > ?
       AND status IN ('pending', 'approved', 'denied') LIMIT 1`,
    );
    this.#pending = new Statement<Pending>(
      database,
      `SELECT count(*) AS all_agents, total(agent = ?) AS one_agent FROM approvals
       WHERE tenant = ? AND status = 'pending' AND expires_at > ?`,
    );
    this.#insert = new Statement(
      database,
      `INSERT INTO approvals (request_id, tenant, agent, tool, fingerprint, status, created_at, expires_at,
       due_at, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#replace = new Statement(
      database,
      `UPDATE approvals SET status = ?, expires_at = ?, due_at = ?, version = ?, body = ?
       WHERE request_id = ? AND version = ?`,
    );
    this.#due = new Statement<Row>(
      database,
      'SELECT request_id, body FROM approvals WHERE due_at <= ? ORDER BY due_at, request_id LIMIT ?',
    );
  }

  open(
    record: ApprovalRecord,
    { perAgent, perTenant }: { readonly perAgent: number; readonly perTenant: number },
  ): ApprovalRecord | 'capped' {
    const now = this.#now();
    const tenant = this.#names.tenant(record.tenantId);
    const agent = this.#names.agent(record.agentId);
    const live = this.#live.get(tenant, record.fingerprint, now);
    if (live !== undefined) return this.#record(live);
    const pending = this.#pending.get(agent, tenant, now) ?? { all_agents: 0, one_agent: 0 };
    if (pending.one_agent >= perAgent || pending.all_agents >= perTenant) return 'capped';
    this.#insert.run(
      record.requestId,
      tenant,
      agent,
      this.#names.tool(record.toolName),
      record.fingerprint,
      record.status,
      record.createdAt,
      record.expiresAt,
      record.dueAt,
      record.version,
      this.#body(record),
    );
    return record;
  }

  get(tenants: TenantScope, requestId: string): ApprovalRecord | undefined {
    const scope = scopeClause(this.#names, tenants);
    const row = new Statement<Row>(
      this.#database,
      `SELECT request_id, body FROM approvals WHERE request_id = ? AND ${scope.sql}`,
    ).get(requestId, ...scope.values);
    const record = row === undefined ? undefined : this.#record(row);
    // The driver cuts texts at a NUL.
    return record?.requestId === requestId ? record : undefined;
  }

  list(filter: ApprovalFilter): readonly ApprovalRecord[] {
    const { status, agentId, toolName, before } = filter;
    const scope = scopeClause(this.#names, filter.tenants);
    const conditions = [scope.sql];
    const values: SqlValue[] = [...scope.values];
    const add = (condition: string, ...given: readonly SqlValue[]): void => {
      conditions.push(condition);
      values.push(...given);
    };
    if (agentId !== undefined) add('agent = ?', this.#names.agent(agentId));
    if (toolName !== undefined) add('tool = ?', this.#names.tool(toolName));
    if (before !== undefined) {
      add('(created_at, request_id) < (?, ?)', before.createdAt, before.requestId);
    }
    if (status === 'expired') {
      add(
        "(status = 'expired' OR (status IN ('pending', 'approved') AND expires_at <= ?))",
        this.#now(),
      );
    } else if (status === 'pending' || status === 'approved') {
      add('status = ? AND expires_at > ?', status, this.#now());
    } else if (status !== undefined) add('status = ?', status);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT request_id, body FROM approvals WHERE ${conditions.join(' AND ')}
         ORDER BY created_at DESC, request_id DESC LIMIT ?`,
    ).all(...values, filter.limit);
    return rows.map((row) => this.#record(row));
  }

  replace(next: ApprovalRecord, expectedVersion: number): boolean {
    if (NEEDS_TIME.has(next.status) && this.#now() >= next.expiresAt) return false;
    const changes = this.#replace.run(
      next.status,
      next.expiresAt,
      next.dueAt,
      next.version,
      this.#body(next),
      next.requestId,
      expectedVersion,
    );
    return changes === 1;
  }

  due(now: number, limit: number): readonly ApprovalRecord[] {
    return this.#due.all(now, limit).map((row) => this.#record(row));
  }

  #body(record: ApprovalRecord): Buffer {
    return sealJson(this.#key, record, ['approval', record.requestId]);
  }

  #record({ request_id: requestId, body }: Row): ApprovalRecord {
    return openJson(this.#key, body, ['approval', requestId]) as ApprovalRecord;
  }
}
