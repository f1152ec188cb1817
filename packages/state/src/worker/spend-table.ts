import type { Spend, SpendSum, TenantScope } from '@safeai/core';
import { dayOf, MAX_BUDGET_AMOUNT, MAX_SPEND_SUMS, OTHER_MODELS } from '@safeai/core/stores';
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

/** The sum that a call belongs to, and what a transaction adds to it. */
export interface Sum {
  readonly day: number;
  readonly whose: Whose;
  readonly name: Buffer;
  micros: number;
  inputTokens: number;
  outputTokens: number;
  calls: number;
  unpricedCalls: number;
}

/** Most sums whose rows are known to be there. */
const SUMS_KEPT = 10_000;

/**
 * What calls have cost, by day, in its file. What the calls of one transaction add to a sum is put together: it is
 * written once, by {@link flush}.
 */
export class SpendTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  /** By the day and whose they are. */
  readonly #sums = new Map<string, Sum>();
  /** How many sums a day of a tenant has, by both, as far as this transaction has asked. */
  readonly #counts = new Map<string, number>();
  #changed: Sum[] = [];
  readonly #isThere;
  readonly #add;
  readonly #put;
  readonly #count;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    const plus = (column: string): string => `${column} = min(${MAX_BUDGET_AMOUNT}, ${column} + ?)`;
    this.#isThere = new Statement(database, 'SELECT 1 FROM spend WHERE day = ? AND whose = ?');
    this.#add = new Statement(
      database,
      `UPDATE spend SET ${plus('micros')}, ${plus('input_tokens')}, ${plus('output_tokens')},
         calls = calls + ?, unpriced_calls = unpriced_calls + ?
       WHERE day = ? AND whose = ?`,
    );
    this.#put = new Statement(
      database,
      `INSERT INTO spend (micros, input_tokens, output_tokens, calls, unpriced_calls, day, whose, tenant, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#count = new Statement<{ count: number }>(
      database,
      'SELECT count(*) AS count FROM spend WHERE tenant = ? AND day = ?',
    );
  }

  /** The sum that a call belongs to. Inside a write; changes nothing. */
  sumOf(spend: Spend): Sum {
    const { tenantId, userId, agentId, model, currency } = spend;
    const day = dayOf(spend.at);
    const key = JSON.stringify([day, tenantId, userId, agentId, model, currency]);
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = this.#find(day, whoseOf(spend));
      this.#sums.set(key, sum);
    }
    return sum;
  }

  /** Never fails, and does nothing to the file. */
  add(sum: Sum, { micros, inputTokens, outputTokens, isPriced }: Spend): undefined {
    if (sum.calls === 0) this.#changed.push(sum);
    sum.micros = Math.min(MAX_BUDGET_AMOUNT, sum.micros + micros);
    sum.inputTokens = Math.min(MAX_BUDGET_AMOUNT, sum.inputTokens + inputTokens);
    sum.outputTokens = Math.min(MAX_BUDGET_AMOUNT, sum.outputTokens + outputTokens);
    sum.calls += 1;
    if (!isPriced) sum.unpricedCalls += 1;
  }

  /** Writes what has changed. At the end of a transaction. */
  flush(): void {
    for (const sum of this.#changed) {
      const { day, whose, name, micros, inputTokens, outputTokens, calls, unpricedCalls } = sum;
      const amounts = [micros, inputTokens, outputTokens, calls, unpricedCalls];
      if (this.#add.run(...amounts, day, name) > 0) continue;
      const tenant = this.#names.tenant(whose.tenantId);
      const body = sealJson(this.#key, whose, binding(day, name));
      this.#put.run(...amounts, day, name, tenant, body);
    }
  }

  /** After a transaction, committed or not. */
  end(): void {
    for (const sum of this.#changed) Object.assign(sum, NOTHING);
    this.#changed = [];
    this.#counts.clear();
    if (this.#sums.size >= SUMS_KEPT) this.#sums.clear();
  }

  #find(day: number, mine: Whose): Sum {
    const name = this.#names.spend(mine);
    if (this.#isThere.get(day, name) !== undefined) return { day, whose: mine, name, ...NOTHING };
    const ofDay = JSON.stringify([day, mine.tenantId]);
    const count =
      this.#counts.get(ofDay) ??
      this.#count.get(this.#names.tenant(mine.tenantId), day)?.count ??
      0;
    if (count < MAX_SPEND_SUMS) {
      this.#counts.set(ofDay, count + 1);
      return { day, whose: mine, name, ...NOTHING };
    }
    this.#counts.set(ofDay, count);
    const { tenantId, currency } = mine;
    const whose = { tenantId, userId: null, agentId: null, model: OTHER_MODELS, currency };
    // Another call's, perhaps: two sums of one row would be one too many.
    const key = JSON.stringify([day, tenantId, null, null, OTHER_MODELS, currency]);
    const others = this.#sums.get(key) ?? {
      ...{ day, whose, name: this.#names.spend(whose) },
      ...NOTHING,
    };
    this.#sums.set(key, others);
    return others;
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

const NOTHING = { micros: 0, inputTokens: 0, outputTokens: 0, calls: 0, unpricedCalls: 0 };

function whoseOf({ tenantId, userId, agentId, model, currency }: Spend): Whose {
  return { tenantId, userId, agentId, model, currency };
}

function binding(day: number, whose: Buffer): readonly string[] {
  return ['spend', String(day), whose.toString('hex')];
}
