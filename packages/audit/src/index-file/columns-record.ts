import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';

import { AUDIT_FACETS } from '@safeai/core/stores';
import type { AuditFacetName } from '@safeai/core';

import { RECORD_HEAD_BYTES, sealHead } from './chunk.ts';

/**
 * The fields of a chunk's lines that are counted, column by column: what a tally reads instead of the lines. Its
 * record stands behind the chunk's; a reader that does not know its kind passes it over.
 *
 *     columns   begin of the chunk in the segment f64, time that the times are counted from f64, lines u32, where
 *               the dictionary begins in the body u32, CRC-32 u32 of the body; body: times u32[lines], of every
 *               column codes [lines], dictionary: JSON in UTF-8, [[name, [value, …]], …] in the columns' order
 *
 * A code is the place of the line's value in the column's dictionary. It has no bytes in a column of one value, one
 * byte in one of up to 256, else two; wider columns stand before narrower ones. Lines that do not count have
 * {@link NO_TIME}.
 */
const KIND = 0x534c4f43;
const HEAD_BYTES = RECORD_HEAD_BYTES + 28;

/** Stands for the time of a line that is no record. */
export const NO_TIME = 0xffff_ffff;

/**
 * Larger records are neither written nor read: their chunks are counted line by line. A dictionary is parsed in one go,
 * and who acts may make one of many and long values.
 */
const MAX_BODY_BYTES = 1 << 20;

/** A column: a field that is counted, or all tags of a record as a JSON list. */
export type ColumnName = AuditFacetName | 'dataTags';

/** All columns. */
export const COLUMNS: readonly ColumnName[] = [...AUDIT_FACETS, 'dataTags'];

/** One column of a chunk. */
export interface Column {
  readonly values: readonly (string | null)[];
  /** Of each line the place of its value; undefined where all have the only one. */
  readonly codes: Uint8Array | Uint16Array | undefined;
}

/** The columns of a chunk. */
export interface Columns {
  readonly lines: number;
  /** Milliseconds since the epoch. */
  readonly baseTs: number;
  /** Milliseconds after `baseTs`, or {@link NO_TIME}. */
  readonly times: Uint32Array;
  readonly columns: ReadonlyMap<ColumnName, Column>;
}

/** Where a record of columns is. */
export interface ColumnsHead {
  /** Begin of its chunk in the segment. */
  readonly chunkFrom: number;
  readonly baseTs: number;
  readonly lines: number;
  /** Where the dictionary begins in the body. */
  readonly dictionaryAt: number;
  readonly bodyAt: number;
  readonly bodyBytes: number;
  readonly checksum: number;
}

/** The record as bytes; undefined for what it has no room for. @param chunkFrom begin of the chunk in the segment */
export function encodeColumns(
  chunkFrom: number,
  { lines, baseTs, times, columns }: Columns,
): Buffer | undefined {
  const ordered = [...columns].sort(([, a], [, b]) => codeBytes(b.values) - codeBytes(a.values));
  const dictionary = JSON.stringify(ordered.map(([name, { values }]) => [name, values]));
  const codes = ordered.flatMap(([, column]) =>
    column.codes === undefined ? [] : littleEndian(column.codes),
  );
  const numbers = Buffer.concat([littleEndian(times), ...codes]);
  const body = Buffer.concat([numbers, Buffer.from(dictionary)]);
  if (body.length > MAX_BODY_BYTES) return undefined;

  const head = Buffer.alloc(HEAD_BYTES);
  head.writeDoubleLE(chunkFrom, RECORD_HEAD_BYTES);
  head.writeDoubleLE(baseTs, RECORD_HEAD_BYTES + 8);
  head.writeUInt32LE(lines, RECORD_HEAD_BYTES + 16);
  head.writeUInt32LE(numbers.length, RECORD_HEAD_BYTES + 20);
  head.writeUInt32LE(crc32(body), RECORD_HEAD_BYTES + 24);
  return Buffer.concat([sealHead(head, KIND, body.length), body]);
}

/** A record's head; undefined for a record of another kind. @param at where the record begins */
export function decodeColumnsHead(head: Buffer, at: number): ColumnsHead | undefined {
  if (head.readUInt32LE(0) !== KIND || head.length !== HEAD_BYTES) return undefined;
  return {
    chunkFrom: head.readDoubleLE(RECORD_HEAD_BYTES),
    baseTs: head.readDoubleLE(RECORD_HEAD_BYTES + 8),
    lines: head.readUInt32LE(RECORD_HEAD_BYTES + 16),
    dictionaryAt: head.readUInt32LE(RECORD_HEAD_BYTES + 20),
    bodyAt: at + HEAD_BYTES,
    bodyBytes: head.readUInt32LE(8),
    checksum: head.readUInt32LE(RECORD_HEAD_BYTES + 24),
  };
}

/** Whether a reader may read a record's body at once. */
export function isReadable({ bodyBytes }: ColumnsHead): boolean {
  return bodyBytes <= MAX_BODY_BYTES;
}

/** The columns; undefined for a damaged body. O(lines). */
export function decodeColumns(
  body: Buffer,
  { baseTs, lines, dictionaryAt, checksum }: ColumnsHead,
): Columns | undefined {
  if (crc32(body) !== checksum) return undefined;
  const dictionary = dictionaryOf(body.toString('utf8', dictionaryAt));
  if (dictionary === undefined || bytesOfNumbers(dictionary, lines) !== dictionaryAt) {
    return undefined;
  }
  // A copy that begins where numbers of 32 bits may begin.
  const bytes = new Uint8Array(body.subarray(0, dictionaryAt)).buffer;
  const columns = new Map<ColumnName, Column>();
  const times = native(new Uint32Array(bytes, 0, lines));
  let at = times.byteLength;
  for (const [name, values] of dictionary) {
    const width = codeBytes(values);
    columns.set(name, { values, codes: codesOf(bytes, at, lines, width) });
    at += width * lines;
  }
  return COLUMNS.every((name) => columns.has(name)) ? { lines, baseTs, times, columns } : undefined;
}

type Dictionary = readonly (readonly [ColumnName, readonly (string | null)[]])[];

/** Undefined for a text that is none. */
function dictionaryOf(text: string): Dictionary | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const isColumn = (each: unknown): boolean => Array.isArray(each) && Array.isArray(each[1]);
  return Array.isArray(parsed) && parsed.every(isColumn) ? (parsed as Dictionary) : undefined;
}

/** Length of the times and of the codes of all columns. */
function bytesOfNumbers(dictionary: Dictionary, lines: number): number {
  const ofLine = dictionary.reduce((sum, [, values]) => sum + codeBytes(values), 4);
  return ofLine * lines;
}

function codesOf(bytes: ArrayBuffer, at: number, lines: number, width: 0 | 1 | 2): Column['codes'] {
  if (width === 0) return undefined;
  return width === 1 ? new Uint8Array(bytes, at, lines) : native(new Uint16Array(bytes, at, lines));
}

/** Bytes of a code, for a column of those values. */
export function codeBytes(values: readonly unknown[]): 0 | 1 | 2 {
  if (values.length <= 1) return 0;
  return values.length <= 256 ? 1 : 2;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** Numbers read from a file, little endian, as this machine has them; in place. */
function native<T extends Numbers>(numbers: T): T {
  if (endianness() === 'BE') swap(bytesOf(numbers), numbers.BYTES_PER_ELEMENT);
  return numbers;
}

function littleEndian(numbers: Numbers): Buffer {
  const bytes = Buffer.from(bytesOf(numbers));
  if (endianness() === 'BE') swap(bytes, numbers.BYTES_PER_ELEMENT);
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: Numbers): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function swap(bytes: Buffer, width: number): void {
  if (width === 4) bytes.swap32();
  else if (width === 2) bytes.swap16();
}
