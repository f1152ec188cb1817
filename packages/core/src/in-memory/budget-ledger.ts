import {
  accountKey,
  type AccountTotals,
  amountOf,
  type BudgetAmount,
  checkReservation,
  checkSpend,
  commitTo,
  EMPTY_ACCOUNT,
  fitsAccount,
  releaseFrom,
  reserveOn,
} from '../budgets/account.ts';
import {
  type BudgetBalance,
  type BudgetReservation,
  type BudgetReserved,
  type BudgetSettled,
  type BudgetWindow,
  MAX_BUDGET_ACCOUNTS,
  type Spend,
  type SpendSum,
} from '../budgets/ledger.ts';
import type { BudgetLedger, Clock, TenantScope } from '../ports.ts';
import { inScope } from '../tenant-scope.ts';
import { SpendSums } from './spend-sums.ts';

interface Account {
  readonly window: BudgetWindow;
  totals: AccountTotals;
}

interface Lease extends BudgetAmount {
  readonly expiresAt: number;
  readonly ttlMs: number;
  readonly accounts: readonly Account[];
}

/** Most leases that have ended and are still known, and about as many accounts whose window is over. */
const KEPT = 100_000;

/** What was spent and reserved, in this process's memory: a restart forgets it, and processes do not share it. */
export class MemoryBudgetLedger implements BudgetLedger {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #accounts = new Map<string, Account>();
  readonly #live = new Map<string, Lease>();
  /** Ids of live leases by how long they last: those of one length expire as they were made. */
  readonly #byLength = new Map<number, Set<string>>();
  /** Accounts of leases that expired and may still be settled; undefined once that is done, the oldest first. */
  readonly #ended = new Map<string, readonly Account[] | undefined>();
  readonly #sums = new SpendSums();
  /** With so many accounts those are looked for whose window is over. */
  #roomFor = KEPT;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  reserve(reservation: BudgetReservation): Promise<BudgetReserved> {
    return attempt(() => this.#reserve(reservation));
  }

  settle(leaseId: string, spend: Spend): Promise<BudgetSettled> {
    return attempt(() => this.#settle(leaseId, spend));
  }

  release(leaseId: string): Promise<boolean> {
    this.#expire();
    const lease = this.#end(leaseId, undefined);
    return Promise.resolve(lease !== undefined);
  }

  record(spend: Spend): Promise<void> {
    return attempt(() => {
      checkSpend(spend);
      this.#sums.add(spend);
    });
  }

  balances(windows: readonly BudgetWindow[]): Promise<readonly BudgetBalance[]> {
    this.#expire();
    return Promise.resolve(
      windows.map((window) =>
        balanceOf(window, this.#accounts.get(accountKey(window))?.totals ?? EMPTY_ACCOUNT),
      ),
    );
  }

  accounts(tenants: TenantScope, at: number): Promise<readonly BudgetBalance[]> {
    this.#expire();
    const found = [...this.#accounts.values()]
      .filter(({ window: { scope, windowStart, windowEnd } }) => {
        const isNow = windowStart <= at && (windowEnd === null || at < windowEnd);
        return isNow && inScope(tenants, scope.tenantId ?? '*');
      })
      .map(({ window, totals }) => balanceOf(window, totals))
      .sort(byAmount);
    return Promise.resolve(found.slice(0, MAX_BUDGET_ACCOUNTS));
  }

  sums(tenants: TenantScope, from: number, until: number): Promise<readonly SpendSum[]> {
    return Promise.resolve(this.#sums.between(tenants, from, until));
  }

  #reserve(reservation: BudgetReservation): BudgetReserved {
    checkReservation(reservation);
    this.#expire();
    const { leaseId, micros, tokens, ttlMs, charges } = reservation;
    const known = charges.map((charge) => ({
      charge,
      totals: this.#accounts.get(accountKey(charge))?.totals ?? EMPTY_ACCOUNT,
    }));
    const exceeded = known.flatMap(({ charge, totals }, place) =>
      fitsAccount(totals, charge, reservation) ? [] : [place],
    );
    if (exceeded.length > 0) {
      const balances = known.map(({ charge, totals }) => balanceOf(charge, totals));
      return { result: 'exceeded', balances, exceeded };
    }
    const accounts = charges.map((charge) => this.#account(charge));
    for (const account of accounts) account.totals = reserveOn(account.totals, reservation);
    const expiresAt = this.#clock.now() + ttlMs;
    this.#live.set(leaseId, { micros, tokens, ttlMs, expiresAt, accounts });
    const sameLength = this.#byLength.get(ttlMs);
    if (sameLength === undefined) this.#byLength.set(ttlMs, new Set([leaseId]));
    else sameLength.add(leaseId);
    return { result: 'reserved', balances: accounts.map(balanceOfAccount), exceeded };
  }

  #settle(leaseId: string, spend: Spend): BudgetSettled {
    checkSpend(spend);
    this.#expire();
    const lease = this.#end(leaseId, undefined);
    const isLate = lease === undefined;
    if (isLate && !this.#ended.has(leaseId)) return { result: 'unknown', balances: [] };
    const accounts = lease?.accounts ?? this.#ended.get(leaseId);
    if (accounts === undefined) return { result: 'already', balances: [] };
    this.#ended.set(leaseId, undefined);
    for (const account of accounts) account.totals = commitTo(account.totals, amountOf(spend));
    this.#sums.add(spend);
    return { result: isLate ? 'late' : 'settled', balances: accounts.map(balanceOfAccount) };
  }

  #account(window: BudgetWindow): Account {
    const key = accountKey(window);
    const known = this.#accounts.get(key);
    if (known !== undefined) return known;
    const { budget, scope, currency, windowStart, windowEnd } = window;
    const account = {
      window: { budget, scope, currency, windowStart, windowEnd },
      totals: EMPTY_ACCOUNT,
    };
    if (this.#accounts.size >= this.#roomFor) this.#dropOver();
    this.#accounts.set(key, account);
    return account;
  }

  /** Accounts whose window is over; calls that are still under way in one hold it themselves. */
  #dropOver(): void {
    const now = this.#clock.now();
    for (const [key, { window }] of this.#accounts) {
      if (window.windowEnd !== null && window.windowEnd <= now) this.#accounts.delete(key);
    }
    this.#roomFor = Math.max(KEPT, 2 * this.#accounts.size);
  }

  #expire(): void {
    const now = this.#clock.now();
    for (const ids of this.#byLength.values()) {
      for (const id of ids) {
        const lease = this.#live.get(id);
        if (lease !== undefined && lease.expiresAt > now) break;
        this.#end(id, lease?.accounts);
      }
    }
  }

  /** @param accounts where it may still be settled; undefined: it may no more */
  #end(leaseId: string, accounts: readonly Account[] | undefined): Lease | undefined {
    const lease = this.#live.get(leaseId);
    if (lease === undefined) return undefined;
    this.#live.delete(leaseId);
    const sameLength = this.#byLength.get(lease.ttlMs);
    sameLength?.delete(leaseId);
    if (sameLength?.size === 0) this.#byLength.delete(lease.ttlMs);
    for (const account of lease.accounts) account.totals = releaseFrom(account.totals, lease);
    this.#ended.set(leaseId, accounts);
    for (const oldest of this.#ended.keys()) {
      if (this.#ended.size <= KEPT) break;
      this.#ended.delete(oldest);
    }
    return lease;
  }
}

function balanceOfAccount({ window, totals }: Account): BudgetBalance {
  return balanceOf(window, totals);
}

function balanceOf(window: BudgetWindow, totals: AccountTotals): BudgetBalance {
  const { budget, scope, currency, windowStart, windowEnd } = window;
  return { budget, scope, currency, windowStart, windowEnd, ...totals };
}

function byAmount(a: BudgetBalance, b: BudgetBalance): number {
  return held(b) - held(a) || b.committedTokens - a.committedTokens;
}

function held({ committedMicros, reservedMicros }: BudgetBalance): number {
  return committedMicros + reservedMicros;
}

/** What throws at once is a rejection. */
function attempt<Result>(run: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(run());
  });
}
