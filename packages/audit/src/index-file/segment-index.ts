import { open, type FileHandle } from 'node:fs/promises';

import { isMissing, READ_NOW } from '../append/files.ts';
import { readAt, type Members } from '../read/gzip-members.ts';
import {
  decodeChunk,
  FILE_HEAD_BYTES,
  fileHead,
  isWholeHead,
  MAX_HEAD_BYTES,
  ordinalsIn,
  RECORD_HEAD_BYTES,
  type ChunkHead,
} from './chunk.ts';
import {
  decodeColumns,
  decodeColumnsHead,
  isReadable,
  type Columns,
  type ColumnsHead,
} from './columns-record.ts';
import { decodeMembers, decodeMembersHead, type MembersHead } from './members-record.ts';

/** What of an index file is kept in memory between two queries. */
export interface IndexHeads {
  readonly inode: number;
  /** Length of what was read and found whole. */
  bytes: number;
  readonly chunks: ChunkHead[];
  /** By the begin of their chunk in the segment. */
  readonly columns: Map<number, ColumnsHead>;
  membersAt: MembersHead | undefined;
  /** Once they were asked for. */
  members: Members | undefined;
}

/** Name of a segment's index. @param segmentFile name or path of the segment */
export function indexFile(segmentFile: string): string {
  return `${segmentFile}.idx`;
}

/** An open index. */
export class SegmentIndex {
  readonly #file: FileHandle;
  readonly heads: IndexHeads;

  private constructor(file: FileHandle, heads: IndexHeads) {
    this.#file = file;
    this.heads = heads;
  }

  /**
   * @param path of the index file
   * @param firstLine of the segment, with its line feed: an index of another file does not count
   * @param known what an earlier opening found; it is brought up to date
   * @returns undefined where there is no index, or none that fits
   * @throws what opening throws, except for a missing file
   */
  static async open(
    path: string,
    firstLine: Uint8Array,
    known?: IndexHeads,
  ): Promise<SegmentIndex | undefined> {
    let file;
    try {
      file = await open(path, READ_NOW);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    try {
      const facts = await file.stat();
      const { ino, size } = facts;
      const head = await readAt(file, 0, facts.isFile() ? FILE_HEAD_BYTES : 0);
      if (head.equals(fileHead(firstLine))) {
        const fresh = known?.inode === ino && known.bytes <= size ? known : emptyHeads(ino);
        await readHeads(file, size, fresh);
        return new SegmentIndex(file, fresh);
      }
    } catch (error) {
      await file.close();
      throw error;
    }
    await file.close();
    return undefined;
  }

  /**
   * Ordinals of the lines that hold, of every group, one of the terms; undefined where the index cannot say and
   * all lines have to be looked at. One small read a term.
   */
  async find(
    chunk: ChunkHead,
    groups: readonly (readonly number[])[],
  ): Promise<Uint16Array | undefined> {
    let found: Uint16Array | undefined;
    for (const group of groups) {
      const ordinals = await this.#anyOf(chunk, group);
      if (ordinals === undefined) return undefined;
      found = found === undefined ? ordinals : common(found, ordinals);
      if (found.length === 0) return found;
    }
    return found;
  }

  /** The columns of a chunk; undefined where the index has none, or damaged ones, and the lines have to be read. */
  async columns(chunk: ChunkHead): Promise<Columns | undefined> {
    const head = this.heads.columns.get(chunk.from);
    if (head?.lines !== chunk.lines || !isReadable(head)) return undefined;
    const body = await readAt(this.#file, head.bodyAt, head.bodyBytes);
    return body.length === head.bodyBytes ? decodeColumns(body, head) : undefined;
  }

  /** The gzip members of a compressed segment; undefined where the index does not say. */
  async members(): Promise<Members | undefined> {
    const { membersAt, members } = this.heads;
    if (members !== undefined || membersAt === undefined) return members;
    const body = await readAt(this.#file, membersAt.bodyAt, membersAt.bodyBytes);
    return (this.heads.members = decodeMembers(body, membersAt.checksum));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  async #anyOf(chunk: ChunkHead, group: readonly number[]): Promise<Uint16Array | undefined> {
    const all = await Promise.all(group.map((term) => this.#ordinals(chunk, term)));
    const known = all.filter((ordinals) => ordinals !== undefined);
    if (known.length < all.length) return undefined;
    const [only] = known;
    if (known.length === 1 && only !== undefined) return only;
    return Uint16Array.from(new Set(known.flatMap((ordinals) => [...ordinals]))).sort();
  }

  async #ordinals(chunk: ChunkHead, term: number): Promise<Uint16Array | undefined> {
    const { from, to } = chunk.bucketOf(term);
    if (from === to) return new Uint16Array(0);
    const bucket = await readAt(this.#file, from, to - from);
    return bucket.length === to - from ? ordinalsIn(bucket, term) : undefined;
  }
}

function emptyHeads(inode: number): IndexHeads {
  return {
    inode,
    bytes: FILE_HEAD_BYTES,
    chunks: [],
    columns: new Map(),
    membersAt: undefined,
    members: undefined,
  };
}

/** Heads of records are read so many bytes at a time: a chunk's fits. */
const HEAD_GUESS = 1536;

/** Reads on from where the heads end, up to the first record that is not whole or does not follow. */
async function readHeads(file: FileHandle, size: number, heads: IndexHeads): Promise<void> {
  for (;;) {
    const at = heads.bytes;
    let head = await readAt(file, at, Math.min(HEAD_GUESS, size - at));
    if (head.length < RECORD_HEAD_BYTES) return;
    const headBytes = head.readUInt32LE(4);
    const end = at + headBytes + head.readUInt32LE(8);
    if (headBytes < RECORD_HEAD_BYTES || headBytes > MAX_HEAD_BYTES || end > size) return;
    if (headBytes > head.length) head = await readAt(file, at, headBytes);
    if (head.length < headBytes) return;
    // A copy: the rest of what was read is not kept in memory with it.
    head = Buffer.from(head.subarray(0, headBytes));
    if (!isWholeHead(head)) return;
    // Another query may have read the same record meanwhile.
    if (heads.bytes !== at) continue;

    const chunk = decodeChunk(head, at);
    if (chunk !== undefined) {
      if (chunk.from !== (heads.chunks.at(-1)?.to ?? 0)) return;
      heads.chunks.push(chunk);
    } else {
      const columns = decodeColumnsHead(head, at);
      if (columns !== undefined) heads.columns.set(columns.chunkFrom, columns);
      heads.membersAt = decodeMembersHead(head, at) ?? heads.membersAt;
    }
    heads.bytes = end;
  }
}

function common(a: Uint16Array, b: Uint16Array): Uint16Array {
  const inB = new Set(b);
  return a.filter((ordinal) => inB.has(ordinal));
}
