/** Periods that can be chosen, as the server names them, and in words. */
export const PERIODS = [
  ['today', 'Today'],
  ['month', 'This month'],
  ['last_7d', 'Last 7 days'],
  ['last_30d', 'Last 30 days'],
  ['last_90d', 'Last 90 days'],
] as const;

/** A period that can be chosen. */
export type Period = (typeof PERIODS)[number][0];

/** The period that an address asks for: the last 30 days unless it names another one. */
export function periodOf(asked: string | null): Period {
  return PERIODS.find(([period]) => period === asked)?.[0] ?? 'last_30d';
}

/** A period in words. */
export function periodWords(period: Period): string {
  return PERIODS.find(([each]) => each === period)?.[1] ?? period;
}
