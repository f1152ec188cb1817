import { SafeAIError, type BudgetLedger } from '@safeai/core';
import { reasonOf } from '../reason-of.ts';

/** Most calls that wait to be counted. So many are under way at once only where the ledger fails for long. */
const MAX_WAITING = 10_000;

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/** What becomes of calls that could not be counted at once. */
export type UnsettledNotice =
  | { readonly kind: 'unsettled'; readonly waiting: number; readonly reason: string }
  | { readonly kind: 'caught_up' }
  /** Calls that are not in the sums and in no budget. */
  | { readonly kind: 'uncounted'; readonly calls: number; readonly reason: string };

/** What the queue is given from outside. */
export interface UnsettledOptions {
  /** Must not throw. */
  readonly onNotice: (notice: UnsettledNotice) => void;
  /** Runs something later; a timer that keeps no process alive if absent. @returns takes it back */
  readonly later?: (run: () => void, ms: number) => () => void;
}

/**
 * Calls whose cost the ledger could not take. Their lease still holds what was set aside, so that nothing is
 * overspent until it ends; they are counted as soon as the ledger takes them, which after the lease is not too late.
 * Until then nothing further is reserved ({@link reservingAfter}): nobody spends what they have spent already.
 */
export class Unsettled {
  readonly #options: UnsettledOptions;
  #waiting: (() => Promise<unknown>)[] = [];
  #flushing: Promise<void> | undefined;
  #cancelRetry: (() => void) | undefined;
  #waitMs = FIRST_WAIT_MS;
  #isClosed = false;

  constructor(options: UnsettledOptions) {
    this.#options = options;
  }

  /** How many calls wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /**
   * Counts a call now, or later where the ledger cannot be reached now. Never rejects.
   *
   * @param settle counts the call; called again after a failure
   * @returns undefined where it could not be counted now
   */
  async settle<Result>(settle: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await settle();
    } catch (error) {
      this.#keep(settle, error);
      return undefined;
    }
  }

  /** The ledger, which reserves nothing before all that was spent is counted. */
  reservingAfter(ledger: BudgetLedger): BudgetLedger {
    return {
      reserve: async (reservation) => {
        if (this.size > 0) await this.flush();
        return ledger.reserve(reservation);
      },
      settle: (leaseId, spend) => ledger.settle(leaseId, spend),
      release: (leaseId) => ledger.release(leaseId),
      record: (spend) => ledger.record(spend),
      balances: (windows) => ledger.balances(windows),
      accounts: (tenants, at) => ledger.accounts(tenants, at),
      sums: (tenants, from, until) => ledger.sums(tenants, from, until),
    };
  }

  /**
   * Counts all that wait, in their order. Callers at the same time share one attempt.
   *
   * @throws SafeAIError (as a rejection) `state_unavailable` where some still wait
   */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** Tries a last time. Calls that it cannot count are told, and given up. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelRetry?.();
    await this.flush().catch((error: unknown) => {
      const calls = this.#waiting.length;
      this.#waiting = [];
      this.#options.onNotice({ kind: 'uncounted', calls, reason: reasonOf(error) });
    });
  }

  #keep(settle: () => Promise<unknown>, error: unknown): void {
    const reason = reasonOf(error);
    if (!isPassing(error) || this.#isClosed || this.size >= MAX_WAITING) {
      this.#options.onNotice({ kind: 'uncounted', calls: 1, reason });
      return;
    }
    this.#waiting.push(settle);
    if (this.size === 1) this.#options.onNotice({ kind: 'unsettled', waiting: 1, reason });
    this.#retryLater();
  }

  async #flush(): Promise<void> {
    if (this.size === 0) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      try {
        await next();
      } catch (error) {
        if (isPassing(error)) {
          this.#retryLater();
          throw error;
        }
        this.#options.onNotice({ kind: 'uncounted', calls: 1, reason: reasonOf(error) });
      }
      this.#waiting.shift();
    }
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#waitMs = FIRST_WAIT_MS;
    this.#options.onNotice({ kind: 'caught_up' });
  }

  #retryLater(): void {
    if (this.#isClosed || this.#cancelRetry !== undefined) return;
    const { later = timer } = this.#options;
    this.#cancelRetry = later(() => {
      this.#cancelRetry = undefined;
      this.#waitMs = Math.min(2 * this.#waitMs, LONGEST_WAIT_MS);
      // A failure sets the next timer.
      this.flush().catch(() => undefined);
    }, this.#waitMs);
  }
}

/** Whether it is worth another try: what the ledger refuses as wrong is wrong the next time too. */
function isPassing(error: unknown): boolean {
  return SafeAIError.isInstance(error) && error.code === 'state_unavailable';
}

function timer(run: () => void, ms: number): () => void {
  const handle = setTimeout(run, ms).unref();
  return () => {
    clearTimeout(handle);
  };
}
