import type { BudgetBalance, BudgetCharge, BudgetScope } from '@safeai/core';
import type { Budget, CoveredCall } from './budget-rule.ts';

/** The account of a budget that a call is charged to, in the window that a time is in. */
export function chargeOf(
  budget: Budget,
  call: CoveredCall,
  at: number,
  currency: string,
): BudgetCharge {
  const { start, end } = budget.windows.of(at);
  return {
    budget: budget.name,
    scope: scopeOf(budget, call),
    currency,
    windowStart: start,
    windowEnd: end,
    limitMicros: budget.limitMicros,
    limitTokens: budget.limitTokens,
    blocks: budget.blocks,
  };
}

/** An account of one tenant's calls alone is that tenant's: its people may see it. */
function scopeOf({ per, tenant }: Budget, call: CoveredCall): BudgetScope {
  const { tenantId, userId, agentId, keyId, bookModel } = call;
  const isOfTenant = per.has('tenant') || per.has('user') || per.has('agent');
  return {
    tenantId: isOfTenant ? tenantId : tenant,
    userId: per.has('user') ? userId : null,
    agentId: per.has('agent') ? agentId : null,
    keyId: per.has('key') ? keyId : null,
    model: per.has('model') ? bookModel : null,
  };
}

/** How a budget stands, in one of its accounts and in its current window. Money in millionths of the currency. */
export interface BudgetState {
  readonly budget: string;
  readonly scope: BudgetScope;
  readonly period: Budget['period'];
  readonly timeZone: string;
  readonly action: 'block' | 'warn';
  readonly currency: string;
  readonly limitMicros: number | null;
  readonly spentMicros: number;
  readonly reservedMicros: number;
  /** What may still be reserved, 0 or more; null where money is not limited. */
  readonly remainingMicros: number | null;
  readonly limitTokens: number | null;
  readonly spentTokens: number;
  readonly reservedTokens: number;
  readonly remainingTokens: number | null;
  /** Shares of the limits at which it warns, in percent, the lowest first. */
  readonly warnAtPercent: readonly number[];
  /** When it starts afresh, in milliseconds since the epoch; null: never. */
  readonly resetsAt: number | null;
}

/** How the budget of an account stands. */
export function stateOf(budget: Budget, balance: BudgetBalance): BudgetState {
  const { limitMicros, limitTokens } = budget;
  const { committedMicros, committedTokens, reservedMicros, reservedTokens } = balance;
  // One literal: made of spread pieces, it took 14 µs, and it is made several times in each call.
  return {
    budget: budget.name,
    scope: balance.scope,
    period: budget.period,
    timeZone: budget.timeZone,
    action: budget.blocks ? 'block' : 'warn',
    currency: balance.currency,
    limitMicros,
    spentMicros: committedMicros,
    reservedMicros,
    remainingMicros: remaining(limitMicros, committedMicros + reservedMicros),
    limitTokens,
    spentTokens: committedTokens,
    reservedTokens,
    remainingTokens: remaining(limitTokens, committedTokens + reservedTokens),
    warnAtPercent: budget.warnAtPercent,
    resetsAt: balance.windowEnd,
  };
}

/** The shares of a budget that were not spent before a call, and are with it; those and 100 that are told once. */
export function sharesReached(
  { limitMicros, limitTokens, warnAtPercent }: Budget,
  after: BudgetBalance,
  spent: { readonly micros: number; readonly tokens: number },
): readonly number[] {
  const isReached = (percent: number, micros: number, tokens: number): boolean =>
    hasShare(limitMicros, micros, percent) || hasShare(limitTokens, tokens, percent);
  const { committedMicros, committedTokens } = after;
  return [...new Set([...warnAtPercent, 100])].filter(
    (percent) =>
      isReached(percent, committedMicros, committedTokens) &&
      !isReached(percent, committedMicros - spent.micros, committedTokens - spent.tokens),
  );
}

function hasShare(limit: number | null, amount: number, percent: number): boolean {
  return limit !== null && BigInt(amount) * 100n >= BigInt(limit) * BigInt(percent);
}

function remaining(limit: number | null, held: number): number | null {
  return limit === null ? null : Math.max(0, limit - held);
}
