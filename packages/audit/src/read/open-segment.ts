import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { MAX_LINE_BYTES } from '../format/record-line.ts';
import { segmentFile, type SegmentName } from '../format/segment-name.ts';
import { indexFile, SegmentIndex, type IndexHeads } from '../index-file/segment-index.ts';
import { findMembers, inflateMember, readAt, type Member } from './gzip-members.ts';
import { isMissing } from './segments.ts';

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
  const forms = name.compressed ? [name] : [name, { ...name, compressed: true }];
  for (const form of forms) {
    let file;
    try {
      file = await open(join(folder, segmentFile(form)), 'r');
    } catch (error) {
      if (isMissing(error)) continue;
      throw error;
    }
    try {
      return form.compressed
        ? await openCompressed(folder, form, file, cache)
        : await openPlain(folder, form, file, cache);
    } catch (error) {
      await file.close();
      throw error;
    }
  }
  return undefined;
}

async function openPlain(
  folder: string,
  name: SegmentName,
  file: FileHandle,
  cache: HeadsCache | undefined,
): Promise<OpenSegment> {
  const { size } = await file.stat();
  const read = (from: number, to: number): Promise<Buffer> =>
    readAt(file, from, Math.min(to, size) - from);
  const firstLine = await readFirstLine(read);
  const index = await openIndex(folder, name, firstLine, cache);
  const close = async (): Promise<void> => {
    await index?.close();
    await file.close();
  };
  return { name, size, firstLine, index, read, close };
}

async function openCompressed(
  folder: string,
  name: SegmentName,
  file: FileHandle,
  cache: HeadsCache | undefined,
): Promise<OpenSegment> {
  const [first] = await findMembers(file, 1);
  const firstLine =
    first === undefined ? Buffer.alloc(0) : lineOf(await inflateMember(file, first));
  const index = await openIndex(folder, name, firstLine, cache);
  const members = (await index?.members()) ?? (await findMembers(file));
  const last = members.at(-1);
  const close = async (): Promise<void> => {
    await index?.close();
    await file.close();
  };
  return {
    name,
    size: last === undefined ? 0 : last.raw + last.rawBytes,
    firstLine,
    index,
    read: membersReader(file, members),
    close,
  };
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

async function readFirstLine(read: (from: number, to: number) => Promise<Buffer>): Promise<Buffer> {
  const line = lineOf(await read(0, FIRST_READ));
  return line.length > 0 ? line : lineOf(await read(0, MAX_LINE_BYTES));
}

function lineOf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.indexOf(0x0a) + 1));
}

/** Reads through the members; the last two stay, since neighbouring reads share them. */
function membersReader(file: FileHandle, members: readonly Member[]): OpenSegment['read'] {
  const kept = new Map<Member, Buffer>();
  const inflated = async (member: Member): Promise<Buffer> => {
    const bytes = kept.get(member) ?? (await inflateMember(file, member));
    kept.delete(member);
    kept.set(member, bytes);
    for (const old of kept.keys()) {
      if (kept.size <= 2) break;
      kept.delete(old);
    }
    return bytes;
  };
  return async (from, to) => {
    const parts: Buffer[] = [];
    for (let next = memberAt(members, from); ; next++) {
      const member = members[next];
      if (member === undefined || member.raw >= to) break;
      const bytes = await inflated(member);
      parts.push(bytes.subarray(Math.max(0, from - member.raw), to - member.raw));
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  };
}

/** The last member that begins at or before a byte. O(log members). */
function memberAt(members: readonly Member[], byte: number): number {
  let low = 0;
  let high = members.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((members[middle]?.raw ?? Infinity) <= byte) low = middle;
    else high = middle;
  }
  return low;
}
