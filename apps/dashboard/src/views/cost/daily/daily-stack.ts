import type { Summary } from '../summary.ts';

/** How many models have a colour of their own. */
export const NAMED_MODELS = 6;

/** What a model, or all others together, has cost day by day. Millionths of the currency. */
export interface DailyLayer {
  /** Null: the models that have none of their own. */
  readonly model: string | null;
  readonly micros: readonly number[];
}

type Days = Summary['micros']['by_day'];

/**
 * Spend by day, by model: the dearest of the period, and the others together where there are any. Of each day, they add up
 * to what it has cost. O(days × models).
 */
export function dailyStack(days: Days): readonly DailyLayer[] {
  const totals = new Map<string, number>();
  for (const { by_model } of days) {
    for (const [model, micros] of Object.entries(by_model)) {
      totals.set(model, (totals.get(model) ?? 0) + micros);
    }
  }
  const named = [...totals]
    .filter(([, micros]) => micros > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, NAMED_MODELS)
    .map(([model]) => ({ model, micros: days.map(({ by_model }) => ownOf(by_model, model)) }));
  const rest = days.map(({ total_cost }, day) =>
    named.reduce((left, { micros }) => left - (micros[day] ?? 0), total_cost),
  );
  return rest.some((micros) => micros !== 0) ? [...named, { model: null, micros: rest }] : named;
}

/** A model may be called as something that every object has. */
function ownOf(sums: Readonly<Record<string, number>>, model: string): number {
  return Object.hasOwn(sums, model) ? (sums[model] ?? 0) : 0;
}
