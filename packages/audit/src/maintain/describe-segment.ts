import { createHash } from 'node:crypto';

import { plainFile, type SegmentName } from '../format/segment-name.ts';
import type { BuriedSegment } from '../format/system-lines.ts';
import { openSegment } from '../read/open-segment.ts';
import { parseLine, type Line } from '../read/parse-line.ts';
import { wholeLines } from '../read/windows.ts';

const READ_BYTES = 262_144;

/** What to describe. */
export interface DescribeTask {
  readonly folder: string;
  readonly name: SegmentName;
  /** Bytes from this one on do not count. */
  readonly end: number;
}

/**
 * What a tombstone says of a segment. Reads all of it.
 *
 * @returns undefined for a segment that is gone, and for one without a whole line
 * @throws what the file system throws, and zlib for damaged bytes
 */
export async function describeSegment(task: DescribeTask): Promise<BuriedSegment | undefined> {
  const segment = await openSegment(task.folder, task.name);
  if (segment === undefined) return undefined;
  try {
    const hash = createHash('sha256');
    for (let at = 0; at < segment.size; at += READ_BYTES) {
      hash.update(await segment.read(at, Math.min(at + READ_BYTES, segment.size)));
    }
    let first: Line | undefined;
    let last: Line | undefined;
    let until = '';
    const { writer } = task.name;
    const end = Math.min(task.end, segment.size);
    for await (const bytes of wholeLines(segment, 0, end, 'oldest')) {
      for (const text of bytes.toString().trimEnd().split('\n')) {
        const line = parseLine(text, writer);
        if (line === undefined) continue;
        first ??= line;
        last = line;
        if (line.ts > until) until = line.ts;
      }
    }
    if (first === undefined || last === undefined) return undefined;
    return {
      writer,
      file: plainFile(task.name),
      first_seq: first.seq,
      last_seq: last.seq,
      bytes: segment.size,
      sha256: hash.digest('hex'),
      prev: first.prev,
      head: last.hash,
      until,
    };
  } finally {
    await segment.close();
  }
}
