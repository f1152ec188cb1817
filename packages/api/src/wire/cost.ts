import { amountOfMicros, type BudgetScope } from '@safeai/core';
import type { AnswerOf } from '../routes/types.ts';
import type { WireBudget } from '../schema/budget.ts';

/** How a budget stands, as whoever keeps it says. Money in millionths of the currency. */
export interface BudgetStanding {
  readonly budget: string;
  readonly scope: BudgetScope;
  readonly period: WireBudget['period'];
  readonly timeZone: string;
  readonly action: WireBudget['action'];
  readonly currency: string;
  readonly limitMicros: number | null;
  readonly spentMicros: number;
  readonly reservedMicros: number;
  readonly remainingMicros: number | null;
  readonly limitTokens: number | null;
  readonly spentTokens: number;
  readonly reservedTokens: number;
  readonly remainingTokens: number | null;
  /** In percent, the lowest first. */
  readonly warnAtPercent: readonly number[];
  /** Milliseconds since the epoch; null: never. */
  readonly resetsAt: number | null;
}

/** What was spent on one day. */
export interface DaySums {
  /** Such as `2026-11-01`, in UTC. */
  readonly day: string;
  readonly totalMicros: number;
  readonly byModel: ReadonlyMap<string, number>;
  readonly calls: number;
}

/** What a month is likely to come to. */
export interface MonthForecast {
  /** The month, such as `2026-11`. */
  readonly period: string;
  readonly spentMicros: number;
  readonly projectedMicros: number;
  readonly lowMicros: number;
  readonly highMicros: number;
  readonly daysLeft: number;
  readonly basisDays: number;
}

/** What was spent, as whoever sums it up says. Money in millionths of the currency. */
export interface CostSums {
  readonly totalMicros: number;
  readonly byModel: ReadonlyMap<string, number>;
  readonly byTenant: ReadonlyMap<string, number>;
  readonly byUser: ReadonlyMap<string, number>;
  readonly byAgent: ReadonlyMap<string, number>;
  /** The oldest first. */
  readonly byDay: readonly DaySums[];
  /** Null: there is too little to go by. */
  readonly forecast: MonthForecast | null;
  readonly calls: number;
  readonly period: string;
  readonly currency: string;
  readonly budgets: readonly BudgetStanding[];
  readonly unpriced: readonly {
    readonly model: string;
    readonly calls: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
  }[];
  /** Milliseconds since the epoch. */
  readonly asOf: number;
}

/** A call that somebody would make, and the budgets that it falls under. */
export interface CheckedCall {
  readonly tenantId: string;
  readonly userId: string;
  readonly agentId: string | null;
  readonly keyId: string | null;
  readonly model: string | null;
  /** Why it may not be made; null: it may. */
  readonly reason: 'exceeded' | 'unpriced' | null;
  readonly budgets: readonly BudgetStanding[];
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/**
 * A budget as answers show it.
 *
 * @param isShown whether the caller may see what was spent of it
 */
export function fromBudget(standing: BudgetStanding, isShown: boolean): WireBudget {
  const { scope, resetsAt } = standing;
  const shown = (amount: number | null): number | null => (isShown ? amount : null);
  const micros = {
    limit: standing.limitMicros,
    spent: shown(standing.spentMicros),
    reserved: shown(standing.reservedMicros),
    remaining: shown(standing.remainingMicros),
  };
  return {
    ...{ name: standing.budget, tenant_id: scope.tenantId, user: scope.userId },
    ...{ agent_id: scope.agentId, key_id: scope.keyId, model: scope.model },
    ...{ period: standing.period, time_zone: standing.timeZone, action: standing.action },
    ...{ shared: !isShown, currency: standing.currency },
    limit: amountOf(micros.limit),
    spent: amountOf(micros.spent),
    reserved: amountOf(micros.reserved),
    remaining: amountOf(micros.remaining),
    limit_tokens: standing.limitTokens,
    spent_tokens: shown(standing.spentTokens),
    reserved_tokens: shown(standing.reservedTokens),
    remaining_tokens: shown(standing.remainingTokens),
    micros,
    warn_at_percent: [...standing.warnAtPercent],
    resets_at: resetsAt === null ? null : timeOf(resetsAt),
  };
}

/** GET /v1/budgets/check. @param isShown as of {@link fromBudget} */
export function fromBudgetCheck(
  call: CheckedCall,
  isShown: (budget: BudgetStanding) => boolean,
): AnswerOf<'budgets_check'> {
  return {
    allowed: call.reason === null,
    reason: call.reason,
    tenant_id: call.tenantId,
    user: call.userId,
    agent_id: call.agentId,
    key_id: call.keyId,
    model: call.model,
    budgets: call.budgets.map((budget) => fromBudget(budget, isShown(budget))),
    as_of: timeOf(call.at),
  };
}

/** GET /v1/dashboard/cost/summary. */
export function fromCostSummary(sums: CostSums): AnswerOf<'cost_summary'> {
  const { byModel, byTenant, byUser, byAgent, byDay, forecast } = sums;
  const grouped = (amount: Amount) => ({
    by_model: byName(byModel, amount),
    by_tenant: byName(byTenant, amount),
    by_user: byName(byUser, amount),
    by_agent: byName(byAgent, amount),
  });
  const asMicros: Amount = (micros) => micros;
  return {
    total_cost: amountOfMicros(sums.totalMicros),
    ...grouped(amountOfMicros),
    ...{ period: sums.period, currency: sums.currency, calls: sums.calls },
    micros: {
      total_cost: sums.totalMicros,
      ...grouped(asMicros),
      by_day: byDay.map((day) => fromDay(day, asMicros)),
      forecast: forecast === null ? null : fromForecast(forecast, asMicros),
    },
    by_day: byDay.map((day) => ({ ...fromDay(day, amountOfMicros), calls: day.calls })),
    forecast:
      forecast === null
        ? null
        : {
            period: forecast.period,
            ...fromForecast(forecast, amountOfMicros),
            ...{ days_left: forecast.daysLeft, basis_days: forecast.basisDays },
          },
    budgets: sums.budgets.map((budget) => fromBudget(budget, true)),
    unpriced: sums.unpriced.map(({ model, calls, inputTokens, outputTokens }) => ({
      ...{ model, calls, input_tokens: inputTokens, output_tokens: outputTokens },
    })),
    as_of: timeOf(sums.asOf),
  };
}

/** How an amount is written: in the currency, or in millionths of it. */
type Amount = (micros: number) => number;

function fromDay({ day, totalMicros, byModel }: DaySums, amount: Amount) {
  return { day, total_cost: amount(totalMicros), by_model: byName(byModel, amount) };
}

function fromForecast(forecast: MonthForecast, amount: Amount) {
  return {
    spent: amount(forecast.spentMicros),
    projected: amount(forecast.projectedMicros),
    low: amount(forecast.lowMicros),
    high: amount(forecast.highMicros),
  };
}

/** A name such as `__proto__` is a name as any other. */
function byName(sums: ReadonlyMap<string, number>, amount: Amount): Record<string, number> {
  return Object.fromEntries([...sums].map(([name, micros]) => [name, amount(micros)]));
}

function amountOf(micros: number | null): number | null {
  return micros === null ? null : amountOfMicros(micros);
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
