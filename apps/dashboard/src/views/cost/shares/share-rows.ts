import type { Summary } from '../summary.ts';

/** What spending can be told apart by, as the address names it, and in words. */
export const SHARED_BY = [
  ['model', 'Model'],
  ['tenant', 'Tenant'],
  ['user', 'User'],
  ['agent', 'Agent'],
] as const;

/** What spending is told apart by. */
export type SharedBy = (typeof SHARED_BY)[number][0];

/** Orders of the rows: by amount from the highest, by name from A; the other way round with a minus. */
export const ORDERS = ['spent', '-spent', 'name', '-name'] as const;

/** An order of the rows. */
export type Order = (typeof ORDERS)[number];

/** Whose spending it is, and how much. */
export interface ShareRow {
  /** Null: calls of which nobody knows whose they were. */
  readonly name: string | null;
  /** Millionths of the currency. */
  readonly micros: number;
}

/** What the address asks for. */
export function sharedByOf(asked: string | null): SharedBy {
  return SHARED_BY.find(([by]) => by === asked)?.[0] ?? 'model';
}

/** What the address asks for. */
export function orderOf(asked: string | null): Order {
  return ORDERS.find((order) => order === asked) ?? 'spent';
}

/** Who spent how much. The rows add up to the total. O(n log n) */
export function shareRows(
  { micros }: Pick<Summary, 'micros'>,
  by: SharedBy,
  order: Order,
): readonly ShareRow[] {
  const named: readonly ShareRow[] = Object.entries(micros[`by_${by}`]).map(([name, amount]) => ({
    ...{ name, micros: amount },
  }));
  const rest = named.reduce((left, row) => left - row.micros, micros.total_cost);
  const rows = rest > 0 ? [...named, { name: null, micros: rest }] : named;
  const compare = order.endsWith('spent') ? byAmount : byName;
  const sorted = [...rows].sort(compare);
  return order.startsWith('-') ? sorted.reverse() : sorted;
}

function byAmount(a: ShareRow, b: ShareRow): number {
  return b.micros - a.micros || byName(a, b);
}

/** By code units: names are ids. */
function byName({ name: a }: ShareRow, { name: b }: ShareRow): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
