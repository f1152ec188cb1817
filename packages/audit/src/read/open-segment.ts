import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { isMissing, READ_NOW } from '../append/files.ts';
import { MAX_LINE_BYTES } from '../format/record-line.ts';
import { segmentFile, type SegmentName } from '../format/segment-name.ts';
import { indexFile, SegmentIndex, type IndexHeads } from '../index-file/segment-index.ts';
import { findMembers, inflateMember, readAt, type Members } from './gzip-members.ts';

/** What is kept of indexes between openings, by file name. */
export interface HeadsCache {
  get(file: string): IndexHeads | undefined;
  set(file: string, heads: IndexHeads): void;
}

/** The first line's room in the first read; it is rarely longer. */
const FIRST_READ = 4096;

/** A segment's bytes, uncompressed, in a plain or a compressed file. */
export interface OpenSegment {
  readonly name: SegmentName;
  /** Uncompressed bytes at the time of opening. */
  readonly size: number;
  /** The first line with its line feed; empty where there is no whole one. */
  readonly firstLine: Buffer;
  /** Undefined where there is none that fits. */
  readonly index: SegmentIndex | undefined;
  /** Bytes of the uncompressed segment, half-open; fewer where it ends. */
  read(from: number, to: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a segment, plain or compressed, whatever it is by now.
 *
 * @returns undefined where it is gone: retention took it
 * @throws what the file system throws otherwise
 */
export async function openSegment(
  folder: string,
  name: SegmentName,
  cache?: HeadsCache,
): Promise<OpenSegment | undefined> {
  return opened(folder, name, async (file, form) => {
    const firstLine = await readFirstLine(file, form);
    const index = await openIndex(folder, form, firstLine, cache);
    const bytes = form.compressed
      ? compressedBytes(file, (await index?.members()) ?? (await findMembers(file)))
      : await plainBytes(file);
    const close = async (): Promise<void> => {
      await index?.close();
      await file.close();
    };
    return { name: form, firstLine, index, close, ...bytes };
  });
}

/** A segment's first line with its line feed, empty where there is no whole one; undefined where it is gone. */
export async function firstLineOf(folder: string, name: SegmentName): Promise<Buffer | undefined> {
  return opened(folder, name, async (file, form) => {
    const line = await readFirstLine(file, form);
    await file.close();
    return line;
  });
}

/** @param use closes the file, unless it throws */
async function opened<T>(
  folder: string,
  name: SegmentName,
  use: (file: FileHandle, form: SegmentName) => Promise<T>,
): Promise<T | undefined> {
  const forms = name.compressed ? [name] : [name, { ...name, compressed: true }];
  for (const form of forms) {
    let file;
    try {
      file = await open(join(folder, segmentFile(form)), READ_NOW);
    } catch (error) {
      if (isMissing(error)) continue;
      throw error;
    }
    try {
      // Something else of that name, such as a folder, holds no lines.
      if ((await file.stat()).isFile()) return await use(file, form);
      await file.close();
    } catch (error) {
      await file.close();
      throw error;
    }
  }
  return undefined;
}

async function readFirstLine(file: FileHandle, { compressed }: SegmentName): Promise<Buffer> {
  if (compressed) {
    const first = await findMembers(file, 1);
    return first.count === 0 ? Buffer.alloc(0) : lineOf(await readMember(file, first, 0));
  }
  const line = lineOf(await readAt(file, 0, FIRST_READ));
  return line.length > 0 ? line : lineOf(await readAt(file, 0, MAX_LINE_BYTES));
}

function lineOf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.indexOf(0x0a) + 1));
}

async function openIndex(
  folder: string,
  name: SegmentName,
  firstLine: Buffer,
  cache: HeadsCache | undefined,
): Promise<SegmentIndex | undefined> {
  if (firstLine.length === 0) return undefined;
  const file = indexFile(segmentFile(name));
  const index = await SegmentIndex.open(join(folder, file), firstLine, cache?.get(file));
  if (index !== undefined) cache?.set(file, index.heads);
  return index;
}

type Bytes = Pick<OpenSegment, 'size' | 'read'>;

async function plainBytes(file: FileHandle): Promise<Bytes> {
  const { size } = await file.stat();
  return { size, read: (from, to) => readAt(file, from, Math.min(to, size) - from) };
}

/** Most bytes that stand in for a damaged member. */
const MAX_STAND_IN = 1 << 26;

/** A member's bytes; of a damaged one as many zeros: no line, and what follows keeps its place. */
async function readMember(file: FileHandle, members: Members, member: number): Promise<Buffer> {
  try {
    return await inflateMember(file, members, member);
  } catch (error) {
    if (!isZlibError(error)) throw error;
    const length = (members.raw[member + 1] ?? 0) - (members.raw[member] ?? 0);
    return Buffer.alloc(Math.min(length, MAX_STAND_IN));
  }
}

function isZlibError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('Z_') === true || code === 'ERR_BUFFER_TOO_LARGE';
}

/** Reads through the members; the last two stay, since neighbouring reads share them. */
function compressedBytes(file: FileHandle, members: Members): Bytes {
  const kept = new Map<number, Buffer>();
  const inflated = async (member: number): Promise<Buffer> => {
    const bytes = kept.get(member) ?? (await readMember(file, members, member));
    kept.delete(member);
    kept.set(member, bytes);
    for (const old of kept.keys()) {
      if (kept.size <= 2) break;
      kept.delete(old);
    }
    return bytes;
  };
  const read = async (from: number, to: number): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for (let member = members.holding(from); member < members.count; member++) {
      const begin = members.raw[member] ?? Infinity;
      if (begin >= to) break;
      const bytes = await inflated(member);
      parts.push(bytes.subarray(Math.max(0, from - begin), to - begin));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  };
  return { size: members.size, read };
}
