import { createHash, createHmac, createSecretKey, type Hash, type KeyObject } from 'node:crypto';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { MAX_LINE_BYTES } from '../format/record-line.ts';
import type { AuditKeys } from '../format/system-lines.ts';
import type { ChainEnd } from './chain.ts';
import { READ_NOW } from './files.ts';

/** What a segment was found to be. */
export interface SegmentScan {
  /** All bytes, uncompressed. */
  readonly bytes: number;
  /** Hex SHA-256 of all bytes, and of those up to the end of the last good line. */
  readonly sha256: string;
  readonly goodSha256: string;
  /** The last line whose hash is right, and the byte after it. */
  readonly good: (ChainEnd & { readonly end: number }) | undefined;
  /** Where the last line begins if it has no line feed or is no JSON. */
  readonly tornFrom: number | undefined;
  /** Where the first line begins that is damaged, the torn one apart. */
  readonly damagedFrom: number | undefined;
}

const LINE_FEED = 0x0a;
/** Of `"prev":"<64 hex>","hash":"<64 hex>"}` and a line feed. */
const TAIL = /"prev":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}\n$/;
const TAIL_BYTES = 149;
/** Of `,"hash":"<64 hex>"}` and a line feed. */
const HASH_BYTES = 76;
const SEQ = /^\{"v":1,"writer":"w\d+","seq":([1-9]\d{0,15}),/;
/** Longest beginning of a line that is needed for {@link SEQ}. */
const HEAD_BYTES = 60;

/**
 * Reads a segment line by line. Linear; no more than a line and a chunk in memory.
 *
 * @throws what reading throws; a `.gz` that does not decompress is damaged from there on
 */
export async function scanSegment(path: string, keys: AuditKeys): Promise<SegmentScan> {
  const scan = new Scan(keys);
  const isCompressed = path.endsWith('.gz');
  const file = await open(path, READ_NOW);
  const raw = file.createReadStream({ highWaterMark: 262_144 });
  const source = isCompressed ? pipeline(raw, createGunzip(), () => undefined) : raw;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) scan.add(chunk);
  } catch (error) {
    if (!isCompressed || !isDamage(error)) throw error;
    scan.breakOff();
  }
  return scan.result();
}

function isDamage(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code?.startsWith('Z_') === true;
}

class Scan {
  readonly #keys: AuditKeys;
  readonly #sha: Hash = createHash('sha256');
  /** As of the last good line. */
  #goodSha: Hash | undefined;
  /** `unknown`: one that is not at hand, so that hashes cannot be checked. */
  #key: KeyObject | 'unknown' | undefined;
  #good: SegmentScan['good'];
  #lastGoodHash: string | undefined;
  #bytes = 0;
  #pieces: Buffer[] = [];
  #length = 0;
  #damagedFrom: number | undefined;
  /** A last line with its end that is no JSON: torn if nothing follows. */
  #unparsedFrom: number | undefined;
  #isBrokenOff = false;

  constructor(keys: AuditKeys) {
    this.#keys = keys;
  }

  add(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      this.#keep(chunk.subarray(from, at + 1));
      this.#line();
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  breakOff(): void {
    this.#isBrokenOff = true;
  }

  result(): SegmentScan {
    const rest = this.#length;
    if (this.#isBrokenOff || (rest > 0 && this.#unparsedFrom !== undefined)) {
      this.#damagedFrom ??= this.#unparsedFrom ?? this.#bytes;
    }
    const tornFrom = this.#isBrokenOff ? undefined : rest > 0 ? this.#bytes : this.#unparsedFrom;
    const goodSha256 = (this.#goodSha ?? this.#sha).copy().digest('hex');
    for (const piece of this.#pieces) this.#sha.update(piece);
    return {
      bytes: this.#bytes + rest,
      sha256: this.#sha.digest('hex'),
      goodSha256,
      good: this.#good,
      tornFrom,
      damagedFrom: this.#damagedFrom,
    };
  }

  /** What of a line is too long is hashed at once and not kept. */
  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    this.#pieces.push(piece);
    if (this.#length <= MAX_LINE_BYTES) return;
    this.#goodSha ??= this.#sha.copy();
    for (const each of this.#pieces) this.#sha.update(each);
    this.#pieces = [];
  }

  #line(): void {
    const begin = this.#bytes;
    this.#bytes += this.#length;
    const isLong = this.#length > MAX_LINE_BYTES;
    const line = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#length = 0;
    if (this.#unparsedFrom !== undefined) {
      this.#damagedFrom ??= this.#unparsedFrom;
      this.#unparsedFrom = undefined;
    }
    const found = isLong ? undefined : this.#check(line);
    if (found === undefined) {
      this.#goodSha ??= this.#sha.copy();
      if (isLong || isJson(line)) this.#damagedFrom ??= begin;
      else this.#unparsedFrom = begin;
    } else {
      this.#goodSha = undefined;
      // A line that is right by itself but does not follow the one before: something is missing between them.
      if (this.#lastGoodHash !== undefined && found.prev !== this.#lastGoodHash) {
        this.#damagedFrom ??= begin;
      }
      this.#lastGoodHash = found.hash;
      this.#good = { seq: found.seq, hash: found.hash, end: this.#bytes };
    }
    this.#sha.update(line);
  }

  /** The line's place in the chain if its hash is right; with a key that is not known, if it has the form. */
  #check(line: Buffer): (ChainEnd & { readonly prev: string }) | undefined {
    const tail = line.toString('latin1', Math.max(0, line.length - TAIL_BYTES));
    const [, prev, hash] = TAIL.exec(tail) ?? [];
    const [, seq] = SEQ.exec(line.toString('latin1', 0, HEAD_BYTES)) ?? [];
    if (prev === undefined || hash === undefined || seq === undefined) return undefined;
    this.#key ??= this.#findKey(line, hash);
    if (this.#key === undefined) return undefined;
    const isGood = this.#key === 'unknown' ? isJson(line) : hashOf(line, this.#key) === hash;
    return isGood ? { seq: Number(seq), hash, prev } : undefined;
  }

  /** The key that the first line names; where that line is damaged, the one that another line was hashed with. */
  #findKey(line: Buffer, hash: string): KeyObject | 'unknown' | undefined {
    const named = keyName(line);
    const keys = this.#keys.chain.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
    if (named !== undefined) return keys.find(({ id }) => id === named)?.key ?? 'unknown';
    return keys.find(({ key }) => hashOf(line, key) === hash)?.key;
  }
}

function keyName(line: Buffer): string | undefined {
  try {
    const { event, detail } = JSON.parse(line.toString()) as {
      event?: unknown;
      detail?: { key?: unknown };
    };
    return event === 'audit.segment' && typeof detail?.key === 'string' ? detail.key : undefined;
  } catch {
    return undefined;
  }
}

function hashOf(line: Buffer, key: KeyObject): string {
  const covered = line.subarray(0, line.length - HASH_BYTES);
  return createHmac('sha256', key).update(covered).digest('hex');
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(line.toString());
    return true;
  } catch {
    return false;
  }
}
