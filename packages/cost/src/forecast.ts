import { MAX_BUDGET_AMOUNT, SPEND_DAY_MS, type SpendSum } from '@safeai/core';
import { startOfDay, startOfMonth } from './calendar.ts';

/** How far a forecast looks back for the first call: it holds a whole month. */
export const FORECAST_DAYS = 31;

/** The most full days that it goes by: a week, so that each weekday counts once. */
const BASIS_DAYS = 7;

/** The fewest: one day has no spread. */
const MIN_BASIS_DAYS = 2;

/** What the current month is likely to come to, in millionths of the currency. */
export interface Forecast {
  /** The month in UTC, such as `2026-11`. */
  readonly period: string;
  /** So far. */
  readonly spentMicros: number;
  readonly projectedMicros: number;
  readonly lowMicros: number;
  readonly highMicros: number;
  /** Days of the month that are not over, today among them. */
  readonly daysLeft: number;
  /** How many full days it goes by. */
  readonly basisDays: number;
}

/**
 * What the month of a moment comes to if the rest of it is like the last full days: `spent + r·m`, with `m` the mean of
 * the last k = 7 days before today, and `r` what is left of the month, in days and parts of one. `low` and `high` are
 * one standard error to either side, `s·√(r + r²/k)` with `s` the standard deviation of these days (over k − 1): `r`
 * days vary by `s·√r`, and the mean of k days is itself off by `s/√k` on each of them. `low` is no less than what is
 * spent. Amounts are whole; the projection is exact to half a millionth.
 *
 * Days before the first one with a call in the last 31 do not count: nothing was counted then.
 *
 * @param sums of the last {@link FORECAST_DAYS} days before today, and of today; others count for nothing
 * @returns null where there are less than two full days
 */
export function forecastOf(sums: readonly SpendSum[], now: number): Forecast | null {
  const today = startOfDay(now);
  const ofDays = microsByDay(sums, today - FORECAST_DAYS * SPEND_DAY_MS, now);
  const first = Math.min(today, ...ofDays.keys());
  const k = Math.min(BASIS_DAYS, (today - first) / SPEND_DAY_MS);
  if (k < MIN_BASIS_DAYS) return null;
  const basis = Array.from(
    { length: k },
    (_, i) => ofDays.get(today - (i + 1) * SPEND_DAY_MS) ?? 0n,
  );
  const month = startOfMonth(now);
  const left = startOfMonth(now, 1) - now;
  let spent = 0n;
  for (const [day, micros] of ofDays) if (day >= month) spent += micros;
  const projected = spent + rounded(total(basis) * BigInt(left), BigInt(k * SPEND_DAY_MS));
  const r = left / SPEND_DAY_MS;
  const error = BigInt(Math.round(deviation(basis) * Math.sqrt(r + r ** 2 / k)));
  const low = projected - error;
  return {
    period: new Date(month).toISOString().slice(0, 7),
    spentMicros: amount(spent),
    projectedMicros: amount(projected),
    lowMicros: amount(low > spent ? low : spent),
    highMicros: amount(projected + error),
    daysLeft: Math.ceil(r),
    basisDays: k,
  };
}

function microsByDay(sums: readonly SpendSum[], from: number, until: number): Map<number, bigint> {
  const days = new Map<number, bigint>();
  for (const { day, micros } of sums) {
    if (day >= from && day <= until) days.set(day, (days.get(day) ?? 0n) + BigInt(micros));
  }
  return days;
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, each) => sum + each, 0n);
}

/** The nearest whole; halves up. Neither is negative. */
function rounded(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}

/** Of a sample. k·Σx² − (Σx)² is exact, so that days that are alike have none. */
function deviation(amounts: readonly bigint[]): number {
  const k = BigInt(amounts.length);
  const squares = total(amounts.map((each) => each * each));
  return Math.sqrt(Number(k * squares - total(amounts) ** 2n) / Number(k * (k - 1n)));
}

function amount(micros: bigint): number {
  return Math.min(Number(micros), MAX_BUDGET_AMOUNT);
}
