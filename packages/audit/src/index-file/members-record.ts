import { crc32 } from 'node:zlib';

import type { Member } from '../read/gzip-members.ts';
import { RECORD_HEAD_BYTES, sealHead } from './chunk.ts';

/**
 * The last record of a compressed segment's index: where its gzip members are.
 *
 *     members   count u32, CRC-32 u32 of the body; body: raw, rawBytes, at, bytes: f64 for each
 */
const KIND = 0x534d454d;
const HEAD_BYTES = RECORD_HEAD_BYTES + 8;
const MEMBER_BYTES = 4 * 8;

/** Where a members record is. */
export interface MembersHead {
  readonly bodyAt: number;
  readonly bodyBytes: number;
  readonly checksum: number;
}

/** The record as bytes. */
export function encodeMembers(members: readonly Member[]): Buffer {
  const body = Buffer.alloc(members.length * MEMBER_BYTES);
  members.forEach(({ raw, rawBytes, at, bytes }, index) => {
    [raw, rawBytes, at, bytes].forEach((value, field) =>
      body.writeDoubleLE(value, index * MEMBER_BYTES + field * 8),
    );
  });
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(members.length, RECORD_HEAD_BYTES);
  head.writeUInt32LE(crc32(body), RECORD_HEAD_BYTES + 4);
  return Buffer.concat([sealHead(head, KIND, body.length), body]);
}

/** A record's head; undefined for a record of another kind. @param at where the record begins */
export function decodeMembersHead(head: Buffer, at: number): MembersHead | undefined {
  if (head.readUInt32LE(0) !== KIND || head.length !== HEAD_BYTES) return undefined;
  return {
    bodyAt: at + HEAD_BYTES,
    bodyBytes: head.readUInt32LE(8),
    checksum: head.readUInt32LE(RECORD_HEAD_BYTES + 4),
  };
}

/** The members; undefined for a damaged body. */
export function decodeMembers(body: Buffer, checksum: number): Member[] | undefined {
  if (crc32(body) !== checksum || body.length % MEMBER_BYTES !== 0) return undefined;
  return Array.from({ length: body.length / MEMBER_BYTES }, (_, index) => {
    const number = (field: number): number => body.readDoubleLE(index * MEMBER_BYTES + field * 8);
    return { raw: number(0), rawBytes: number(1), at: number(2), bytes: number(3) };
  });
}
