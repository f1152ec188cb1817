import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';

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

/** Least bytes of a member, uncompressed; the last one may have less. */
export const MEMBER_BYTES = 32_768;
/** Most bytes that a member may inflate to; a file that was compressed by other means is one member. */
const MAX_MEMBER_BYTES = 1 << 30;

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(gunzip);

/** Where a member is. */
export interface Member {
  /** Begin in the uncompressed segment. */
  readonly raw: number;
  readonly rawBytes: number;
  /** Begin in the file. */
  readonly at: number;
  readonly bytes: number;
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
 * All members of a file, by walking from one to the next: one small read each. From the first place on that is no
 * member of this form, the rest of the file counts as one.
 *
 * @param most how many to look for
 */
export async function findMembers(file: FileHandle, most = Infinity): Promise<Member[]> {
  const { size } = await file.stat();
  const members: Member[] = [];
  let raw = 0;
  for (let at = 0; at < size && members.length < most;) {
    const head = await readAt(file, at, HEAD_BYTES);
    const named = memberLength(head);
    const bytes = named >= HEAD_BYTES + TRAILER_BYTES && at + named <= size ? named : size - at;
    const trailer = await readAt(file, at + bytes - 4, 4);
    const rawBytes = trailer.length === 4 ? trailer.readUInt32LE(0) : 0;
    members.push({ raw, rawBytes, at, bytes });
    raw += rawBytes;
    at += bytes;
  }
  return members;
}

/** What a member holds. @throws what zlib throws for damaged bytes */
export async function inflateMember(file: FileHandle, member: Member): Promise<Buffer> {
  const bytes = await readAt(file, member.at, member.bytes);
  return inflate(bytes, { maxOutputLength: MAX_MEMBER_BYTES });
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

function memberLength(head: Buffer): number {
  const ours =
    head.length === HEAD_BYTES &&
    head[FLAGS_AT] === FLAG_EXTRA &&
    head.subarray(EXTRA_AT, LENGTH_AT).equals(EXTRA);
  return ours ? head.readUInt32LE(LENGTH_AT) : 0;
}
