import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { nodeFiles, syncFolder } from '../append/files.ts';
import { tombstoneText, type BuriedSegment } from '../format/system-lines.ts';
import { indexFile } from '../index-file/segment-index.ts';
import type { MaintainedLog } from './maintained-log.ts';

/** A tombstone names so many segments at most: it is a line, and a line has a bound. */
const MAX_IN_TOMBSTONE = 64;

/**
 * Deletes segments: first a signed line in the log says which ones and what they were, and only when that is durable
 * do the files go. A crash in between leaves files that the next run buries again.
 *
 * @param segments the oldest of the log's own writer, none left out
 * @throws what the log throws when it cannot record, and what the file system throws
 */
export async function burySegments(
  folder: string,
  log: MaintainedLog,
  segments: readonly BuriedSegment[],
): Promise<void> {
  for (let next = 0; next < segments.length; next += MAX_IN_TOMBSTONE) {
    const buried = segments.slice(next, next + MAX_IN_TOMBSTONE);
    const signed = log.sign(tombstoneText(buried));
    await log.appendSystem('audit.tombstone', { segments: buried, ...signed });
    await log.flush();
    for (const { file } of buried) await removeSegment(folder, file);
    await syncFolder(nodeFiles, folder);
  }
}

/** @param file uncompressed form */
async function removeSegment(folder: string, file: string): Promise<void> {
  const plain = join(folder, file);
  const compressed = `${plain}.gz`;
  for (const path of [plain, compressed, indexFile(plain), indexFile(compressed)]) {
    await rm(path, { force: true });
  }
}
