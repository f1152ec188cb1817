import type { AccountTotals, BudgetBalance, BudgetWindow, TenantScope } from '@safeai/core';
import { accountKey, EMPTY_ACCOUNT, MAX_BUDGET_ACCOUNTS } from '@safeai/core/stores';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import { Statement } from './statement.ts';

interface Totals {
  readonly committed_micros: number;
  readonly committed_tokens: number;
  readonly reserved_micros: number;
  readonly reserved_tokens: number;
}

interface Row extends Totals {
  readonly account: Buffer;
  readonly body: Buffer;
}

/** An account in a transaction: as it was read, and as it is to be written. */
export interface Account {
  readonly hash: Buffer;
  readonly window: BudgetWindow;
  totals: AccountTotals;
}

interface KnownAccount extends Account {
  /** The transaction that its totals are of. */
  readIn: number;
  isInFile: boolean;
  isChanged: boolean;
}

/** Most accounts that are kept in mind. Names never change; what an account holds is read in each transaction. */
const ACCOUNTS_KEPT = 10_000;

const TOTALS = 'committed_micros, committed_tokens, reserved_micros, reserved_tokens';

/** Stands for every tenant in the column of tenants: a scope holds it where it has them all. */
const EVERY_TENANT = '*';

/**
 * Accounts of budgets, in their file. What the writes of one transaction do to an account is put together: it is read
 * once and written once, by {@link flush}.
 */
export class AccountTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  /** By the text that names them. */
  readonly #byKey = new Map<string, KnownAccount>();
  /** By their hash, as a text of its bytes. */
  readonly #byHash = new Map<string, KnownAccount>();
  #changed: KnownAccount[] = [];
  #transaction = 1;
  readonly #get;
  readonly #add;
  readonly #put;

  constructor(database: Database, names: Names, key: Uint8Array) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#get = new Statement<Row>(
      database,
      `SELECT account, body, ${TOTALS} FROM budget_accounts WHERE account = ?`,
    );
    this.#add = new Statement(
      database,
      `INSERT INTO budget_accounts (account, tenant, window_start, window_end, body, ${TOTALS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#put = new Statement(
      database,
      `UPDATE budget_accounts SET committed_micros = ?, committed_tokens = ?, reserved_micros = ?,
         reserved_tokens = ? WHERE account = ?`,
    );
  }

  /** The account that is so named, also before its first charge. Inside a write. */
  of(key: string, windowEnd: number | null): Account {
    let known = this.#byKey.get(key);
    if (known === undefined) {
      const hash = this.#names.budgetAccount(key);
      const window = windowNamed(key, windowEnd);
      known = { ...{ hash, window, totals: EMPTY_ACCOUNT }, ...UNREAD };
      this.#know(key, known);
    }
    this.#read(known);
    return known;
  }

  /** The account of a hash; undefined where it is no more. Inside a write. */
  ofHash(hash: Buffer): Account | undefined {
    const known = this.#byHash.get(nameOf(hash));
    if (known !== undefined) {
      this.#read(known);
      return known.isInFile || known.isChanged ? known : undefined;
    }
    const row = this.#get.get(hash);
    if (row === undefined) return undefined;
    const account = { ...{ hash, window: this.#window(row), totals: totalsOf(row) }, ...UNREAD };
    account.readIn = this.#transaction;
    account.isInFile = true;
    this.#know(accountKey(account.window), account);
    return account;
  }

  /** From now on, for this transaction, the account holds this. Does nothing to the file, and never fails. */
  change(account: Account, totals: AccountTotals): void {
    const known = account as KnownAccount;
    known.totals = totals;
    if (known.isChanged) return;
    known.isChanged = true;
    this.#changed.push(known);
  }

  /** Writes what has changed. At the end of a transaction. */
  flush(): void {
    for (const { hash, window, totals } of this.#changed) {
      const values = valuesOf(totals);
      if (this.#put.run(...values, hash) > 0) continue;
      const tenant = this.#names.tenant(window.scope.tenantId ?? EVERY_TENANT);
      const body = sealJson(this.#key, window, binding(hash));
      this.#add.run(hash, tenant, window.windowStart, window.windowEnd, body, ...values);
    }
  }

  /** After a transaction, committed or not: what was read is of no use any more. @returns whether all is forgotten */
  end(): boolean {
    for (const account of this.#changed) account.isChanged = false;
    this.#changed = [];
    this.#transaction++;
    if (this.#byHash.size < ACCOUNTS_KEPT) return false;
    this.#byKey.clear();
    this.#byHash.clear();
    return true;
  }

  /** Outside a write. */
  balance(window: BudgetWindow): { readonly hash: Buffer; readonly totals: AccountTotals } {
    const key = accountKey(window);
    const hash = this.#byKey.get(key)?.hash ?? this.#names.budgetAccount(key);
    return { hash, totals: totalsOf(this.#get.get(hash)) };
  }

  /** Those of some tenants whose window a time is in, the fullest first. Outside a write. */
  current(
    tenants: TenantScope,
    at: number,
  ): readonly { readonly hash: Buffer; readonly balance: BudgetBalance }[] {
    const scope = scopeClause(this.#names, tenants);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT account, body, ${TOTALS} FROM budget_accounts
       WHERE ${scope.sql} AND window_start <= ? AND (window_end IS NULL OR window_end > ?)
       ORDER BY committed_micros + reserved_micros DESC, committed_tokens DESC
       LIMIT ${MAX_BUDGET_ACCOUNTS}`,
    ).all(...scope.values, at, at);
    return rows.map((row) => {
      const window = this.#byHash.get(nameOf(row.account))?.window ?? this.#window(row);
      return { hash: row.account, balance: { ...window, ...totalsOf(row) } };
    });
  }

  #read(account: KnownAccount): void {
    if (account.readIn === this.#transaction) return;
    const row = this.#get.get(account.hash);
    account.totals = totalsOf(row);
    account.isInFile = row !== undefined;
    account.readIn = this.#transaction;
  }

  #know(key: string, account: KnownAccount): void {
    this.#byKey.set(key, account);
    this.#byHash.set(nameOf(account.hash), account);
  }

  #window({ account, body }: Row): BudgetWindow {
    return openJson(this.#key, body, binding(account)) as BudgetWindow;
  }
}

const UNREAD = { readIn: 0, isInFile: false, isChanged: false };

/** What {@link accountKey} makes its text of. */
type Named = [
  ...[budget: string, currency: string],
  ...[tenantId: string | null, userId: string | null, agentId: string | null],
  ...[keyId: string | null, model: string | null, windowStart: number],
];

function windowNamed(key: string, windowEnd: number | null): BudgetWindow {
  const [budget, currency, tenantId, userId, agentId, keyId, model, windowStart] = JSON.parse(
    key,
  ) as Named;
  const scope = { tenantId, userId, agentId, keyId, model };
  return { budget, scope, currency, windowStart, windowEnd };
}

function nameOf(hash: Buffer): string {
  return hash.toString('latin1');
}

function valuesOf(totals: AccountTotals): readonly number[] {
  const { committedMicros, committedTokens, reservedMicros, reservedTokens } = totals;
  return [committedMicros, committedTokens, reservedMicros, reservedTokens];
}

function totalsOf(row: Totals | undefined): AccountTotals {
  if (row === undefined) return EMPTY_ACCOUNT;
  return {
    committedMicros: row.committed_micros,
    committedTokens: row.committed_tokens,
    reservedMicros: row.reserved_micros,
    reservedTokens: row.reserved_tokens,
  };
}

function binding(account: Buffer): readonly string[] {
  return ['budget', account.toString('hex')];
}
