import type {
  AccountTotals,
  BudgetAmount,
  BudgetBalance,
  BudgetWindow,
  Spend,
  TenantScope,
} from '@safeai/core';
import { amountOf, commitTo, fitsAccount, releaseFrom, reserveOn } from '@safeai/core/stores';
import type { ChargeAsked, ReservedTotals, SettledTotals } from '../requests.ts';
import type { Account, AccountTable } from './account-table.ts';
import type { Database } from './database.ts';
import type { Names } from './names.ts';
import type { SpendTable } from './spend-table.ts';
import { Statement } from './statement.ts';

interface Lease extends BudgetAmount {
  readonly id: Buffer;
  readonly state: 'live' | 'expired' | 'over';
  /** The hashes of its accounts, one behind the other. */
  readonly accounts: Buffer;
}

/** A lease that this thread has made. Another process may have ended it: the file says so. */
interface OwnLease extends BudgetAmount {
  readonly id: Buffer;
  readonly accounts: readonly Account[];
}

/** Bytes of an account's hash. */
const HASH_BYTES = 32;

/** Most own leases that are kept in mind; of others the file is asked. */
const LEASES_KEPT = 10_000;

const LEASE = 'id, state, micros, tokens, accounts';

/**
 * Budgets, and what is set aside on them, in their file. Each method that writes reads first what it needs, then
 * changes one row of the leases or fails with nothing changed, and then what accounts hold, which {@link flush}
 * writes.
 */
export class BudgetTable {
  readonly #now: () => number;
  readonly #names: Names;
  readonly #accounts: AccountTable;
  readonly #spend: SpendTable;
  readonly #own = new Map<string, OwnLease>();
  /** The time of this transaction; undefined before leases that are past their time have been ended in it. */
  #at: number | undefined;
  readonly #lease;
  readonly #putLease;
  readonly #endLease;
  readonly #endLive;
  readonly #due;

  constructor(
    database: Database,
    names: Names,
    now: () => number,
    accounts: AccountTable,
    spend: SpendTable,
  ) {
    this.#now = now;
    this.#names = names;
    this.#accounts = accounts;
    this.#spend = spend;
    this.#lease = new Statement<Lease>(database, `SELECT ${LEASE} FROM budget_leases WHERE id = ?`);
    this.#putLease = new Statement(
      database,
      `INSERT INTO budget_leases (id, state, micros, tokens, expires_at, accounts)
       VALUES (?, 'live', ?, ?, ?, ?)`,
    );
    const end = 'UPDATE budget_leases SET state = ?, ended_at = ? WHERE id = ?';
    this.#endLease = new Statement(database, end);
    this.#endLive = new Statement(database, `${end} AND state = 'live'`);
    this.#due = new Statement<Lease>(
      database,
      `SELECT ${LEASE} FROM budget_leases WHERE state = 'live' AND expires_at <= ?`,
    );
  }

  reserve(
    leaseId: string,
    micros: number,
    tokens: number,
    ttlMs: number,
    charges: readonly ChargeAsked[],
  ): ReservedTotals {
    const at = this.#begin();
    const amount = { micros, tokens };
    const accounts = charges.map(([key, windowEnd]) => this.#accounts.of(key, windowEnd));
    const exceeded = accounts.flatMap(({ totals }, place) =>
      fits(totals, charges[place], amount) ? [] : [place],
    );
    if (exceeded.length === 0) {
      const id = this.#names.budgetLease(leaseId);
      const hashes = Buffer.concat(accounts.map(({ hash }) => hash));
      this.#putLease.run(id, micros, tokens, at + ttlMs, hashes);
      for (const account of accounts) {
        this.#accounts.change(account, reserveOn(account.totals, amount));
      }
      if (this.#own.size >= LEASES_KEPT) this.#own.clear();
      this.#own.set(leaseId, { id, micros, tokens, accounts });
    }
    return { totals: accounts.map(totalsIn).flat(), exceeded };
  }

  /** @param isKnown whether who asks knows the accounts of the lease, and needs their totals alone */
  settle(leaseId: string, spend: Spend, isKnown: boolean): SettledTotals {
    const at = this.#begin();
    const sum = this.#spend.sumOf(spend);
    const spent = amountOf(spend);
    const own = this.#own.get(leaseId);
    if (own !== undefined) {
      const { id, accounts } = own;
      this.#own.delete(leaseId);
      for (const { hash } of accounts) this.#accounts.ofHash(hash);
      if (this.#endLive.run('over', at, id) > 0) {
        for (const account of accounts) {
          this.#accounts.change(account, commitTo(releaseFrom(account.totals, own), spent));
        }
        this.#spend.add(sum, spend);
        return settled('settled', accounts, isKnown);
      }
    }
    const lease = this.#lease.get(this.#names.budgetLease(leaseId));
    if (lease === undefined) return settled('unknown', [], false);
    if (lease.state === 'over') return settled('already', [], false);
    const accounts = this.#accountsOf(lease);
    this.#endLease.run('over', at, lease.id);
    for (const account of accounts) {
      const { totals } = account;
      const released = lease.state === 'live' ? releaseFrom(totals, lease) : totals;
      this.#accounts.change(account, commitTo(released, spent));
    }
    this.#spend.add(sum, spend);
    const isWhole = accounts.length === lease.accounts.length / HASH_BYTES;
    return settled(lease.state === 'live' ? 'settled' : 'late', accounts, isKnown && isWhole);
  }

  release(leaseId: string): boolean {
    const at = this.#begin();
    this.#own.delete(leaseId);
    const lease = this.#lease.get(this.#names.budgetLease(leaseId));
    if (lease?.state !== 'live') return false;
    this.#giveBack(lease, 'over', at);
    return true;
  }

  balances(windows: readonly BudgetWindow[]): readonly BudgetBalance[] {
    const due = this.#due.all(this.#now());
    return windows.map((window) => {
      const { hash, totals } = this.#accounts.balance(window);
      return { ...windowOf(window), ...withoutDue(due, hash, totals) };
    });
  }

  accounts(tenants: TenantScope, at: number): readonly BudgetBalance[] {
    const due = this.#due.all(this.#now());
    const found = this.#accounts.current(tenants, at);
    return found.map(({ hash, balance }) => ({ ...balance, ...withoutDue(due, hash, balance) }));
  }

  /** Writes what has changed. At the end of a transaction. */
  flush(): void {
    this.#accounts.flush();
    this.#spend.flush();
  }

  /** After a transaction. @param isCommitted whether what was done in it has happened */
  end(isCommitted: boolean): void {
    this.#at = undefined;
    const areForgotten = this.#accounts.end();
    // An own lease goes by the accounts that are kept in mind.
    if (areForgotten || !isCommitted) this.#own.clear();
    this.#spend.end();
  }

  /** Gives back, once in a transaction, what leases hold that are past their time. @returns the time */
  #begin(): number {
    if (this.#at !== undefined) return this.#at;
    const at = this.#now();
    // Nearly always there is none.
    for (let lease = this.#due.get(at); lease !== undefined; lease = this.#due.get(at)) {
      this.#giveBack(lease, 'expired', at);
    }
    this.#at = at;
    return at;
  }

  #giveBack(lease: Lease, next: Lease['state'], at: number): void {
    const accounts = this.#accountsOf(lease);
    this.#endLease.run(next, at, lease.id);
    for (const account of accounts) {
      this.#accounts.change(account, releaseFrom(account.totals, lease));
    }
  }

  #accountsOf({ accounts }: Lease): readonly Account[] {
    return hashesOf(accounts).flatMap((hash) => this.#accounts.ofHash(hash) ?? []);
  }
}

function fits(
  totals: AccountTotals,
  asked: ChargeAsked | undefined,
  amount: BudgetAmount,
): boolean {
  if (asked === undefined) return false;
  const [, , limitMicros, limitTokens, blocks] = asked;
  return fitsAccount(totals, { limitMicros, limitTokens, blocks }, amount);
}

function settled(
  result: SettledTotals['result'],
  accounts: readonly Account[],
  isKnown: boolean,
): SettledTotals {
  if (isKnown) return { result, totals: accounts.map(totalsIn).flat() };
  return { result, balances: accounts.map(({ window, totals }) => ({ ...window, ...totals })) };
}

function totalsIn({ totals }: Account): readonly number[] {
  const { committedMicros, committedTokens, reservedMicros, reservedTokens } = totals;
  return [committedMicros, committedTokens, reservedMicros, reservedTokens];
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

function windowOf(window: BudgetWindow): BudgetWindow {
  const { budget, scope, currency, windowStart, windowEnd } = window;
  return { budget, scope, currency, windowStart, windowEnd };
}
