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
}

const TOTALS = 'committed_micros, committed_tokens, reserved_micros, reserved_tokens';

/** Stands for every tenant in the column of tenants: a scope holds it where it has them all. */
const EVERY_TENANT = '*';

/** Accounts of budgets, and what is set aside on them, in their file. */
export class BudgetTable {
  readonly #database: Database;
  readonly #names: Names;
  readonly #key: Uint8Array;
  readonly #now: () => number;
  readonly #spend: SpendTable;
  readonly #account;
  readonly #putAccount;
  readonly #lease;
  readonly #putLease;
  readonly #endLease;
  readonly #putCharge;
  readonly #charges;
  readonly #due;
  readonly #dueOn;

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
    this.#putAccount = new Statement(
      database,
      `INSERT INTO budget_accounts (account, tenant, window_start, window_end, body, ${TOTALS})
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (account) DO UPDATE SET committed_micros = excluded.committed_micros,
         committed_tokens = excluded.committed_tokens, reserved_micros = excluded.reserved_micros,
         reserved_tokens = excluded.reserved_tokens`,
    );
    this.#lease = new Statement<Lease>(
      database,
      'SELECT id, state, micros, tokens FROM budget_leases WHERE id = ?',
    );
    this.#putLease = new Statement(
      database,
      `INSERT INTO budget_leases (id, state, micros, tokens, expires_at) VALUES (?, 'live', ?, ?, ?)`,
    );
    this.#endLease = new Statement(
      database,
      'UPDATE budget_leases SET state = ?, ended_at = ? WHERE id = ?',
    );
    this.#putCharge = new Statement(
      database,
      'INSERT INTO budget_charges (lease, account, body) VALUES (?, ?, ?)',
    );
    this.#charges = new Statement<{ account: Buffer; body: Buffer }>(
      database,
      'SELECT account, body FROM budget_charges WHERE lease = ? ORDER BY rowid',
    );
    this.#due = new Statement<Lease>(
      database,
      `SELECT id, state, micros, tokens FROM budget_leases WHERE state = 'live' AND expires_at <= ?`,
    );
    this.#dueOn = new Statement<BudgetAmount>(
      database,
      `SELECT total(micros) AS micros, total(tokens) AS tokens FROM budget_leases
       WHERE state = 'live' AND expires_at <= ?
         AND EXISTS (SELECT 1 FROM budget_charges WHERE lease = id AND account = ?)`,
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
    const id = this.#names.budgetLease(leaseId);
    this.#putLease.run(id, micros, tokens, this.#now() + ttlMs);
    const balances = known.map(({ charge, account, totals }) => {
      const window = windowOf(charge);
      this.#putCharge.run(id, account, sealJson(this.#key, window, binding(account)));
      return this.#put(account, window, reserveOn(totals, reservation));
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
    return windows.map((window) => {
      const account = this.#names.budgetAccount(window);
      const totals = this.#withoutDue(account, totalsOf(this.#account.get(account)));
      return { ...windowOf(window), ...totals };
    });
  }

  accounts(tenants: TenantScope, at: number): readonly BudgetBalance[] {
    const scope = scopeClause(this.#names, tenants);
    const rows = new Statement<Row>(
      this.#database,
      `SELECT account, body, ${TOTALS} FROM budget_accounts
       WHERE ${scope.sql} AND window_start <= ? AND (window_end IS NULL OR window_end > ?)
       ORDER BY committed_micros + reserved_micros DESC, committed_tokens DESC
       LIMIT ${MAX_BUDGET_ACCOUNTS}`,
    ).all(...scope.values, at, at);
    return rows.map((row) => ({
      ...(openJson(this.#key, row.body, binding(row.account)) as BudgetWindow),
      ...this.#withoutDue(row.account, totalsOf(row)),
    }));
  }

  /** Gives back what leases hold that are past their time. */
  #expire(): void {
    for (const lease of this.#due.all(this.#now())) this.#end(lease, 'expired', (totals) => totals);
  }

  /** A lease that has ended holds nothing any more; what else happens to its accounts is given. */
  #end(
    { id, state, micros, tokens }: Lease,
    next: Lease['state'],
    change: (totals: AccountTotals) => AccountTotals,
  ): readonly BudgetBalance[] {
    this.#endLease.run(next, this.#now(), id);
    return this.#charges.all(id).map(({ account, body }) => {
      const window = openJson(this.#key, body, binding(account)) as BudgetWindow;
      const known = totalsOf(this.#account.get(account));
      const freed = state === 'live' ? releaseFrom(known, { micros, tokens }) : known;
      return this.#put(account, window, change(freed));
    });
  }

  #put(account: Buffer, window: BudgetWindow, totals: AccountTotals): BudgetBalance {
    this.#putAccount.run(
      account,
      this.#names.tenant(window.scope.tenantId ?? EVERY_TENANT),
      window.windowStart,
      window.windowEnd,
      sealJson(this.#key, window, binding(account)),
      totals.committedMicros,
      totals.committedTokens,
      totals.reservedMicros,
      totals.reservedTokens,
    );
    return { ...window, ...totals };
  }

  /** A read changes nothing: leases that are past their time are left out of what it shows. */
  #withoutDue(account: Buffer, totals: AccountTotals): AccountTotals {
    const due = this.#dueOn.get(this.#now(), account);
    return due === undefined ? totals : releaseFrom(totals, due);
  }
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
