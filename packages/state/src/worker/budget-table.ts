import {
  type AccountTotals,
  amountOf,
  type BudgetAmount,
  type BudgetBalance,
  type BudgetReservation,
  type BudgetReserved,
  type BudgetSettled,
  type BudgetWindow,
  commitTo,
  EMPTY_ACCOUNT,
  fitsAccount,
  MAX_BUDGET_ACCOUNTS,
  releaseFrom,
  reserveOn,
  type Spend,
  type TenantScope,
} from '@safeai/core';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import { scopeClause } from './scope-clause.ts';
import { openJson, sealJson } from './seal.ts';
import type { SpendTable } from './spend-table.ts';
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

interface Lease extends BudgetAmount {
  readonly id: Buffer;
  readonly state: 'live' | 'expired' | 'over';
  /** The hashes of its accounts, one behind the other. */
  readonly accounts: Buffer;
}

/** Bytes of an account's hash. */
const HASH_BYTES = 32;

/** Most accounts whose names are kept open. */
const WINDOWS_KEPT = 10_000;

const TOTALS = 'committed_micros, committed_tokens, reserved_micros, reserved_tokens';
const LEASE = 'id, state, micros, tokens, accounts';

/** Stands for every tenant in the column of tenants: a scope holds it where it has them all. */
const EVERY_TENANT = '*';

/** Accounts of budgets, and what is set aside on them, in their file. */
export class BudgetTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #spend: SpendTable;
  /** Names of accounts, by their hash in hex: they never change, and need not be decrypted for each call. */
  readonly #windows = new Map<string, BudgetWindow>();
  readonly #account;
  readonly #addAccount;
  readonly #putTotals;
  readonly #lease;
  readonly #putLease;
  readonly #endLease;
  readonly #due;

  constructor(
    database: Database,
    names: Names,
    key: Uint8Array,
    now: () => number,
    spend: SpendTable,
  ) {
    this.#database = database;
    this.#names = names;
    this.#key = key;
    this.#now = now;
    this.#spend = spend;
    this.#account = new Statement<Row>(
      database,
      `SELECT account, body, ${TOTALS} FROM budget_accounts WHERE account = ?`,
    );
    this.#addAccount = new Statement(
      database,
      `INSERT INTO budget_accounts (account, tenant, window_start, window_end, body, ${TOTALS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#putTotals = new Statement(
      database,
      `UPDATE budget_accounts SET committed_micros = ?, committed_tokens = ?, reserved_micros = ?,
         reserved_tokens = ? WHERE account = ?`,
    );
    this.#lease = new Statement<Lease>(database, `SELECT ${LEASE} FROM budget_leases WHERE id = ?`);
    this.#putLease = new Statement(
      database,
      `INSERT INTO budget_leases (id, state, micros, tokens, expires_at, accounts)
       VALUES (?, 'live', ?, ?, ?, ?)`,
    );
    this.#endLease = new Statement(
      database,
      'UPDATE budget_leases SET state = ?, ended_at = ? WHERE id = ?',
    );
    this.#due = new Statement<Lease>(
      database,
      `SELECT ${LEASE} FROM budget_leases WHERE state = 'live' AND expires_at <= ?`,
    );
  }

  reserve(reservation: BudgetReservation): BudgetReserved {
    this.#expire();
    const { leaseId, micros, tokens, ttlMs, charges } = reservation;
    const known = charges.map((charge) => {
      const account = this.#names.budgetAccount(charge);
      return { charge, account, totals: totalsOf(this.#account.get(account)) };
    });
    const exceeded = known.flatMap(({ charge, totals }, place) =>
      fitsAccount(totals, charge, reservation) ? [] : [place],
    );
    if (exceeded.length > 0) {
      const balances = known.map(({ charge, totals }) => ({ ...windowOf(charge), ...totals }));
      return { result: 'exceeded', balances, exceeded };
    }
    this.#putLease.run(
      this.#names.budgetLease(leaseId),
      ...[micros, tokens, this.#now() + ttlMs],
      Buffer.concat(known.map(({ account }) => account)),
    );
    const balances = known.map(({ charge, account, totals }) => {
      const window = windowOf(charge);
      const next = reserveOn(totals, reservation);
      if (!this.#put(account, next)) this.#add(account, window, next);
      return { ...window, ...next };
    });
    return { result: 'reserved', balances, exceeded };
  }

  settle(leaseId: string, spend: Spend): BudgetSettled {
    this.#expire();
    const lease = this.#lease.get(this.#names.budgetLease(leaseId));
    if (lease === undefined) return { result: 'unknown', balances: [] };
    if (lease.state === 'over') return { result: 'already', balances: [] };
    this.#spend.add(spend);
    const balances = this.#end(lease, 'over', (totals) => commitTo(totals, amountOf(spend)));
    return { result: lease.state === 'live' ? 'settled' : 'late', balances };
  }

  release(leaseId: string): boolean {
    this.#expire();
    const lease = this.#lease.get(this.#names.budgetLease(leaseId));
    if (lease?.state !== 'live') return false;
    this.#end(lease, 'over', (totals) => totals);
    return true;
  }

  balances(windows: readonly BudgetWindow[]): readonly BudgetBalance[] {
    const due = this.#due.all(this.#now());
    return windows.map((window) => {
      const account = this.#names.budgetAccount(window);
      const totals = withoutDue(due, account, totalsOf(this.#account.get(account)));
      return { ...windowOf(window), ...totals };
    });
  }

  accounts(tenants: TenantScope, at: number): readonly BudgetBalance[] {
    const due = this.#due.all(this.#now());
    const scope = scopeClause(this.#names, tenants);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT account, body, ${TOTALS} FROM budget_accounts
       WHERE ${scope.sql} AND window_start <= ? AND (window_end IS NULL OR window_end > ?)
       ORDER BY committed_micros + reserved_micros DESC, committed_tokens DESC
       LIMIT ${MAX_BUDGET_ACCOUNTS}`,
    ).all(...scope.values, at, at);
    return rows.map((row) => ({
      ...this.#window(row),
      ...withoutDue(due, row.account, totalsOf(row)),
    }));
  }

  /** Gives back what leases hold that are past their time. */
  #expire(): void {
    for (const lease of this.#due.all(this.#now())) this.#end(lease, 'expired', (totals) => totals);
  }

  /** A lease that has ended holds nothing any more; what else happens to its accounts is given. */
  #end(
    { id, state, micros, tokens, accounts }: Lease,
    next: Lease['state'],
    change: (totals: AccountTotals) => AccountTotals,
  ): readonly BudgetBalance[] {
    this.#endLease.run(next, this.#now(), id);
    return hashesOf(accounts).flatMap((account) => {
      const row = this.#account.get(account);
      if (row === undefined) return [];
      const known = totalsOf(row);
      const changed = change(state === 'live' ? releaseFrom(known, { micros, tokens }) : known);
      this.#put(account, changed);
      return [{ ...this.#window(row), ...changed }];
    });
  }

  #put(account: Buffer, totals: AccountTotals): boolean {
    return this.#putTotals.run(...valuesOf(totals), account) > 0;
  }

  #add(account: Buffer, window: BudgetWindow, totals: AccountTotals): void {
    const tenant = this.#names.tenant(window.scope.tenantId ?? EVERY_TENANT);
    const body = sealJson(this.#key, window, binding(account));
    const { windowStart, windowEnd } = window;
    this.#addAccount.run(account, tenant, windowStart, windowEnd, body, ...valuesOf(totals));
  }

  #window({ account, body }: Row): BudgetWindow {
    const name = account.toString('hex');
    const known = this.#windows.get(name);
    if (known !== undefined) return known;
    const window = openJson(this.#key, body, binding(account)) as BudgetWindow;
    if (this.#windows.size >= WINDOWS_KEPT) this.#windows.clear();
    this.#windows.set(name, window);
    return window;
  }
}

/** A read changes nothing: leases that are past their time are left out of what it shows. */
function withoutDue(due: readonly Lease[], account: Buffer, totals: AccountTotals): AccountTotals {
  return due
    .filter(({ accounts }) => hashesOf(accounts).some((each) => each.equals(account)))
    .reduce<AccountTotals>(releaseFrom, totals);
}

function hashesOf(accounts: Buffer): readonly Buffer[] {
  return Array.from({ length: accounts.length / HASH_BYTES }, (_, place) =>
    accounts.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
  );
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

function windowOf(window: BudgetWindow): BudgetWindow {
  const { budget, scope, currency, windowStart, windowEnd } = window;
  return { budget, scope, currency, windowStart, windowEnd };
}

function binding(account: Buffer): readonly string[] {
  return ['budget', account.toString('hex')];
}
