import {
  inScope,
  type BudgetBalance,
  type BudgetCharge,
  type BudgetLedger,
  type BudgetSettled,
  type Clock,
  type Ids,
  type Spend,
  type TenantScope,
  type Usage,
} from '@safeai/core';
import { costOf, tokensIn, type Cost } from '../cost-of.ts';
import type { Estimate } from '../estimate.ts';
import type { PriceBook } from '../prices/price-book.ts';
import { type Budget, type BudgetRule, compileBudgets, type CoveredCall } from './budget-rule.ts';
import { type BudgetState, chargeOf, sharesReached, stateOf } from './charge.ts';

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

/** A call that budgets are asked about. */
export interface BudgetedCall {
  readonly tenantId: string;
  readonly userId: string | null;
  readonly agentId: string | null;
  /** Id of the API key that it came with. */
  readonly keyId: string | null;
  readonly model: string;
  /** The upstream's provider, for its prices; null where it is not known. */
  readonly provider: string | null;
}

/** A call that budgets are asked about before anybody knows its model. */
export type CheckableCall = Omit<BudgetedCall, 'model'> & { readonly model: string | null };

/** How budgets stand. */
export interface BudgetCheck {
  /** Why no such call may be made: nothing is left of one, or the model has no price. Null: it may. */
  readonly reason: 'exceeded' | 'unpriced' | null;
  readonly budgets: readonly BudgetState[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Leave to make a call, to be settled or released. */
export interface BudgetLease {
  /** Null where nothing was reserved: there is no budget for the call, or the ledger could not be reached. */
  readonly id: string | null;
  readonly call: BudgetedCall;
  readonly estimate: Estimate;
  /** When the call began, in milliseconds since the epoch: its windows and its day are those of this time. */
  readonly startedAt: number;
}

/** Why a call may not be made. */
export type BudgetRefusal =
  | { readonly reason: 'exceeded'; readonly budgets: readonly BudgetState[] }
  /** The model has no price, and these budgets limit money. */
  | { readonly reason: 'unpriced'; readonly budgets: readonly string[] }
  /** These budgets cannot be looked up. */
  | { readonly reason: 'ledger_unavailable'; readonly budgets: readonly string[] };

/** Whether a call may be made. */
export type BudgetAdmission =
  | {
      readonly allowed: true;
      readonly lease: BudgetLease;
      /** Budgets that only warn, and that this call does not fit into. */
      readonly over: readonly BudgetState[];
    }
  | { readonly allowed: false; readonly refusal: BudgetRefusal };

/** How a call ended: what the provider said, or, where that is not known, the most that it can have come to. */
export type CallEnd = { readonly usage: Usage } | { readonly atMost: Estimate };

/** A share of a budget that has been reached. 100: all of it is spent. */
export interface BudgetWarning {
  readonly percent: number;
  readonly budget: BudgetState;
}

/** What came of settling. */
export interface SettledCall {
  /** As the ledger says; `recorded` where nothing had been reserved. */
  readonly result: BudgetSettled['result'] | 'recorded';
  readonly cost: Cost | null;
  /** What it was counted with, in millionths of the currency. */
  readonly micros: number;
  /** Each share is told once in a window, however many calls end at once. */
  readonly warnings: readonly BudgetWarning[];
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
    const { spend, cost } = this.#spendOf(lease, end);
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
    return 'atMost' in end ? end.atMost.micros : (this.#spendOf(lease, end).cost?.micros ?? null);
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

  #spendOf(
    { call, startedAt }: BudgetLease,
    end: CallEnd,
  ): { readonly spend: Spend; readonly cost: Cost | null } {
    const { book } = this.#options;
    const { tenantId, userId, agentId } = call;
    const { currency } = book;
    if ('atMost' in end) {
      const { micros, inputTokens, outputTokens, model } = end.atMost;
      return {
        spend: {
          tenantId,
          userId,
          agentId,
          model,
          currency,
          at: startedAt,
          micros: micros ?? 0,
          inputTokens,
          outputTokens,
          isPriced: micros !== null,
        },
        cost: null,
      };
    }
    const cost = costOf(end.usage, call, book);
    const { input, output } = tokensIn(end.usage);
    const spend = {
      tenantId,
      userId,
      agentId,
      model: cost.model,
      currency,
      at: startedAt,
      micros: cost.micros ?? 0,
      inputTokens: input,
      outputTokens: output,
      isPriced: cost.unpriced.length === 0,
    };
    return { spend, cost };
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
