import { readdir } from 'node:fs/promises';

import { isMissing } from '../append/files.ts';
import { parseSegmentFile, type SegmentName } from '../format/segment-name.ts';

/** A writer and its segments, oldest first. */
export interface WriterSegments {
  readonly writer: string;
  readonly segments: readonly SegmentName[];
}

/** From so many entries on a listing may be read in several steps, between which files change. */
const ONE_STEP = 256;

/**
 * All segments of a folder by writer; where a segment is there twice, the uncompressed one counts. A folder that
 * does not exist has none.
 *
 * A segment is compressed by making the new file before the old one goes, so a listing in one step has at least
 * one of them, and so have two listings in a row together.
 *
 * @throws what `readdir` throws
 */
export async function listSegments(folder: string): Promise<WriterSegments[]> {
  let files = await fileNames(folder);
  if (files.length >= ONE_STEP) files = [...files, ...(await fileNames(folder))];

  const writers = new Map<string, Map<number, SegmentName>>();
  for (const file of files) {
    const name = parseSegmentFile(file);
    if (name === undefined) continue;
    const segments = writers.get(name.writer) ?? new Map<number, SegmentName>();
    writers.set(name.writer, segments);
    if (segments.get(name.firstSeq)?.compressed !== false) segments.set(name.firstSeq, name);
  }
  return [...writers].map(([writer, segments]) => ({
    writer,
    segments: [...segments.values()].sort((a, b) => a.firstSeq - b.firstSeq),
  }));
}

/** One writer's segments, as {@link listSegments} has them. */
export async function segmentsOf(folder: string, writer: string): Promise<readonly SegmentName[]> {
  const writers = await listSegments(folder);
  return writers.find((each) => each.writer === writer)?.segments ?? [];
}

/** The names in a folder; none where it does not exist. */
export async function fileNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
