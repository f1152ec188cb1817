import { AUDIT_FACETS } from '@safeai/core/stores';

import type { Columns } from '../index-file/columns-record.ts';
import { columnOf, matchingLines } from './column-lines.ts';
import type { Match } from './match.ts';
import type { TallyCounts } from './tally-counts.ts';

/**
 * Counts the records of a chunk by its columns. The filter must ask for nothing that lines alone have.
 * O(lines × facets).
 */
export function addColumns(counts: TallyCounts, chunk: Columns, match: Match): void {
  const lines = matchingLines(chunk, match);
  if (lines.length === 0) return;
  counts.addTotal(lines.length);
  for (const facet of AUDIT_FACETS) {
    const { values, codes } = columnOf(chunk, facet);
    const count = new Uint32Array(values.length);
    const last = new Uint32Array(values.length);
    for (const line of lines) {
      const code = codes?.[line] ?? 0;
      const time = chunk.times[line] ?? 0;
      count[code] = (count[code] ?? 0) + 1;
      if (time > (last[code] ?? 0)) last[code] = time;
    }
    values.forEach((value, code) => {
      const found = count[code] ?? 0;
      if (found > 0) counts.addValue(facet, value, found, chunk.baseTs + (last[code] ?? 0));
    });
  }
  addBuckets(counts, chunk, lines);
}

/** Neighbouring lines mostly share a bucket: what they add is added at once. */
function addBuckets(counts: TallyCounts, chunk: Columns, lines: Uint32Array): void {
  const { stepMs } = counts;
  if (stepMs === undefined) return;
  const { values, codes } = columnOf(chunk, 'action');
  const count = new Uint32Array(values.length);
  let bucket = NaN;
  const flush = (): void => {
    values.forEach((action, code) => {
      const found = count[code] ?? 0;
      if (found > 0) counts.addBucket(bucket, action, found);
    });
    count.fill(0);
  };
  for (const line of lines) {
    const next = Math.floor((chunk.baseTs + (chunk.times[line] ?? 0)) / stepMs);
    if (next !== bucket) {
      flush();
      bucket = next;
    }
    const code = codes?.[line] ?? 0;
    count[code] = (count[code] ?? 0) + 1;
  }
  flush();
}
