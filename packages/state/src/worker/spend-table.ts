import {
  dayOf,
  MAX_BUDGET_AMOUNT,
  MAX_SPEND_SUMS,
  OTHER_MODELS,
  type Spend,
  type SpendSum,
  type TenantScope,
} from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

/** Whose spend a row sums up. */
type Whose = Pick<SpendSum, 'tenantId' | 'userId' | 'agentId' | 'model' | 'currency'>;

interface Row {
  readonly day: number;
  readonly whose: Buffer;
  readonly body: Buffer;
  readonly micros: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly calls: number;
  readonly unpriced_calls: number;
}

/** What calls have cost, by day, in its file. */
export class SpendTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #add;
  readonly #put;
  readonly #count;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    const plus = (column: string): string => `${column} = min(${MAX_BUDGET_AMOUNT}, ${column} + ?)`;
    this.#add = new Statement(
      database,
      `UPDATE spend SET ${plus('micros')}, ${plus('input_tokens')}, ${plus('output_tokens')},
         calls = calls + 1, unpriced_calls = unpriced_calls + ?
       WHERE day = ? AND whose = ?`,
    );
    this.#put = new Statement(
      database,
      `INSERT INTO spend (micros, input_tokens, output_tokens, calls, unpriced_calls, day, whose, tenant, body)
       VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?)`,
    );
    this.#count = new Statement<{ count: number }>(
      database,
      'SELECT count(*) AS count FROM spend WHERE tenant = ? AND day = ?',
    );
  }

  add(spend: Spend): undefined {
    const { micros, inputTokens, outputTokens, isPriced, at, tenantId } = spend;
    const day = dayOf(at);
    const amounts = [micros, inputTokens, outputTokens, isPriced ? 0 : 1];
    const mine = whoseOf(spend);
    if (this.#add.run(...amounts, day, this.#names.spend(mine)) > 0) return;
    const tenant = this.#names.tenant(tenantId);
    const isFull = (this.#count.get(tenant, day)?.count ?? 0) >= MAX_SPEND_SUMS;
    const whose = isFull ? { ...mine, userId: null, agentId: null, model: OTHER_MODELS } : mine;
    const name = this.#names.spend(whose);
    if (isFull && this.#add.run(...amounts, day, name) > 0) return;
    const body = sealJson(this.#key, whose, binding(day, name));
    this.#put.run(...amounts, day, name, tenant, body);
  }

  sums(tenants: TenantScope, from: number, until: number): readonly SpendSum[] {
    const scope = scopeClause(this.#names, tenants);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT day, whose, body, micros, input_tokens, output_tokens, calls, unpriced_calls
       FROM spend WHERE ${scope.sql} AND day >= ? AND day < ? ORDER BY day`,
    ).all(...scope.values, from, until);
    return rows.map((row) => ({
      day: row.day,
      ...(openJson(this.#key, row.body, binding(row.day, row.whose)) as Whose),
      micros: row.micros,
      inputTokens: row.input_tokens,
      outputTokens: row.output_tokens,
      calls: row.calls,
      unpricedCalls: row.unpriced_calls,
    }));
  }
}

function whoseOf({ tenantId, userId, agentId, model, currency }: Spend): Whose {
  return { tenantId, userId, agentId, model, currency };
}

function binding(day: number, whose: Buffer): readonly string[] {
  return ['spend', String(day), whose.toString('hex')];
}
