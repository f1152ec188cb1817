import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { FILE_MODE, nodeFiles, syncFolder } from '../append/files.ts';
import { plainFile, segmentFile, type SegmentName } from '../format/segment-name.ts';
import { indexFile } from '../index-file/segment-index.ts';
import { encodeMembers } from '../index-file/members-record.ts';
import {
  findMembers,
  inflateMember,
  makeMember,
  MEMBER_BYTES,
  readAt,
  type Members,
} from '../read/gzip-members.ts';
import { openSegment } from '../read/open-segment.ts';
import { indexSegment } from './index-segment.ts';

const LINE_FEED = 0x0a;
const READ_BYTES = 262_144;
/** What has no line feed for so long is no log; it is cut anywhere. */
const MAX_MEMBER_BYTES = 1_048_576;

/** What to compress. */
export interface CompressTask {
  readonly folder: string;
  /** A segment that nothing is added to any more. */
  readonly name: SegmentName;
  /** Bytes from this one on do not count: they are compressed too, and not indexed. */
  readonly end: number;
}

/**
 * Replaces a segment by its compressed form. The new file is durable, and was read back and found equal, before
 * the old one goes; a crash in between leaves both, and the next run does it again. What is no file is left alone.
 * For the segment's keeper alone.
 *
 * @throws what the file system throws, and an error when the compressed file does not give the segment back
 */
export async function compressSegment({ folder, name, end }: CompressTask): Promise<void> {
  const plain = join(folder, plainFile(name));
  const compressed = join(folder, segmentFile({ ...name, compressed: true }));
  const temporary = `${compressed}.tmp`;
  // Opening a named pipe would wait for whoever writes into it.
  if (!(await stat(plain)).isFile()) return;
  try {
    await indexSegment({ folder, name, end, complete: true });
    const index = await readIndex(folder, name);
    const digest = await writeCompressed(plain, temporary, index.blocks);
    const members = await readBack(temporary, digest);
    await writeIndex(folder, name, index.bytes, members);
    await rename(temporary, compressed);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(nodeFiles, folder);
  await rm(plain, { force: true });
  await rm(indexFile(plain), { force: true });
}

/** The plain segment's index as far as it is whole, and where the blocks end that it knows. */
async function readIndex(
  folder: string,
  name: SegmentName,
): Promise<{ readonly bytes: Buffer; readonly blocks: readonly number[] }> {
  const plain = { ...name, compressed: false };
  const segment = await openSegment(folder, plain);
  await segment?.close();
  const heads = segment?.index?.heads;
  if (heads === undefined) return { bytes: Buffer.alloc(0), blocks: [] };
  const bytes = await readFile(join(folder, indexFile(plainFile(name))));
  const blocks = heads.chunks.flatMap((chunk) =>
    Array.from({ length: chunk.blocks }, (_, block) => chunk.blockAt(block + 1)),
  );
  return { bytes: bytes.subarray(0, heads.bytes), blocks };
}

/** @returns hex SHA-256 of what was compressed */
async function writeCompressed(
  from: string,
  to: string,
  blocks: readonly number[],
): Promise<string> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'w', FILE_MODE);
    try {
      const hash = createHash('sha256');
      for await (const raw of memberBytes(source, blocks)) {
        hash.update(raw);
        await target.write(makeMember(raw));
      }
      await target.sync();
      return hash.digest('hex');
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * The file's bytes in runs of whole blocks, so that a block is in one member, the shortest of at least
 * {@link MEMBER_BYTES}; past the last block in runs of whole lines.
 */
async function* memberBytes(
  file: FileHandle,
  blocks: readonly number[],
): AsyncGenerator<Buffer, void> {
  let begin = 0;
  for (const end of blocks) {
    if (end < begin + MEMBER_BYTES) continue;
    yield await readAt(file, begin, end - begin);
    begin = end;
  }
  let rest = Buffer.alloc(0);
  for (let at = begin; ;) {
    const bytes = await readAt(file, at, READ_BYTES);
    at += bytes.length;
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const lineEnd = rest.indexOf(LINE_FEED, MEMBER_BYTES - 1) + 1;
      const cut = lineEnd > 0 ? lineEnd : rest.length >= MAX_MEMBER_BYTES ? rest.length : 0;
      if (cut === 0) break;
      yield rest.subarray(0, cut);
      rest = rest.subarray(cut);
    }
    if (bytes.length > 0) continue;
    if (rest.length > 0) yield rest;
    return;
  }
}

async function readBack(path: string, digest: string): Promise<Members> {
  const file = await open(path, 'r');
  try {
    const hash = createHash('sha256');
    const members = await findMembers(file);
    for (let member = 0; member < members.count; member++) {
      hash.update(await inflateMember(file, members, member));
    }
    if (hash.digest('hex') !== digest) {
      throw new Error(
        `${path} does not give back what was compressed; the segment stays as it is.`,
      );
    }
    return members;
  } finally {
    await file.close();
  }
}

/** The same chunks, and where the members are. */
async function writeIndex(
  folder: string,
  name: SegmentName,
  chunks: Buffer,
  members: Members,
): Promise<void> {
  if (chunks.length === 0) return;
  const target = join(folder, indexFile(segmentFile({ ...name, compressed: true })));
  await writeFile(target, [chunks, encodeMembers(members)], { mode: FILE_MODE });
}
