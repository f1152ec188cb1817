import type { SpendSum } from '@safeai/core';

/**
 * What sums come to by a name of theirs, in millionths of the currency, the highest first.
 *
 * @param nameOf null leaves a sum out
 */
export function grouped(
  sums: readonly SpendSum[],
  nameOf: (sum: SpendSum) => string | null,
): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const sum of sums) {
    const name = nameOf(sum);
    // What has no price is told as such: a 0 would say that it was free.
    if (name !== null && hasPrice(sum)) totals.set(name, (totals.get(name) ?? 0) + sum.micros);
  }
  return new Map([...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)));
}

function hasPrice({ micros, calls, unpricedCalls }: SpendSum): boolean {
  return micros > 0 || calls > unpricedCalls;
}
