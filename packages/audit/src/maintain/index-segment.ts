import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { FILE_MODE } from '../append/files.ts';
import { segmentFile, type SegmentName } from '../format/segment-name.ts';
import { ChunkBuilder } from '../index-file/chunk-builder.ts';
import { CHUNK_LINES, FILE_HEAD_BYTES, fileHead } from '../index-file/chunk.ts';
import { indexFile } from '../index-file/segment-index.ts';
import { encodeMembers } from '../index-file/members-record.ts';
import { findMembers, type Members } from '../read/gzip-members.ts';
import { openSegment, type OpenSegment } from '../read/open-segment.ts';
import { parseLine } from '../read/parse-line.ts';
import { wholeLines } from '../read/windows.ts';

const LINE_FEED = 0x0a;

/** What of a segment to index. */
export interface IndexTask {
  readonly folder: string;
  readonly name: SegmentName;
  /** Bytes from this one on do not count. */
  readonly end: number;
  /** Nothing is added to the segment any more: the rest is indexed too, however few lines it has. */
  readonly complete: boolean;
}

/**
 * Brings a segment's index up to date: appends chunks for what it does not cover, after cutting off what is torn.
 * An index of another file, or of none, is begun anew. For the segment's keeper alone. O(bytes not yet indexed).
 *
 * @throws what the file system throws
 */
export async function indexSegment({ folder, name, end, complete }: IndexTask): Promise<void> {
  const segment = await openSegment(folder, name);
  if (segment === undefined) return;
  try {
    if (segment.firstLine.length === 0) return;
    const from = segment.index?.heads.chunks.at(-1)?.to ?? 0;
    const to = Math.min(end, segment.size);
    if (from >= to || !(complete || (await hasChunk(segment, from, to)))) return;
    await appendChunks(folder, segment, { from, to, complete });
  } finally {
    await segment.close();
  }
}

async function hasChunk(segment: OpenSegment, from: number, to: number): Promise<boolean> {
  let lines = 0;
  for await (const bytes of wholeLines(segment, from, to, 'oldest')) {
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
    if (lines >= CHUNK_LINES) return true;
  }
  return false;
}

async function appendChunks(
  folder: string,
  segment: OpenSegment,
  { from, to, complete }: { from: number; to: number; complete: boolean },
): Promise<void> {
  const path = join(folder, indexFile(segmentFile(segment.name)));
  const known = segment.index?.heads.bytes;
  const file = await open(path, known === undefined ? 'w' : 'r+', FILE_MODE);
  try {
    let at = known ?? FILE_HEAD_BYTES;
    if (known === undefined) await file.write(fileHead(segment.firstLine), 0, FILE_HEAD_BYTES, 0);
    else await file.truncate(known);
    for await (const chunk of chunks(segment, from, to, complete)) {
      await file.write(chunk, 0, chunk.length, at);
      at += chunk.length;
    }
    if (complete && segment.name.compressed) {
      const members = encodeMembers(await membersOf(join(folder, segmentFile(segment.name))));
      await file.write(members, 0, members.length, at);
    }
  } finally {
    await file.close();
  }
}

async function membersOf(path: string): Promise<Members> {
  const file = await open(path, 'r');
  try {
    return await findMembers(file);
  } finally {
    await file.close();
  }
}

async function* chunks(
  segment: OpenSegment,
  from: number,
  to: number,
  complete: boolean,
): AsyncGenerator<Buffer, void> {
  let builder = new ChunkBuilder(from);
  for await (const bytes of wholeLines(segment, from, to, 'oldest')) {
    for (let start = 0; start < bytes.length;) {
      const end = bytes.indexOf(LINE_FEED, start) + 1;
      const line = parseLine(bytes.toString('utf8', start, end), segment.name.writer);
      builder.add(line, end - start);
      start = end;
      if (!builder.full) continue;
      yield builder.encode();
      builder = new ChunkBuilder(builder.to);
    }
  }
  if (complete && builder.lines > 0) yield builder.encode();
}
