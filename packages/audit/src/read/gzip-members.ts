import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzipSync } from 'node:zlib';

/**
 * Compressed segments are gzip members one after the other, each of whole lines, so that a reader inflates only
 * what it needs; `zcat` gives the segment back. Each member names its own length in an extra field (RFC 1952
 * §2.3.1.1) `SA`, u32: members are found without inflating any.
 */
const EXTRA_AT = 10;
const EXTRA = Buffer.from([8, 0, 0x53, 0x41, 4, 0]);
const LENGTH_AT = EXTRA_AT + EXTRA.length;
const HEAD_BYTES = LENGTH_AT + 4;
const TRAILER_BYTES = 8;
const FLAGS_AT = 3;
const FLAG_EXTRA = 4;
/** Two bytes that mark gzip, deflate, the flag of an extra field. */
const MAGIC = Buffer.from([0x1f, 0x8b, 8, FLAG_EXTRA]);
const SEARCH_BYTES = 65_536;

/** Least bytes of a member, uncompressed; the last one may have less. */
export const MEMBER_BYTES = 32_768;
/** Most bytes that a member may inflate to; a file that was compressed by other means is one member. */
const MAX_MEMBER_BYTES = 1 << 30;

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** Where the members are: two numbers each, since a segment has thousands. */
export class Members {
  /** Begins in the uncompressed segment, its length at the end. */
  readonly raw: Float64Array;
  /** Begins in the file, its length at the end. */
  readonly at: Float64Array;

  constructor(raw: Float64Array, at: Float64Array) {
    this.raw = raw;
    this.at = at;
  }

  get count(): number {
    return this.raw.length - 1;
  }

  /** Length of the uncompressed segment. */
  get size(): number {
    return this.raw[this.count] ?? 0;
  }

  /** The last member that begins at or before a byte of the uncompressed segment. O(log members). */
  holding(byte: number): number {
    let low = 0;
    let high = this.count;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.raw[middle] ?? Infinity) <= byte) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** A member that holds these bytes. Takes the thread's time: for workers. */
export function makeMember(raw: Buffer): Buffer {
  const plain = gzipSync(raw);
  const head = Buffer.concat([plain.subarray(0, EXTRA_AT), EXTRA, Buffer.alloc(4)]);
  head[FLAGS_AT] = FLAG_EXTRA;
  head.writeUInt32LE(plain.length - EXTRA_AT + HEAD_BYTES, LENGTH_AT);
  return Buffer.concat([head, plain.subarray(EXTRA_AT)]);
}

/**
 * All members of a file, by walking from one to the next: one small read each. What begins with no head of this form
 * (damage, or a file compressed by other means) counts as one member up to the next such head.
 *
 * @param most how many to look for
 */
export async function findMembers(file: FileHandle, most = Infinity): Promise<Members> {
  const { size } = await file.stat();
  const raw = [0];
  const places = [0];
  let rawAt = 0;
  let at = 0;
  while (at < size && raw.length <= most) {
    const head = await readAt(file, at, HEAD_BYTES);
    const named = memberLength(head);
    const isWhole = named >= HEAD_BYTES + TRAILER_BYTES && at + named <= size;
    at = isWhole ? at + named : await nextHead(file, at + 1, size);
    const trailer = await readAt(file, at - 4, 4);
    rawAt += trailer.length === 4 ? trailer.readUInt32LE(0) : 0;
    raw.push(rawAt);
    places.push(at);
  }
  return new Members(Float64Array.from(raw), Float64Array.from(places));
}

/**
 * What a member holds. One of usual size is inflated at once, which is quicker than asking another thread.
 *
 * @throws what zlib throws for damaged bytes
 */
export async function inflateMember(
  file: FileHandle,
  members: Members,
  member: number,
): Promise<Buffer> {
  const at = members.at[member] ?? 0;
  const bytes = await readAt(file, at, (members.at[member + 1] ?? at) - at);
  const options = { maxOutputLength: MAX_MEMBER_BYTES };
  return bytes.length <= MEMBER_BYTES ? gunzipSync(bytes, options) : inflate(bytes, options);
}

/** Bytes from a place on; fewer where the file ends. */
export async function readAt(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, bytes));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, at + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** Where the next head of this form is from a place on; the file's end if there is none. */
async function nextHead(file: FileHandle, from: number, size: number): Promise<number> {
  for (let at = from; at < size; at += SEARCH_BYTES) {
    const bytes = await readAt(file, at, SEARCH_BYTES + LENGTH_AT);
    for (let extra = bytes.indexOf(EXTRA); extra >= 0; extra = bytes.indexOf(EXTRA, extra + 1)) {
      const head = extra - EXTRA_AT;
      if (head >= 0 && bytes.subarray(head, head + MAGIC.length).equals(MAGIC)) return at + head;
    }
  }
  return size;
}

function memberLength(head: Buffer): number {
  const ours =
    head.length === HEAD_BYTES &&
    head[FLAGS_AT] === FLAG_EXTRA &&
    head.subarray(EXTRA_AT, LENGTH_AT).equals(EXTRA);
  return ours ? head.readUInt32LE(LENGTH_AT) : 0;
}
