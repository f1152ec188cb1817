import { plainFile, type SegmentName } from '../format/segment-name.ts';
import type { SystemDetails } from '../format/system-lines.ts';
import type { Match } from './match.ts';
import { firstLineOf, openSegment, type HeadsCache, type OpenSegment } from './open-segment.ts';
import { parseLine, type Line } from './parse-line.ts';
import { segmentLines, type Extent } from './segment-lines.ts';
import type { WriterSegments } from './segments.ts';
import type { Order } from './windows.ts';

/** A segment and what of it counts. */
export interface CountedSegment {
  readonly segment: OpenSegment;
  readonly extent: Extent;
}

/**
 * The matching lines of a writer over all its segments, in order, a block at a time. Segments that retention takes
 * meanwhile are left out.
 *
 * @param belowSeq only lines before this one
 */
export async function* writerLines(
  folder: string,
  writer: WriterSegments,
  match: Match,
  order: Order,
  belowSeq: number,
  cache?: HeadsCache,
): AsyncGenerator<readonly Line[], void> {
  for await (const { segment, extent } of openSegments(folder, writer, order, belowSeq, cache)) {
    yield* segmentLines(segment, match, extent, order);
  }
}

/** A writer's segments in order, each open until the next is asked for. */
export async function* openSegments(
  folder: string,
  { segments }: WriterSegments,
  order: Order,
  belowSeq: number,
  cache?: HeadsCache,
): AsyncGenerator<CountedSegment, void> {
  const places = segments
    .map((name, index) => ({ name, next: segments[index + 1] }))
    .filter(({ name }) => name.firstSeq < belowSeq);
  if (order === 'newest') places.reverse();
  for (const { name, next } of places) {
    const segment = await openSegment(folder, name, cache);
    if (segment === undefined) continue;
    try {
      const extent = {
        end: Math.min(segment.size, await voidFrom(folder, name, next)),
        fromSeq: name.firstSeq,
        belowSeq: Math.min(belowSeq, next?.firstSeq ?? Infinity),
      };
      yield { segment, extent };
    } finally {
      await segment.close();
    }
  }
}

/** The byte from which on a segment's lines do not count, as the writer's next segment says. */
export async function voidFrom(
  folder: string,
  name: SegmentName,
  next: SegmentName | undefined,
): Promise<number> {
  const details = next === undefined ? undefined : await segmentDetails(folder, next);
  const previous = details?.previous;
  return (previous?.file === plainFile(name) ? previous.void_from : undefined) ?? Infinity;
}

/** What a segment's first line says; undefined where it is not there, or says something else. */
export async function segmentDetails(
  folder: string,
  name: SegmentName,
): Promise<SystemDetails['audit.segment'] | undefined> {
  const line = await openingLine(folder, name);
  return line?.event === 'audit.segment'
    ? (line.detail as unknown as SystemDetails['audit.segment'])
    : undefined;
}

/** A segment's first line; undefined where it is not there, or is none of the writer's. */
export async function openingLine(folder: string, name: SegmentName): Promise<Line | undefined> {
  const firstLine = await firstLineOf(folder, name);
  return parseLine(firstLine?.toString() ?? '', name.writer);
}
