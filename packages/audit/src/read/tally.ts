import type { AuditTallyRequest } from '@safeai/core';
import { AUDIT_FACETS, InvalidRequestError } from '@safeai/core/stores';

import { isSystemLine } from '../format/record-line.ts';
import type { ChunkHead } from '../index-file/chunk.ts';
import { facetValue } from './facet-value.ts';
import type { Match } from './match.ts';
import type { HeadsCache } from './open-segment.ts';
import type { Line } from './parse-line.ts';
import { chunkLines, indexedChunks, mayHold, tailLines, type Extent } from './segment-lines.ts';
import type { WriterSegments } from './segments.ts';
import { addColumns } from './tally-columns.ts';
import { TallyCounts } from './tally-counts.ts';
import { openSegments } from './writer-lines.ts';

/** Most values of a facet that may be asked for. */
const MAX_TOP = 1000;
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

/**
 * Counts the matching records of a writer, chunk by chunk: by the columns of the index where they are there, else by
 * the lines. Of what filters on fields that lines alone have, the lines are read, as a query would. Memory does not
 * grow with the log.
 */
export async function addWriter(
  counts: TallyCounts,
  folder: string,
  writer: WriterSegments,
  match: Match,
  cache: HeadsCache,
): Promise<void> {
  const segments = openSegments(folder, writer, 'oldest', Infinity, cache);
  for await (const { segment, extent } of segments) {
    const byLine: ChunkHead[] = [];
    for (const chunk of indexedChunks(segment, extent)) {
      if (!mayHold(chunk, match, extent)) continue;
      const columns = byColumns(chunk, match, extent)
        ? await segment.index?.columns(chunk)
        : undefined;
      if (columns === undefined) byLine.push(chunk);
      else addColumns(counts, columns, match);
    }
    await addLines(counts, chunkLines(segment, byLine, match, extent, 'oldest'));
    await addLines(counts, tailLines(segment, match, extent, 'oldest'));
  }
}

/** Columns do not say which sequence number a line has: all of the chunk must count. */
function byColumns(chunk: ChunkHead, match: Match, { fromSeq, belowSeq }: Extent): boolean {
  return match.tests.line === undefined && chunk.firstSeq >= fromSeq && chunk.lastSeq < belowSeq;
}

async function addLines(
  counts: TallyCounts,
  blocks: AsyncGenerator<readonly Line[], void>,
): Promise<void> {
  for await (const lines of blocks) for (const line of lines) addLine(counts, line);
}

/** Counts a line; not one that is no record, nor one whose time cannot be read. */
function addLine(counts: TallyCounts, line: Line): void {
  const ts = Date.parse(line.ts);
  if (isSystemLine(line) || Number.isNaN(ts)) return;
  counts.addTotal(1);
  for (const facet of AUDIT_FACETS) counts.addValue(facet, facetValue(line, facet), 1, ts);
  const { stepMs } = counts;
  if (stepMs !== undefined) {
    counts.addBucket(Math.floor(ts / stepMs), facetValue(line, 'action'), 1);
  }
}
