import { OTHER_MODELS, SPEND_DAY_MS, type SpendSum } from '@safeai/core';
import { grouped } from './grouped.ts';

/** Most models that days name one by one; the others are summed up as {@link OTHER_MODELS}. */
export const MAX_DAY_MODELS = 20;

/** What was spent on one day. */
export interface DaySpend {
  /** Such as `2026-11-01`, in UTC. */
  readonly day: string;
  /** In millionths of the currency, as an exact sum. */
  readonly totalMicros: number;
  /** The highest first. Models without a price are not among them. */
  readonly byModel: ReadonlyMap<string, number>;
  readonly calls: number;
}

/**
 * What was spent on each day, the oldest first; days without calls too.
 *
 * @param sums of these days alone
 * @param from start of the first day
 * @param until any moment of the last day
 */
export function spendByDay(sums: readonly SpendSum[], from: number, until: number): DaySpend[] {
  const dearest = [...grouped(sums, ({ model }) => model).keys()];
  const named = new Set(dearest.slice(0, MAX_DAY_MODELS));
  const nameOf = ({ model }: SpendSum): string => (named.has(model) ? model : OTHER_MODELS);
  const ofDays = new Map<number, SpendSum[]>();
  for (const sum of sums) {
    const ofDay = ofDays.get(sum.day);
    if (ofDay === undefined) ofDays.set(sum.day, [sum]);
    else ofDay.push(sum);
  }
  const days: DaySpend[] = [];
  for (let day = from; day <= until; day += SPEND_DAY_MS) {
    const ofDay = ofDays.get(day) ?? [];
    days.push({
      day: new Date(day).toISOString().slice(0, 10),
      totalMicros: ofDay.reduce((total, { micros }) => total + micros, 0),
      byModel: grouped(ofDay, nameOf),
      calls: ofDay.reduce((total, { calls }) => total + calls, 0),
    });
  }
  return days;
}
