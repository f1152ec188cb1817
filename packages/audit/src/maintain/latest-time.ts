import type { SegmentName } from '../format/segment-name.ts';
import { openSegment } from '../read/open-segment.ts';
import { parseLine } from '../read/parse-line.ts';
import { wholeLines } from '../read/windows.ts';

/**
 * The time of a segment's latest line: from its index, and from what that does not cover.
 *
 * @param end bytes from this one on do not count
 * @returns milliseconds since the epoch; `-Infinity` for a segment without lines, undefined for one that is gone
 */
export async function latestTime(
  folder: string,
  name: SegmentName,
  end: number,
): Promise<number | undefined> {
  const segment = await openSegment(folder, name);
  if (segment === undefined) return undefined;
  try {
    const to = Math.min(end, segment.size);
    const chunks = (segment.index?.heads.chunks ?? []).filter((chunk) => chunk.to <= to);
    let latest = chunks.reduce((most, { lastTs }) => Math.max(most, lastTs), -Infinity);
    for await (const bytes of wholeLines(segment, chunks.at(-1)?.to ?? 0, to, 'oldest')) {
      for (const text of bytes.toString().trimEnd().split('\n')) {
        const ts = Date.parse(parseLine(text, name.writer)?.ts ?? '');
        if (ts > latest) latest = ts;
      }
    }
    return latest;
  } finally {
    await segment.close();
  }
}
