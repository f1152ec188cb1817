import {
  type BudgetLedger,
  type Clock,
  InvalidRequestError,
  SPEND_DAY_MS,
  SPEND_KEEP_MS,
  type SpendSum,
  type TenantScope,
} from '@safeai/core';
import type { Budgets } from './budgets/budgets.ts';
import type { BudgetState } from './budgets/charge.ts';
import { startOfDay, startOfMonth } from './calendar.ts';
import { FORECAST_DAYS, forecastOf, type Forecast } from './forecast.ts';
import type { PriceBook } from './prices/price-book.ts';
import { grouped } from './grouped.ts';
import { spendByDay, type DaySpend } from './spend-by-day.ts';

/** A model whose calls could not be priced, or not all of them or not wholly. */
export interface UnpricedModel {
  readonly model: string;
  readonly calls: number;
  /** Of all calls of this model in the period. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * What was spent. Money in millionths of the currency, as exact sums; names sorted by amount, the highest first. Who has
 * made no call with a price is not among the names: see `unpriced`.
 */
export interface CostSummary {
  readonly totalMicros: number;
  readonly byModel: ReadonlyMap<string, number>;
  readonly byTenant: ReadonlyMap<string, number>;
  /** Without calls that no user is known of. */
  readonly byUser: ReadonlyMap<string, number>;
  /** Without calls that no agent is known of. */
  readonly byAgent: ReadonlyMap<string, number>;
  /** Each day of the period, the oldest first. */
  readonly byDay: readonly DaySpend[];
  /** What the current month is likely to come to; null with too little to go by. */
  readonly forecast: Forecast | null;
  readonly calls: number;
  /** Such as `last_30d`. */
  readonly period: string;
  readonly currency: string;
  readonly budgets: readonly BudgetState[];
  readonly unpriced: readonly UnpricedModel[];
  /** When it was made, in milliseconds since the epoch. */
  readonly asOf: number;
}

/** What a summary is asked for. */
export interface SummaryRequest {
  readonly tenants: TenantScope;
  /** `last_<days>d`, `today` or `month`; `last_30d` if absent. Days in UTC, today's among them. */
  readonly period?: string;
}

/** Where a summary comes from. */
export interface SummaryParts {
  readonly ledger: BudgetLedger;
  readonly budgets: Budgets;
  readonly book: PriceBook;
  readonly clock: Pick<Clock, 'now'>;
}

/** The most days that a summary may cover. */
export const MAX_SUMMARY_DAYS = SPEND_KEEP_MS / SPEND_DAY_MS;

/**
 * What was spent in a period, from the sums of its days. Amounts in another currency than the price book's are left
 * out.
 *
 * @throws InvalidRequestError (as a rejection) for a period that is none
 * @throws SafeAIError (as a rejection) `state_unavailable` when the ledger cannot be reached
 */
export async function costSummary(
  { ledger, budgets, book, clock }: SummaryParts,
  { tenants, period = 'last_30d' }: SummaryRequest,
): Promise<CostSummary> {
  const asOf = clock.now();
  const from = startOf(period, asOf);
  const read = Math.min(from, startOfDay(asOf) - FORECAST_DAYS * SPEND_DAY_MS);
  const known = (await ledger.sums(tenants, read, asOf + 1)).filter(
    ({ currency }) => currency === book.currency,
  );
  const sums = known.filter(({ day }) => day >= from);
  return {
    totalMicros: sums.reduce((total, { micros }) => total + micros, 0),
    byModel: grouped(sums, ({ model }) => model),
    byTenant: grouped(sums, ({ tenantId }) => tenantId),
    byUser: grouped(sums, ({ userId }) => userId),
    byAgent: grouped(sums, ({ agentId }) => agentId),
    byDay: spendByDay(sums, from, asOf),
    forecast: forecastOf(known, asOf),
    calls: sums.reduce((total, { calls }) => total + calls, 0),
    period,
    currency: book.currency,
    budgets: await budgets.states(tenants),
    unpriced: unpricedModels(sums),
    asOf,
  };
}

function startOf(period: string, now: number): number {
  const today = startOfDay(now);
  if (period === 'today') return today;
  if (period === 'month') return startOfMonth(now);
  const days = Number(/^last_([1-9]\d{0,2})d$/.exec(period)?.[1]);
  if (!(days <= MAX_SUMMARY_DAYS)) {
    throw new InvalidRequestError(
      `period: give today, month, or last_1d to last_${MAX_SUMMARY_DAYS}d.`,
    );
  }
  return today - (days - 1) * SPEND_DAY_MS;
}

function unpricedModels(sums: readonly SpendSum[]): readonly UnpricedModel[] {
  const models = new Map<string, UnpricedModel>();
  for (const { model, unpricedCalls, inputTokens, outputTokens } of sums) {
    if (unpricedCalls === 0) continue;
    const known = models.get(model);
    models.set(model, {
      model,
      calls: (known?.calls ?? 0) + unpricedCalls,
      inputTokens: (known?.inputTokens ?? 0) + inputTokens,
      outputTokens: (known?.outputTokens ?? 0) + outputTokens,
    });
  }
  return [...models.values()].sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1));
}
