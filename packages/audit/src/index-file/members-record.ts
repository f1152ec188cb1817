import { crc32 } from 'node:zlib';

import { Members } from '../read/gzip-members.ts';
import { RECORD_HEAD_BYTES, sealHead } from './chunk.ts';

/**
 * The last record of a compressed segment's index: where its gzip members are.
 *
 *     members   CRC-32 u32 of the body; body: begins in the uncompressed segment and its length, begins in the
 *               file and its length: f64 each
 */
const KIND = 0x534d454d;
const HEAD_BYTES = RECORD_HEAD_BYTES + 4;

/** Where a members record is. */
export interface MembersHead {
  readonly bodyAt: number;
  readonly bodyBytes: number;
  readonly checksum: number;
}

/** The record as bytes. */
export function encodeMembers({ raw, at }: Members): Buffer {
  const body = Buffer.alloc((raw.length + at.length) * 8);
  [...raw, ...at].forEach((value, index) => body.writeDoubleLE(value, index * 8));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(crc32(body), RECORD_HEAD_BYTES);
  return Buffer.concat([sealHead(head, KIND, body.length), body]);
}

/** A record's head; undefined for a record of another kind. @param at where the record begins */
export function decodeMembersHead(head: Buffer, at: number): MembersHead | undefined {
  if (head.readUInt32LE(0) !== KIND || head.length !== HEAD_BYTES) return undefined;
  return {
    bodyAt: at + HEAD_BYTES,
    bodyBytes: head.readUInt32LE(8),
    checksum: head.readUInt32LE(RECORD_HEAD_BYTES),
  };
}

/** The members; undefined for a damaged body. */
export function decodeMembers(body: Buffer, checksum: number): Members | undefined {
  if (crc32(body) !== checksum || body.length % 16 !== 0) return undefined;
  const numbers = (from: number): Float64Array =>
    Float64Array.from({ length: body.length / 16 }, (_, index) =>
      body.readDoubleLE(from + index * 8),
    );
  return new Members(numbers(0), numbers(body.length / 2));
}
