import { constants } from 'node:fs';
import { copyFile, chmod, mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import {
  FILE_MODE,
  FOLDER_MODE,
  isMissing,
  nodeFiles,
  syncFolder,
  writeAll,
} from '../append/files.ts';
import { plainFile, segmentFile, type SegmentName } from '../format/segment-name.ts';
import { fileNames, listSegments } from '../read/segments.ts';
import { CLAIMED, spoolFolder, WAITING } from '../spool/spool-folder.ts';

const LINE_FEED = 0x0a;
const COPY_BYTES = 1_048_576;

/** How often a copy is begun anew because segments were deleted under it. */
const ATTEMPTS = 5;

/** The writer in whose name the copy's spool is claimed; whoever drains it looks what is recorded already. */
const CLAIMANT = 'w1';

/**
 * Copies a log and its spool while they are in use. Of each writer the copy has every segment that was there at the
 * beginning, the last one up to its last whole line: it verifies as the log did at that moment. What a writer takes
 * out of the spool meanwhile may be in both; whoever drains the copy's spool notices. What is no file is left out.
 *
 * @param to a new folder, which is made
 * @throws what the file system throws
 */
export async function copyLog(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(to, { mode: FOLDER_MODE });
      await copySpool(spoolFolder(from), spoolFolder(to));
      await copySegments(from, to);
      await syncFolder(nodeFiles, to);
      return;
    } catch (error) {
      if (!isMissing(error) || attempt === ATTEMPTS) throw error;
      await rm(to, { recursive: true, force: true });
    }
  }
}

/** First, so that what leaves the spool in the meantime is in the segments that are copied after it. */
async function copySpool(from: string, to: string): Promise<void> {
  const waiting = (await fileNames(from)).sort().flatMap((file) => {
    const id =
      CLAIMED.exec(file)?.[1] ?? (file.endsWith(WAITING) ? file.slice(0, -WAITING.length) : '');
    return id === '' ? [] : [{ file, copy: `${id}.${CLAIMANT}.claimed` }];
  });
  if (waiting.length === 0) return;
  await mkdir(to, { mode: FOLDER_MODE });
  for (const { file, copy } of waiting) {
    try {
      await copyFileBy(copyWhole, join(from, file), join(to, copy));
    } catch (error) {
      // Drained or claimed meanwhile: a claimed one is listed under another name the next time.
      if (!isMissing(error)) throw error;
    }
  }
  await syncFolder(nodeFiles, to);
}

/** Segments that are complete first: a tombstone of one that goes meanwhile is in a live one, copied after it. */
async function copySegments(from: string, to: string): Promise<void> {
  const writers = await listSegments(from);
  for (const { segments } of writers) {
    for (const name of segments.slice(0, -1)) await copySegment(from, to, name, copyWhole);
  }
  for (const { segments } of writers) {
    const last = segments.at(-1);
    if (last !== undefined) await copySegment(from, to, last, copyLines);
  }
}

/** Copies a segment, in its compressed form where it has been compressed since it was listed. */
async function copySegment(
  from: string,
  to: string,
  name: SegmentName,
  copyPlain: typeof copyWhole,
): Promise<void> {
  const plain = plainFile(name);
  try {
    if (!name.compressed) {
      await copyFileBy(copyPlain, join(from, plain), join(to, plain));
      return;
    }
  } catch (error) {
    if (!isMissing(error)) throw error;
    await rm(join(to, plain), { force: true });
  }
  const compressed = segmentFile({ ...name, compressed: true });
  await copyFileBy(copyWhole, join(from, compressed), join(to, compressed));
}

/** Opening a named pipe would wait for whoever writes into it. */
async function copyFileBy(copy: typeof copyWhole, from: string, to: string): Promise<void> {
  if ((await stat(from)).isFile()) await copy(from, to);
}

async function copyWhole(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL);
  await chmod(to, FILE_MODE);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Copies what is there now, up to its last whole line. */
async function copyLines(from: string, to: string): Promise<void> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', FILE_MODE);
    try {
      const end = await endOfLines(source);
      const buffer = Buffer.alloc(COPY_BYTES);
      for (let at = 0; at < end;) {
        const { bytesRead } = await source.read(buffer, 0, Math.min(COPY_BYTES, end - at), at);
        // Shorter than it was a moment ago: the listing no longer holds.
        if (bytesRead === 0)
          throw Object.assign(new Error('The segment was cut.'), { code: 'ENOENT' });
        await writeAll(target, buffer.subarray(0, bytesRead), at);
        at += bytesRead;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Where the last whole line of a file ends. */
async function endOfLines(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(COPY_BYTES);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - COPY_BYTES);
    const { bytesRead } = await file.read(buffer, 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}
