import type { AuditFacet } from '@safeai/core';

type AuditFacetValue = AuditFacet['values'][number];

/** How often a value was found, and when last. */
export interface ValueCount {
  count: number;
  /** Milliseconds since the epoch. */
  lastTs: number;
}

/** Values that are looked at in one go: others have their turn in between. */
const SLICE = 4096;

/**
 * The values that were found most often, most first; of equally frequent ones those whose name comes first by code
 * units, none last. O(values × log top).
 *
 * @param top most values, at least 1
 */
export async function mostFrequent(
  values: ReadonlyMap<string | null, ValueCount>,
  top: number,
): Promise<readonly AuditFacetValue[]> {
  let best: AuditFacetValue[] = [];
  let worst: AuditFacetValue | undefined;
  let seen = 0;
  for (const [value, { count, lastTs }] of values) {
    if (++seen % SLICE === 0) await new Promise(setImmediate);
    const each = { value, count, lastTs };
    if (worst !== undefined && byRank(each, worst) > 0) continue;
    best.push(each);
    if (best.length < 2 * top) continue;
    best = best.sort(byRank).slice(0, top);
    worst = best.at(-1);
  }
  return best.sort(byRank).slice(0, top);
}

function byRank(a: AuditFacetValue, b: AuditFacetValue): number {
  return b.count - a.count || order(a.value, b.value);
}

/** By code units; none last. */
function order(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : 1;
}
