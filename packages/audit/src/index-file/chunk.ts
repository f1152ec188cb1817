import { crc32 } from 'node:zlib';

/**
 * The index of a segment, `<segment file>.idx`, little endian: a file head that says which file it is of, then
 * records. A record has a head that readers keep in memory and a body that they read in pieces; both are guarded
 * by checksums, so that a torn or foreign index is noticed and left aside.
 *
 *     file head  magic u32, version u32, bytes of the segment's first line u32, its CRC-32 u32
 *     record     kind u32, head bytes u32, body bytes u32, CRC-32 of the rest of the head u32, …
 *     chunk      first seq, last seq, first ts, last ts, from, to: f64; lines u32, blocks u32;
 *                ends of the 256 buckets in the body u32[256]; begins of the blocks after `from` u32[blocks]
 *     bucket     CRC-32 u32 of the rest, then per term: hash u32, count u16, ordinals u16[count]
 */
const FILE_MAGIC = 0x58494153;
const FILE_VERSION = 1;
/** Bytes of the file head. */
export const FILE_HEAD_BYTES = 16;
/** Bytes that every record begins with. */
export const RECORD_HEAD_BYTES = 16;
/** Most bytes of a record's head that a reader believes. */
export const MAX_HEAD_BYTES = 65_536;

/** Lines of a full chunk. */
export const CHUNK_LINES = 4096;
/** Lines between two byte offsets that the index knows. */
export const BLOCK_LINES = 64;

const CHUNK_KIND = 0x4b4e4843;
const BUCKETS = 256;
const FIELDS_BYTES = 6 * 8 + 2 * 4;
const BUCKETS_AT = RECORD_HEAD_BYTES + FIELDS_BYTES;
const BLOCKS_AT = BUCKETS_AT + BUCKETS * 4;

/** What a chunk covers. */
export interface ChunkRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Milliseconds since the epoch, of the earliest and the latest line. */
  readonly firstTs: number;
  readonly lastTs: number;
  /** Bytes in the uncompressed segment, half-open. */
  readonly from: number;
  readonly to: number;
  readonly lines: number;
}

/** A chunk's head, as kept in memory. */
export interface ChunkHead extends ChunkRange {
  /** Where the body begins in the index file. */
  readonly bodyAt: number;
  readonly blocks: number;
  /** Begin of a block in the segment; the chunk's end for the one after the last. */
  blockAt(block: number): number;
  /** Bytes in the index file that hold all of a term's ordinals, half-open; empty where there are none. */
  bucketOf(term: number): { readonly from: number; readonly to: number };
}

/** What an index file begins with. @param firstLine first line of the segment, with its line feed */
export function fileHead(firstLine: Uint8Array): Buffer {
  const head = Buffer.alloc(FILE_HEAD_BYTES);
  head.writeUInt32LE(FILE_MAGIC, 0);
  head.writeUInt32LE(FILE_VERSION, 4);
  head.writeUInt32LE(firstLine.length, 8);
  head.writeUInt32LE(crc32(firstLine), 12);
  return head;
}

/** A record's head with its kind, lengths and checksum. `fields` has {@link RECORD_HEAD_BYTES} free at its start. */
export function sealHead(fields: Buffer, kind: number, bodyBytes: number): Buffer {
  fields.writeUInt32LE(kind, 0);
  fields.writeUInt32LE(fields.length, 4);
  fields.writeUInt32LE(bodyBytes, 8);
  fields.writeUInt32LE(headChecksum(fields), 12);
  return fields;
}

/** Whether a record's head is whole. */
export function isWholeHead(head: Buffer): boolean {
  return head.readUInt32LE(12) === headChecksum(head);
}

function headChecksum(head: Buffer): number {
  return crc32(head.subarray(RECORD_HEAD_BYTES), crc32(head.subarray(0, 12)));
}

/**
 * A chunk as bytes.
 *
 * @param blockStarts begin of every {@link BLOCK_LINES}th line, counted from `range.from`
 * @param postings ordinals by term, ascending
 */
export function encodeChunk(
  range: ChunkRange,
  blockStarts: readonly number[],
  postings: ReadonlyMap<number, readonly number[]>,
): Buffer {
  const head = Buffer.alloc(BLOCKS_AT + blockStarts.length * 4);
  const numbers = [
    range.firstSeq,
    range.lastSeq,
    range.firstTs,
    range.lastTs,
    range.from,
    range.to,
  ];
  numbers.forEach((value, index) => head.writeDoubleLE(value, RECORD_HEAD_BYTES + index * 8));
  head.writeUInt32LE(range.lines, RECORD_HEAD_BYTES + 48);
  head.writeUInt32LE(blockStarts.length, RECORD_HEAD_BYTES + 52);
  blockStarts.forEach((start, block) => head.writeUInt32LE(start, BLOCKS_AT + block * 4));

  const buckets = Array.from({ length: BUCKETS }, (): [number, readonly number[]][] => []);
  for (const entry of postings) buckets[entry[0] >>> 24]?.push(entry);
  let end = 0;
  const bodies = buckets.map((entries, bucket) => {
    const bytes = encodeBucket(entries);
    end += bytes.length;
    head.writeUInt32LE(end, BUCKETS_AT + bucket * 4);
    return bytes;
  });
  return Buffer.concat([sealHead(head, CHUNK_KIND, end), ...bodies]);
}

function encodeBucket(entries: readonly [number, readonly number[]][]): Buffer {
  if (entries.length === 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(
    entries.reduce((sum, [, ordinals]) => sum + 6 + ordinals.length * 2, 4),
  );
  let at = 4;
  for (const [term, ordinals] of entries) {
    at = bytes.writeUInt32LE(term, at);
    at = bytes.writeUInt16LE(ordinals.length, at);
    for (const ordinal of ordinals) at = bytes.writeUInt16LE(ordinal, at);
  }
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

/** A chunk's head from its bytes; undefined for a record of another kind. @param at where the record begins */
export function decodeChunk(head: Buffer, at: number): ChunkHead | undefined {
  if (head.readUInt32LE(0) !== CHUNK_KIND || head.length < BLOCKS_AT) return undefined;
  const blocks = head.readUInt32LE(RECORD_HEAD_BYTES + 52);
  if (head.length !== BLOCKS_AT + blocks * 4) return undefined;
  const number = (index: number): number => head.readDoubleLE(RECORD_HEAD_BYTES + index * 8);
  const from = number(4);
  const to = number(5);
  const bodyAt = at + head.length;
  const bucketEnd = (bucket: number): number =>
    bucket < 0 ? 0 : head.readUInt32LE(BUCKETS_AT + bucket * 4);
  return {
    firstSeq: number(0),
    lastSeq: number(1),
    firstTs: number(2),
    lastTs: number(3),
    from,
    to,
    lines: head.readUInt32LE(RECORD_HEAD_BYTES + 48),
    bodyAt,
    blocks,
    blockAt: (block) => (block < blocks ? from + head.readUInt32LE(BLOCKS_AT + block * 4) : to),
    bucketOf: (term) => ({
      from: bodyAt + bucketEnd((term >>> 24) - 1),
      to: bodyAt + bucketEnd(term >>> 24),
    }),
  };
}

/** Ordinals of a term in a bucket's bytes; undefined where the bucket is damaged. */
export function ordinalsIn(bucket: Buffer, term: number): Uint16Array | undefined {
  if (bucket.length === 0) return new Uint16Array(0);
  if (bucket.length < 4 || bucket.readUInt32LE(0) !== crc32(bucket.subarray(4))) return undefined;
  for (let at = 4; at + 6 <= bucket.length;) {
    const count = bucket.readUInt16LE(at + 4);
    if (bucket.readUInt32LE(at) === term) {
      return Uint16Array.from({ length: count }, (_, index) =>
        bucket.readUInt16LE(at + 6 + index * 2),
      );
    }
    at += 6 + count * 2;
  }
  return new Uint16Array(0);
}
