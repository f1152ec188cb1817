import {
  inScope,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetLedger,
  type Clock,
  type Ids,
  type TenantScope,
} from '@safeai/core';
import type { Estimate } from '../estimate.ts';
import type { PriceBook } from '../prices/price-book.ts';
import { type Budget, type BudgetRule, compileBudgets, type CoveredCall } from './budget-rule.ts';
import type {
  BudgetAdmission,
  BudgetCheck,
  BudgetedCall,
  BudgetLease,
  CallEnd,
  CheckableCall,
  SettledCall,
} from './budgeted-call.ts';
import { type BudgetState, chargeOf, sharesReached, stateOf } from './charge.ts';
import { spendOf } from './spend-of.ts';

/** What budgets are made of. */
export interface BudgetsOptions {
  readonly rules: readonly BudgetRule[];
  readonly book: PriceBook;
  readonly ledger: BudgetLedger;
  readonly clock: Pick<Clock, 'now'>;
  readonly ids: Pick<Ids, 'decisionId'>;
  /**
   * How long an amount stays reserved for a call that never reports its end, in milliseconds; longer than a call may
   * take. 15 minutes if absent.
   */
  readonly leaseTtlMs?: number;
}

const DEFAULT_LEASE_TTL_MS = 15 * 60_000;

/**
 * Budgets: an amount is set aside before a call, on all budgets that it falls under or on none, and replaced by what
 * it has cost after it. Which accounts, and which windows, follows from who calls, which model, and when.
 */
export class Budgets {
  readonly #options: BudgetsOptions;
  readonly #budgets: readonly Budget[];
  readonly #byName: ReadonlyMap<string, Budget>;
  /** Leases without an id that have been settled. */
  readonly #settled = new WeakSet<BudgetLease>();

  /** @throws SafeAIError `invalid_config` for a budget that is none */
  constructor(options: BudgetsOptions) {
    this.#options = options;
    this.#budgets = compileBudgets(options.rules);
    this.#byName = new Map(this.#budgets.map((budget) => [budget.name, budget]));
  }

  /** Sets aside what a call may come to. Never rejects for a ledger that fails: `onFailure` decides then. */
  async reserve(call: BudgetedCall, estimate: Estimate): Promise<BudgetAdmission> {
    const { ledger, clock, ids, leaseTtlMs = DEFAULT_LEASE_TTL_MS } = this.#options;
    const startedAt = clock.now();
    const budgets = this.#covering(call);
    const unreserved = { id: null, call, estimate, startedAt };
    if (budgets.length === 0) return { allowed: true, lease: unreserved, over: [] };
    if (estimate.micros === null) {
      const refusing = budgets.filter(refusesUnpriced);
      if (refusing.length > 0) return refused('unpriced', refusing);
    }
    const charges = this.#charges(budgets, call, startedAt);
    const leaseId = ids.decisionId();
    const { micros, tokens } = amountOf(estimate);
    let reserved;
    try {
      reserved = await ledger.reserve({ leaseId, micros, tokens, ttlMs: leaseTtlMs, charges });
    } catch {
      const refusing = budgets.filter(({ blocks, onFailure }) => blocks && onFailure === 'block');
      if (refusing.length > 0) return refused('ledger_unavailable', refusing);
      return { allowed: true, lease: unreserved, over: [] };
    }
    if (reserved.result === 'exceeded') {
      const exceeded = this.#states(reserved.balances).filter((_, place) =>
        reserved.exceeded.includes(place),
      );
      return { allowed: false, refusal: { reason: 'exceeded', budgets: exceeded } };
    }
    const warning = reserved.balances.filter(
      ({ budget }) => this.#byName.get(budget)?.blocks === false,
    );
    const over = this.#states(warning).filter(isOver);
    return { allowed: true, lease: { ...unreserved, id: leaseId }, over };
  }

  /**
   * Counts what a call has cost, once, however often it is called: in the windows and on the day that the call began
   * in. A call whose end is not known counts with the most that it can have come to.
   *
   * @throws SafeAIError (as a rejection) `state_unavailable` when the ledger cannot be reached
   */
  async settle(lease: BudgetLease, end: CallEnd): Promise<SettledCall> {
    const { ledger } = this.#options;
    const { spend, cost } = spendOf(lease, end, this.#options.book);
    const { micros } = spend;
    if (lease.id === null) {
      if (this.#settled.has(lease)) return { result: 'already', cost, micros, warnings: [] };
      this.#settled.add(lease);
      try {
        await ledger.record(spend);
      } catch (error) {
        this.#settled.delete(lease);
        throw error;
      }
      return { result: 'recorded', cost, micros, warnings: [] };
    }
    const { result, balances } = await ledger.settle(lease.id, spend);
    const spent = { micros, tokens: spend.inputTokens + spend.outputTokens };
    const warnings = balances.flatMap((balance) => {
      const budget = this.#byName.get(balance.budget);
      if (budget === undefined) return [];
      const state = stateOf(budget, balance);
      return sharesReached(budget, balance, spent).map((percent) => ({ percent, budget: state }));
    });
    return { result, cost, micros, warnings };
  }

  /** What {@link settle} would count a call with, in millionths of the currency; null where nothing of it has a price. */
  costOf(lease: BudgetLease, end: CallEnd): number | null {
    return 'atMost' in end
      ? end.atMost.micros
      : (spendOf(lease, end, this.#options.book).cost?.micros ?? null);
  }

  /** Gives back what was set aside for a call that was never made. @throws as {@link settle} */
  async release(lease: BudgetLease): Promise<void> {
    if (lease.id === null) this.#settled.add(lease);
    else await this.#options.ledger.release(lease.id);
  }

  /**
   * How the budgets stand that a call falls under, and whether all of them have something left.
   *
   * @param asked without a model, it falls under no budget of single ones
   * @throws as {@link settle}
   */
  async check(asked: CheckableCall): Promise<BudgetCheck> {
    const { ledger, clock, book } = this.#options;
    const { model, provider } = asked;
    const call = { ...asked, model: model ?? '' };
    const at = clock.now();
    const covering = this.#covering(call);
    const budgets = covering.filter(({ per }) => model !== null || !per.has('model'));
    const states = this.#states(await ledger.balances(this.#charges(budgets, call, at)));
    const isUnpriced = model !== null && book.find({ model, provider }) === undefined;
    const isRefused = isUnpriced && budgets.some(refusesUnpriced);
    const reason = isRefused ? 'unpriced' : states.some(isUsedUp) ? 'exceeded' : null;
    return { reason, budgets: states, at };
  }

  /**
   * How the budgets stand, in their order: in each account that anything was charged to in its current window, those that
   * hold most first, and where there is but one account, before its first charge too. Accounts for no tenant in
   * particular are shown to who may see all of them. @throws as {@link settle}
   */
  async states(tenants: TenantScope): Promise<readonly BudgetState[]> {
    const { ledger, clock, book } = this.#options;
    const now = clock.now();
    const balances = await ledger.accounts(tenants, now);
    const charged = balances.filter(({ currency }) => currency === book.currency);
    const known = new Set(charged.map(({ budget }) => budget));
    const fresh = this.#budgets.filter(
      ({ name, per, tenant }) =>
        per.size === 0 && !known.has(name) && inScope(tenants, tenant ?? '*'),
    );
    const charges = fresh.map((budget) => chargeOf(budget, NOBODY, now, book.currency));
    const others = charges.length === 0 ? [] : await ledger.balances(charges);
    const places = new Map(this.#budgets.map(({ name }, place) => [name, place]));
    const placeOf = ({ budget }: BudgetState): number => places.get(budget) ?? 0;
    return this.#states([...charged, ...others]).toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  #covering(call: BudgetedCall): readonly Budget[] {
    const bookModel = this.#bookModel(call);
    const covered: CoveredCall = { ...call, bookModel };
    return this.#budgets.filter((budget) => budget.covers(covered));
  }

  #charges(budgets: readonly Budget[], call: BudgetedCall, at: number): readonly BudgetCharge[] {
    const { currency } = this.#options.book;
    const covered: CoveredCall = { ...call, bookModel: this.#bookModel(call) };
    return budgets.map((budget) => chargeOf(budget, covered, at, currency));
  }

  /** So that another name of a model is no way around its budget. */
  #bookModel({ model, provider }: BudgetedCall): string {
    return this.#options.book.find({ model, provider })?.name ?? model.toLowerCase();
  }

  #states(balances: readonly BudgetBalance[]): readonly BudgetState[] {
    return balances.flatMap((balance) => {
      // A budget that the configuration no longer has is nobody's business.
      const budget = this.#byName.get(balance.budget);
      return budget === undefined ? [] : [stateOf(budget, balance)];
    });
  }
}

/** A call of a budget whose account is the same for every call. */
const NOBODY: CoveredCall = {
  ...{ tenantId: '', userId: null, agentId: null, keyId: null },
  ...{ model: '', bookModel: '' },
};

function amountOf({ micros, inputTokens, outputTokens }: Estimate): {
  readonly micros: number;
  readonly tokens: number;
} {
  return { micros: micros ?? 0, tokens: inputTokens + outputTokens };
}

function refusesUnpriced({ limitMicros, blocks, onUnpriced }: Budget): boolean {
  return limitMicros !== null && blocks && onUnpriced === 'block';
}

function isUsedUp({ action, remainingMicros, remainingTokens }: BudgetState): boolean {
  return action === 'block' && (remainingMicros === 0 || remainingTokens === 0);
}

function isOver(state: BudgetState): boolean {
  const { limitMicros, spentMicros, reservedMicros } = state;
  const { limitTokens, spentTokens, reservedTokens } = state;
  return (
    (limitMicros !== null && spentMicros + reservedMicros > limitMicros) ||
    (limitTokens !== null && spentTokens + reservedTokens > limitTokens)
  );
}

function refused(
  reason: 'unpriced' | 'ledger_unavailable',
  budgets: readonly Budget[],
): BudgetAdmission {
  return {
    allowed: false,
    refusal: { reason, budgets: budgets.map(({ name }) => name) },
  };
}
