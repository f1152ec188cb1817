import type { AuditTallyRequest } from '@safeai/core';
import { AUDIT_FACETS, InvalidRequestError } from '@safeai/core/stores';

import { isSystemLine } from '../format/record-line.ts';
import { facetValue } from './facet-value.ts';
import type { Line } from './parse-line.ts';
import { TallyCounts } from './tally-counts.ts';

/** Most values of a facet that may be asked for. */
const MAX_TOP = 100_000;
/** Shortest step in milliseconds. */
const MIN_STEP_MS = 1000;

/** Where to add up what was asked for. @throws SafeAIError `invalid_request` */
export function countsFor({ top, stepMs }: AuditTallyRequest): TallyCounts {
  if (!Number.isInteger(top) || top < 1 || top > MAX_TOP) {
    throw new InvalidRequestError(`The values of a facet are limited to 1 to ${MAX_TOP}.`);
  }
  if (stepMs !== undefined && !(Number.isInteger(stepMs) && stepMs >= MIN_STEP_MS)) {
    throw new InvalidRequestError('The step is a whole number of milliseconds, at least a second.');
  }
  return new TallyCounts(top, stepMs);
}

/** Counts a line; not one that is no record, nor one whose time cannot be read. */
export function addLine(counts: TallyCounts, line: Line): void {
  const ts = Date.parse(line.ts);
  if (isSystemLine(line) || Number.isNaN(ts)) return;
  counts.addTotal(1);
  for (const facet of AUDIT_FACETS) counts.addValue(facet, facetValue(line, facet), 1, ts);
  const { stepMs } = counts;
  if (stepMs !== undefined) {
    counts.addBucket(Math.floor(ts / stepMs), facetValue(line, 'action'), 1);
  }
}
