/**
 * Verifies an audit log, or a receipt, without SafeAI: this file needs nothing but Node.js 20.19 or later. Copy the
 * compiled one (`dist/verify/safeai-verify.js` of the package) to any machine and run it:
 *
 *     node safeai-verify.js [--key FILE]… [--jwks FILE] [--checkpoints FILE] [--live] [--json] FOLDER
 *     node safeai-verify.js --receipt FILE|- --jwks FILE [--json]
 *
 * It exits with 0 where all is well, 1 where there are problems, 2 where it was not used rightly.
 *
 * The format is described in docs/reference/audit-format.md. What this file repeats of it, it repeats on purpose:
 * a verifier that shared code with the writer would share its errors.
 */
import { isUtf8 } from 'node:buffer';
import {
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  type Hash,
  type JsonWebKey,
  type KeyObject,
  verify as verifySignature,
} from 'node:crypto';
import { constants, existsSync, readFileSync, realpathSync } from 'node:fs';
import { open, readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import type { AuditProblem, VerifyReport } from './report.ts';

// ---------------------------------------------------------------------------------------------- the format

const ZEROS = '0'.repeat(64);
const LINE_FEED = 0x0a;
/** Longest line in bytes, its line feed included. */
const MAX_LINE_BYTES = 65_536;
/** Bytes of `,"hash":"<64 hex>"}`. */
const HASH_BYTES = 75;
const SEGMENT_NAME = /^audit-(w[1-9]\d{0,5})-(\d{15})\.ndjson(\.gz)?$/;
const LINE_START =
  /^\{"v":1,"writer":"(w[1-9]\d{0,5})","seq":([1-9]\d{0,15}),"ts":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","event":"/;
const LINE_END = /,"prev":"([0-9a-f]{64})","hash":"([0-9a-f]{64})"\}$/;
/** For reading, without waiting for whoever should write into a named pipe. */
const READ_NOW = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);
const HEX_64 = /^[0-9a-f]{64}$/;

/** What a checkpoint states, and who signed it. */
interface SignedCheckpoint {
  readonly writer: string;
  readonly file: string;
  readonly seq: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly head: string;
  readonly ts: string;
  readonly kid: string;
  readonly sig: string;
}

/** A segment that a tombstone names. */
interface Buried {
  readonly writer: string;
  readonly file: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly prev: string;
  readonly head: string;
  readonly until: string;
}

/** What a segment's first line says of the segment before. */
interface Previous {
  readonly file: string;
  readonly last_seq: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly void_from?: number;
}

interface Line {
  readonly writer: string;
  readonly seq: number;
  readonly event: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly prev: string;
  readonly hash: string;
}

/** A line's parts, or nothing where the bytes are no line of this format. */
function parseLine(bytes: Buffer): Line | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString();
  const [, writer, seq] = LINE_START.exec(text) ?? [];
  const [, prev, hash] = LINE_END.exec(text.slice(-2 * HASH_BYTES)) ?? [];
  const value = parseObject(text);
  if (writer === undefined || prev === undefined || hash === undefined) return undefined;
  if (value === undefined || !isCount(Number(seq))) return undefined;
  const { event } = value;
  if (typeof event !== 'string') return undefined;
  return { writer, seq: Number(seq), event, detail: objectOr(value.detail), prev, hash };
}

/** An object that was written compactly: without spaces, double names or needless escapes. */
function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectOr(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function asPrevious(value: unknown): Previous | null | undefined {
  if (value === null) return null;
  if (!isObject(value)) return undefined;
  const { file, last_seq, bytes, sha256, void_from } = value;
  const isGood =
    typeof file === 'string' &&
    isCount(last_seq) &&
    isCount(bytes) &&
    typeof sha256 === 'string' &&
    (void_from === undefined || isCount(void_from));
  return isGood ? (value as unknown as Previous) : undefined;
}

function asCheckpoint(value: unknown): SignedCheckpoint | undefined {
  if (!isObject(value)) return undefined;
  const { writer, file, seq, bytes, sha256, head, ts, kid, sig } = value;
  const texts = [writer, file, sha256, head, ts, kid, sig];
  const isGood =
    texts.every((each) => typeof each === 'string' && !each.includes('\n')) &&
    SEGMENT_NAME.test(String(file)) &&
    HEX_64.test(String(sha256)) &&
    HEX_64.test(String(head)) &&
    isCount(seq) &&
    isCount(bytes);
  return isGood ? (value as unknown as SignedCheckpoint) : undefined;
}

function asBuried(value: unknown): Buried | undefined {
  if (!isObject(value)) return undefined;
  const { writer, file, first_seq, last_seq, bytes, sha256, prev, head, until } = value;
  const texts = [writer, file, sha256, prev, head, until];
  const isGood =
    texts.every((each) => typeof each === 'string' && !/\s/.test(each)) &&
    [first_seq, last_seq, bytes].every(isCount) &&
    Number(first_seq) <= Number(last_seq);
  return isGood ? (value as unknown as Buried) : undefined;
}

function checkpointText(checkpoint: SignedCheckpoint): string {
  const { writer, file, seq, bytes, sha256, head, ts } = checkpoint;
  return `safeai-audit-checkpoint-v1\n${[writer, file, seq, bytes, sha256, head, ts].join('\n')}\n`;
}

function tombstoneText(segments: readonly Buried[]): string {
  const lines = segments.map(
    ({ writer, file, first_seq, last_seq, bytes, sha256, prev, head, until }) =>
      [writer, file, first_seq, last_seq, bytes, sha256, prev, head, until].join(' '),
  );
  return `safeai-audit-tombstone-v1\n${lines.join('\n')}\n`;
}

// ---------------------------------------------------------------------------------------------- what is asked

/** Public keys: RFC 7517. */
export interface Jwks {
  readonly keys: readonly JsonWebKey[];
}

/** What to verify, and with what. */
export interface VerifyOptions {
  /** Folder of the segments. */
  readonly folder: string;
  /** Keys of the chain, former ones too. Without any, hashes are not checked and the report says so. */
  readonly chainKeys?: readonly { readonly id: string; readonly key: Uint8Array }[];
  /** Keys of checkpoints and tombstones. Without it, signatures are not checked and the report says so. */
  readonly jwks?: Jwks;
  /**
   * File of the checkpoints that were kept elsewhere, one JSON object a line. Only they show that a tail was cut. Of
   * a log in use it may not be there yet.
   */
  readonly checkpoints?: string;
  /** The log is in use: an unfinished last line is one that is being written. */
  readonly live?: boolean;
}

/** Most problems of a report; a log that has more is not one, and is not read on. */
const MAX_PROBLEMS = 1000;

class TooManyProblems extends Error {}

/**
 * Checks every line of a log. Linear in its bytes; memory does not grow with the segments, only with the number of
 * checkpoints in the file of `checkpoints`.
 *
 * @throws Error for a folder or checkpoint file that cannot be read, and for keys that are none
 */
export async function verifyLog(options: VerifyOptions): Promise<VerifyReport> {
  return new Verification(options).run();
}

/** What is known of a segment once it was read. */
interface ReadSegment {
  readonly writer: string;
  readonly firstSeq: number;
  /** As it is called in the folder. */
  readonly file: string;
  /** As it is called in the log: without `.gz`. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Undefined where the first line is no line. */
  readonly first: { readonly seq: number; readonly prev: string } | undefined;
  /** Undefined where the first line does not say. */
  readonly previous: Previous | null | undefined;
  /** Of the last line that counts. */
  readonly last: { readonly seq: number; readonly hash: string } | undefined;
}

interface ListedSegment {
  readonly writer: string;
  readonly firstSeq: number;
  readonly name: string;
  /** Whether there is an uncompressed file; it counts where both are there. */
  readonly plain: boolean;
}

class Verification {
  readonly #options: VerifyOptions;
  readonly #chainKeys: ReadonlyMap<string, KeyObject> | undefined;
  readonly #publicKeys: ReadonlyMap<string, KeyObject> | undefined;
  readonly #problems: AuditProblem[] = [];
  /** By writer, last line and its hash. */
  readonly #buried = new Map<string, Buried>();
  /** Whether a segment that was listed was deleted before it was read. */
  #isAnyGone = false;
  #records = 0;
  #segments = 0;
  #checkpoints = 0;

  constructor(options: VerifyOptions) {
    this.#options = options;
    const { chainKeys = [], jwks } = options;
    if (chainKeys.length > 0) {
      this.#chainKeys = new Map(chainKeys.map(({ id, key }) => [id, createSecretKey(key)]));
    }
    if (jwks !== undefined) this.#publicKeys = publicKeysOf(jwks);
  }

  async run(): Promise<VerifyReport> {
    try {
      await this.#checkAll();
    } catch (error) {
      if (!(error instanceof TooManyProblems)) throw error;
    }
    this.#problems.sort(byPlace);
    const unchecked = [
      ...(this.#chainKeys === undefined ? (['hashes'] as const) : []),
      ...(this.#publicKeys === undefined ? (['signatures'] as const) : []),
    ];
    return {
      ok: this.#problems.length === 0,
      records: this.#records,
      segments: this.#segments,
      checkpoints: this.#checkpoints,
      problems: this.#problems,
      ...(unchecked.length > 0 ? { unchecked } : {}),
    };
  }

  async #checkAll(): Promise<void> {
    // Before the folder is listed: a log in use must hold what is stated by now.
    const stated = await this.#statedElsewhere();
    const writers = await this.#list();
    const read: ReadSegment[][] = [];
    for (const segments of writers.values()) read.push(await this.#readWriter(segments, stated));
    if (this.#isAnyGone) await this.#readNewTombstones(writers);
    for (const segments of read) this.#checkJoints(segments);
    this.#checkBuried(read.flat(), stated);
  }

  /** Segments by writer, the newest first. */
  async #list(): Promise<Map<string, ListedSegment[]>> {
    const found = new Map<string, ListedSegment>();
    const { folder } = this.#options;
    // Twice: while a segment is replaced by its compressed form, one reading may see neither.
    for (const file of [...(await readdir(folder)), ...(await readdir(folder))]) {
      const [, writer, digits, gz] = SEGMENT_NAME.exec(file) ?? [];
      if (writer === undefined) continue;
      const name = gz === undefined ? file : file.slice(0, -gz.length);
      const plain = gz === undefined || found.get(name)?.plain === true;
      found.set(name, { writer, firstSeq: Number(digits), name, plain });
    }
    const writers = new Map<string, ListedSegment[]>();
    for (const segment of [...found.values()].sort((a, b) => b.firstSeq - a.firstSeq)) {
      const segments = writers.get(segment.writer) ?? [];
      segments.push(segment);
      writers.set(segment.writer, segments);
    }
    return writers;
  }

  /** From the newest to the oldest, because a segment says which lines of the one before do not count. */
  async #readWriter(
    segments: readonly ListedSegment[],
    stated: ReadonlyMap<string, readonly SignedCheckpoint[]>,
  ): Promise<ReadSegment[]> {
    const read: ReadSegment[] = [];
    for (const segment of segments) {
      const after = read[0];
      const voidFrom =
        after?.previous?.file === segment.name ? after.previous.void_from : undefined;
      const check = new SegmentCheck({
        segment,
        chainKeys: this.#chainKeys,
        publicKeys: this.#publicKeys,
        stated: stated.get(segment.name) ?? [],
        voidFrom: voidFrom ?? Infinity,
        mayBeUnfinished: after === undefined && this.#options.live === true,
        report: (problem) => {
          this.#report(problem);
        },
        bury: this.#bury,
      });
      try {
        const found = await check.run(this.#options.folder);
        if (found === undefined) {
          this.#isAnyGone = true;
          continue;
        }
        read.unshift(found);
        this.#segments += 1;
      } finally {
        this.#records += check.records;
        this.#checkpoints += check.checkpoints;
      }
    }
    return read;
  }

  readonly #bury = (buried: Buried): void => {
    this.#buried.set(`${buried.writer} ${buried.last_seq} ${buried.head}`, buried);
  };

  /** Segments may go while the log is read; the tombstone came before that, in what was newest or is newer. */
  async #readNewTombstones(read: ReadonlyMap<string, readonly ListedSegment[]>): Promise<void> {
    for (const [writer, segments] of await this.#list()) {
      const newest = read.get(writer)?.[0]?.firstSeq ?? 0;
      for (const segment of segments.filter(({ firstSeq }) => firstSeq >= newest)) {
        const check = new SegmentCheck({
          segment,
          chainKeys: this.#chainKeys,
          publicKeys: this.#publicKeys,
          stated: [],
          voidFrom: Infinity,
          mayBeUnfinished: true,
          report: () => undefined,
          bury: this.#bury,
        });
        await check.run(this.#options.folder);
      }
    }
  }

  /** Whether the segments of a writer follow one another, from its first line on. */
  #checkJoints(segments: readonly ReadSegment[]): void {
    let before: Buried | ReadSegment | undefined;
    /** What the next line must have. */
    let next = { seq: 1, prev: ZEROS };
    for (const [index, segment] of segments.entries()) {
      const { first } = segment;
      if (first === undefined) {
        // Told already; what follows can only be held against the name.
        if (segment.last !== undefined) {
          next = { seq: segment.last.seq + 1, prev: segment.last.hash };
          before = segment;
        }
        continue;
      }
      if (first.seq !== next.seq || first.prev !== next.prev) {
        const bridge = this.#bridge(segment.writer, first, index === 0 ? undefined : next);
        if (bridge === undefined) this.#reportJoint(segment, first, next, before);
        else before = bridge;
      }
      this.#checkPrevious(segment, before);
      if (segment.last !== undefined) {
        next = { seq: segment.last.seq + 1, prev: segment.last.hash };
        before = segment;
      }
    }
  }

  /** The last of the buried segments that lead to a line: from `from` on, or from wherever they begin. */
  #bridge(
    writer: string,
    to: { readonly seq: number; readonly prev: string },
    from: { readonly seq: number; readonly prev: string } | undefined,
  ): Buried | undefined {
    const ends = (seq: number, hash: string): Buried | undefined =>
      this.#buried.get(`${writer} ${seq - 1} ${hash}`);
    const last = ends(to.seq, to.prev);
    if (from === undefined) return last;
    for (let at = last; at !== undefined; at = ends(at.first_seq, at.prev)) {
      if (at.first_seq === from.seq && at.prev === from.prev) return last;
      if (at.first_seq <= from.seq) return undefined;
    }
    return undefined;
  }

  #reportJoint(
    segment: ReadSegment,
    first: { readonly seq: number; readonly prev: string },
    next: { readonly seq: number; readonly prev: string },
    before: Buried | ReadSegment | undefined,
  ): void {
    const place = { file: segment.file, line: 1, byte: 0, seq: first.seq };
    if (first.seq < next.seq) {
      this.#report({
        code: 'sequence_repeat',
        ...place,
        message: `Line ${first.seq} of the writer stands in an earlier segment too.`,
      });
    } else if (first.seq === next.seq) {
      this.#report({
        code: 'chain_broken',
        ...place,
        message:
          before === undefined
            ? 'The first line of a writer must have 64 zeros as prev.'
            : 'prev is not the hash of the last line of the segment before: either was changed.',
      });
    } else if (before !== undefined && segment.previous?.file === nameOf(before)) {
      this.#report({
        code: 'sequence_gap',
        ...place,
        message: `Lines ${next.seq} to ${first.seq - 1} are missing at the end of the segment before.`,
      });
    } else {
      this.#report({
        code: 'segment_missing',
        ...place,
        message: `The segments with lines ${next.seq} to ${first.seq - 1} of the writer are missing, and no tombstone names them.`,
      });
    }
  }

  /** What a segment says of the one before must be so. */
  #checkPrevious(segment: ReadSegment, before: Buried | ReadSegment | undefined): void {
    const { previous } = segment;
    if (previous === undefined) return;
    const place = { file: segment.file, line: 1, byte: 0, seq: segment.firstSeq };
    if (before === undefined || previous === null) {
      // A missing segment before is told by the joint.
      if (previous === null && before !== undefined) {
        this.#report({
          code: 'previous_mismatch',
          ...place,
          message: 'The segment says that there is none before it, and there is.',
        });
      }
      return;
    }
    if (previous.file !== nameOf(before)) return;
    const last = 'last' in before ? before.last?.seq : before.last_seq;
    const wrong = [
      ...(previous.bytes === before.bytes ? [] : ['length']),
      ...(previous.sha256 === before.sha256 ? [] : ['SHA-256']),
      ...(previous.last_seq === last ? [] : ['last line']),
    ];
    if (wrong.length === 0) return;
    this.#report({
      code: 'previous_mismatch',
      ...place,
      message: `The segment before is not what it was when this one was begun: other ${wrong.join(', ')}.`,
    });
  }

  /** What is stated elsewhere of segments that are not there, and what is buried but there. */
  #checkBuried(
    segments: readonly ReadSegment[],
    stated: ReadonlyMap<string, readonly SignedCheckpoint[]>,
  ): void {
    const present = new Map(segments.map((segment) => [segment.name, segment]));
    const buried = new Map([...this.#buried.values()].map((each) => [each.file, each]));
    // What came before a writer's first line: that line's joint tells whether it was buried. Its tombstone may have
    // been buried since.
    const firsts = new Map<string, number>();
    for (const { writer, first } of [...segments].reverse()) {
      if (first !== undefined) firsts.set(writer, first.seq);
    }
    for (const [file, checkpoints] of stated) {
      const seq = checkpoints.reduce((most, each) => Math.max(most, each.seq), 0);
      const writer = SEGMENT_NAME.exec(file)?.[1] ?? '';
      const isBuried =
        (buried.get(file)?.last_seq ?? -1) >= seq || seq < (firsts.get(writer) ?? -1);
      if (present.has(file) || isBuried) continue;
      this.#report({
        code: 'tail_missing',
        file,
        line: 1,
        byte: 0,
        message: `The segment is missing. A checkpoint kept elsewhere covers it up to line ${seq} of the writer.`,
      });
    }
    for (const [file, { bytes, sha256 }] of buried) {
      const there = present.get(file);
      if (there === undefined || (there.bytes === bytes && there.sha256 === sha256)) continue;
      this.#report({
        code: 'tombstone_mismatch',
        file: there.file,
        message: 'A tombstone names this segment with another length or SHA-256.',
      });
    }
  }

  /** Checkpoints of the second sink by segment, in order of what they cover. */
  async #statedElsewhere(): Promise<Map<string, SignedCheckpoint[]>> {
    const stated = new Map<string, SignedCheckpoint[]>();
    const path = this.#options.checkpoints;
    if (path === undefined) return stated;
    if (this.#options.live === true && !existsSync(path)) return stated;
    const file = basename(path);
    await readLines(path, false, createHash('sha256'), ({ bytes, line, byte, isEnded }) => {
      // A last line without its end was being written when it was copied, or at a crash.
      if (!isEnded) return;
      const checkpoint = bytes && asCheckpoint(parseObject(bytes.subarray(0, -1).toString()));
      if (checkpoint === undefined) {
        this.#report({
          code: 'malformed_checkpoint',
          file,
          line,
          byte,
          message: 'The line is no checkpoint.',
        });
        return;
      }
      const problem = signatureProblem(checkpoint, checkpointText(checkpoint), this.#publicKeys);
      if (problem !== undefined) {
        this.#report({ ...problem, file, line, byte });
        return;
      }
      if (this.#publicKeys !== undefined) this.#checkpoints += 1;
      const others = stated.get(checkpoint.file) ?? [];
      others.push(checkpoint);
      stated.set(checkpoint.file, others);
    });
    for (const checkpoints of stated.values()) checkpoints.sort((a, b) => a.bytes - b.bytes);
    return stated;
  }

  #report(problem: AuditProblem): void {
    if (this.#problems.length < MAX_PROBLEMS) {
      this.#problems.push(problem);
      return;
    }
    this.#problems.push({
      code: 'too_many_problems',
      file: problem.file,
      message: `There are more than ${MAX_PROBLEMS} problems: what follows was not read.`,
    });
    throw new TooManyProblems();
  }
}

function nameOf(segment: Buried | ReadSegment): string {
  return 'name' in segment ? segment.name : segment.file;
}

/** `too_many_problems` last, else in order of the files. */
function byPlace(a: AuditProblem, b: AuditProblem): number {
  const last = Number(a.code === 'too_many_problems') - Number(b.code === 'too_many_problems');
  if (last !== 0) return last;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return (a.byte ?? 0) - (b.byte ?? 0);
}

// ---------------------------------------------------------------------------------------------- one segment

interface SegmentCheckOptions {
  readonly segment: ListedSegment;
  readonly chainKeys: ReadonlyMap<string, KeyObject> | undefined;
  readonly publicKeys: ReadonlyMap<string, KeyObject> | undefined;
  /** Checkpoints kept elsewhere, by what they cover. */
  readonly stated: readonly SignedCheckpoint[];
  /** Lines from this byte on do not count. */
  readonly voidFrom: number;
  readonly mayBeUnfinished: boolean;
  readonly report: (problem: AuditProblem) => void;
  readonly bury: (segment: Buried) => void;
}

type Place = Pick<AuditProblem, 'line' | 'byte' | 'seq'>;

class SegmentCheck {
  readonly #options: SegmentCheckOptions;
  readonly #sha = createHash('sha256');
  /** Its form in the folder, which problems name. */
  #file: string;
  /** Of this segment; undefined where it is not known. */
  #key: KeyObject | undefined;
  #first: ReadSegment['first'];
  #previous: Previous | null | undefined;
  #last: ReadSegment['last'];
  /** Whether the line before could be read, so that the next can be held against it. */
  #isJoined = false;
  #isSealed = false;
  #isChanged = false;
  /** How many of `stated` are settled. */
  #settled = 0;
  /** Where the lines that count end. */
  #end = { line: 0, byte: 0 };
  records = 0;
  checkpoints = 0;

  constructor(options: SegmentCheckOptions) {
    this.#options = options;
    const { name, plain } = options.segment;
    this.#file = plain ? name : `${name}.gz`;
  }

  /** @returns undefined where the file is gone, in both forms */
  async run(folder: string): Promise<ReadSegment | undefined> {
    const { segment } = this.#options;
    const bytes = await this.#read(folder);
    if (bytes === undefined) return undefined;
    this.#checkUnreached();
    return {
      writer: segment.writer,
      firstSeq: segment.firstSeq,
      file: this.#file,
      name: segment.name,
      bytes,
      sha256: this.#sha.digest('hex'),
      first: this.#first,
      previous: this.#previous,
      last: this.#last,
    };
  }

  /** @returns how many bytes, uncompressed */
  async #read(folder: string): Promise<number | undefined> {
    const { name, plain } = this.#options.segment;
    for (const file of plain ? [name, `${name}.gz`] : [`${name}.gz`]) {
      this.#file = file;
      let bytes = 0;
      try {
        await readLines(join(folder, file), file.endsWith('.gz'), this.#sha, (line) => {
          bytes = line.byte + line.length;
          this.#line(line);
        });
        return bytes;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Compressed since the folder was listed.
        if (code === 'ENOENT') continue;
        if (code === undefined) throw error;
        this.#problem('unreadable', { line: this.#end.line + 1, byte: bytes }, unreadable(code));
        return bytes;
      }
    }
    return undefined;
  }

  #line(raw: RawLine): void {
    const { bytes, line, byte, length, isEnded } = raw;
    if (byte >= this.#options.voidFrom) return;
    if (!isEnded) {
      if (this.#options.mayBeUnfinished) return;
      this.#problem(
        'torn_line',
        { line, byte },
        'The last line has no end: it was cut off, or its writer was stopped in the middle.',
      );
      return;
    }
    this.records += 1;
    this.#end = { line, byte: byte + length };
    const parsed = bytes && parseLine(bytes.subarray(0, -1));
    if (bytes === undefined || parsed === undefined) this.#unparsed(raw);
    else this.#parsed(parsed, bytes, { line, byte, seq: parsed.seq });
    this.#checkStated(raw, parsed);
  }

  #unparsed({ bytes, length, line, byte }: RawLine): void {
    this.#isJoined = false;
    const isLong = bytes === undefined;
    this.#problem(
      isLong ? 'line_too_long' : 'malformed_line',
      { line, byte },
      isLong
        ? `The line has ${length} bytes; the longest has ${MAX_LINE_BYTES}.`
        : 'The line is none of this format: it was changed, or does not belong here.',
    );
  }

  #parsed(line: Line, bytes: Buffer, place: Place): void {
    if (place.line === 1) this.#begin(line, place);
    else {
      this.#checkOrder(line, place);
      if (line.event === 'audit.segment' || (this.#isSealed && line.event !== 'audit.checkpoint')) {
        this.#problem(
          'misplaced_line',
          place,
          'audit.segment stands at the start of a segment only, and nothing but a checkpoint after audit.sealed.',
        );
      }
    }
    if (line.writer !== this.#options.segment.writer) {
      this.#problem('foreign_line', place, 'The line is of another writer than its file.');
    }
    this.#checkHash(line, bytes, place);
    this.#checkEvent(line, place);
    this.#last = { seq: line.seq, hash: line.hash };
    this.#isJoined = true;
  }

  /** The first line says which key the segment is chained with, and what the segment before was. */
  #begin(line: Line, place: Place): void {
    this.#first = { seq: line.seq, prev: line.prev };
    const { key, previous } = line.detail;
    if (line.event !== 'audit.segment' || typeof key !== 'string') {
      this.#problem('segment_start', place, 'A segment must begin with its audit.segment line.');
    } else {
      this.#previous = asPrevious(previous);
      if (this.#previous === undefined) {
        this.#problem('segment_start', place, 'The line does not say what the segment before is.');
      }
      this.#key = this.#options.chainKeys?.get(key);
      if (this.#options.chainKeys !== undefined && this.#key === undefined) {
        this.#problem(
          'unknown_chain_key',
          place,
          'The segment is chained with a key that was not given: its hashes were not checked.',
        );
      }
    }
    if (line.seq !== this.#options.segment.firstSeq) {
      this.#problem('segment_misnamed', place, 'The first line is not the one in the file name.');
    }
  }

  #checkOrder(line: Line, place: Place): void {
    if (!this.#isJoined || this.#last === undefined) return;
    const expected = this.#last.seq + 1;
    if (line.seq > expected) {
      this.#problem('sequence_gap', place, `Line ${expected} of the writer must stand here.`);
    } else if (line.seq < expected) {
      this.#problem(
        'sequence_repeat',
        place,
        `Line ${expected} of the writer must stand here, not an earlier one.`,
      );
    } else if (line.prev !== this.#last.hash) {
      this.#problem(
        'chain_broken',
        place,
        'prev is not the hash of the line before: either was changed.',
      );
    }
  }

  #checkHash(line: Line, bytes: Buffer, place: Place): void {
    if (this.#key === undefined) return;
    // Without the line feed and the hash.
    const covered = bytes.subarray(0, bytes.length - 1 - HASH_BYTES);
    if (createHmac('sha256', this.#key).update(covered).digest('hex') === line.hash) return;
    this.#problem('hash_mismatch', place, 'The line was changed since it was written.');
  }

  #checkEvent({ event, detail, seq, prev }: Line, place: Place): void {
    if (event === 'audit.checkpoint') this.#checkCheckpoint(detail, seq, prev, place);
    else if (event === 'audit.tombstone') this.#checkTombstone(detail, place);
    else if (event === 'audit.sealed') this.#seal(detail, place);
    else if (event === 'audit.damaged') {
      const { file, byte } = detail;
      this.#options.report({
        code: 'damaged',
        file: typeof file === 'string' && SEGMENT_NAME.test(file) ? file : this.#file,
        ...(isCount(byte) ? { byte } : {}),
        message: `The writer found this segment damaged when it took it over, and has noted so in its line ${seq}.`,
      });
    }
  }

  #seal({ records }: Readonly<Record<string, unknown>>, place: Place): void {
    this.#isSealed = true;
    const before = (place.line ?? 0) - 1;
    if (records === before) return;
    this.#problem(
      'seal_mismatch',
      place,
      `The segment was sealed with another count than ${before} lines.`,
    );
  }

  #checkCheckpoint(detail: unknown, seq: number, prev: string, place: Place): void {
    const checkpoint = asCheckpoint(detail);
    if (checkpoint === undefined) {
      this.#problem('checkpoint_mismatch', place, 'The checkpoint does not say what it covers.');
      return;
    }
    const { publicKeys, segment } = this.#options;
    const problem = signatureProblem(checkpoint, checkpointText(checkpoint), publicKeys);
    if (problem !== undefined) this.#problem(problem.code, place, problem.message);
    else if (publicKeys !== undefined) this.checkpoints += 1;
    const isSo =
      checkpoint.writer === segment.writer &&
      checkpoint.file === segment.name &&
      checkpoint.seq === seq - 1 &&
      checkpoint.head === prev &&
      checkpoint.bytes === place.byte &&
      checkpoint.sha256 === this.#sha.copy().digest('hex');
    // All later ones cover the same change.
    if (isSo || this.#isChanged) return;
    this.#isChanged = true;
    this.#problem(
      'checkpoint_mismatch',
      place,
      'The lines before are not those that the checkpoint was made of.',
    );
  }

  #checkTombstone({ segments, kid, sig }: Readonly<Record<string, unknown>>, place: Place): void {
    const buried = Array.isArray(segments) ? segments.map(asBuried) : [];
    const good = buried.filter((each) => each !== undefined);
    if (good.length !== buried.length || typeof kid !== 'string' || typeof sig !== 'string') {
      this.#problem('tombstone_mismatch', place, 'The tombstone does not say what it buries.');
      return;
    }
    const problem = signatureProblem({ kid, sig }, tombstoneText(good), this.#options.publicKeys);
    if (problem === undefined) good.forEach(this.#options.bury);
    else this.#problem(problem.code, place, problem.message);
  }

  /**
   * The log must hold each checkpoint that is kept elsewhere: it was written here first, at the byte up to which it
   * covers the segment.
   */
  #checkStated({ byte, line }: RawLine, parsed: Line | undefined): void {
    const found = parsed?.event === 'audit.checkpoint' ? asCheckpoint(parsed.detail) : undefined;
    for (
      let stated = this.#options.stated[this.#settled];
      stated !== undefined && stated.bytes <= byte;
      stated = this.#options.stated[this.#settled]
    ) {
      this.#settled += 1;
      const isHeld = found?.sig === stated.sig && checkpointText(found) === checkpointText(stated);
      if (isHeld || this.#isChanged) continue;
      this.#isChanged = true;
      this.#problem(
        'checkpoint_mismatch',
        { line, byte, seq: stated.seq + 1 },
        'A checkpoint kept elsewhere must stand here: the lines are not those that it was made of.',
      );
    }
  }

  #checkUnreached(): void {
    const last = this.#options.stated.at(-1);
    if (last === undefined || this.#settled === this.#options.stated.length) return;
    this.#problem(
      'tail_missing',
      { line: this.#end.line + 1, byte: this.#end.byte },
      `Lines are missing at the end: a checkpoint kept elsewhere covers ${last.bytes} bytes, up to line ${last.seq} of the writer, and is followed by its own.`,
    );
  }

  #problem(code: string, place: Place, message: string): void {
    this.#options.report({ code, file: this.#file, ...place, message });
  }
}

function unreadable(code: string): string {
  return `The file cannot be read (${code}): what follows was not checked.`;
}

// ---------------------------------------------------------------------------------------------- reading

interface RawLine {
  /** With the line feed; undefined for a line that is too long. */
  readonly bytes: Buffer | undefined;
  readonly length: number;
  /** 1-based. */
  readonly line: number;
  /** Where it begins. */
  readonly byte: number;
  /** Whether it has its line feed. */
  readonly isEnded: boolean;
}

/**
 * Reads a file line by line, with no more than a line and a chunk in memory.
 *
 * @param sha is given each line after `onLine` was called for it
 * @throws Error with a `code`; `trailing_bytes`: something stands after the end of a gzip file; `no_file`: it is a
 *   folder, a named pipe or the like
 */
async function readLines(
  path: string,
  isCompressed: boolean,
  sha: Hash,
  onLine: (line: RawLine) => void,
): Promise<void> {
  const handle = await open(path, READ_NOW);
  if (!(await handle.stat()).isFile()) {
    await handle.close();
    throw Object.assign(new Error('No file.'), { code: 'no_file' });
  }
  const raw = handle.createReadStream({ highWaterMark: 131_072 });
  const gunzip = isCompressed ? createGunzip() : undefined;
  // Errors reach whoever reads from the end of the pipe.
  const source = gunzip === undefined ? raw : pipeline(raw, gunzip, () => undefined);
  let line = 1;
  let byte = 0;
  let pieces: Buffer[] = [];
  let length = 0;
  const take = (isEnded: boolean): void => {
    const whole = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    const bytes = length > MAX_LINE_BYTES ? undefined : whole;
    onLine({ bytes, length, line, byte, isEnded });
    if (bytes !== undefined) sha.update(bytes);
    byte += length;
    line += 1;
    pieces = [];
    length = 0;
  };
  /** What of a line is too long goes into the hash at once and is not kept. */
  const add = (piece: Buffer): void => {
    const wasLong = length > MAX_LINE_BYTES;
    length += piece.length;
    if (length <= MAX_LINE_BYTES) {
      pieces.push(piece);
      return;
    }
    if (!wasLong) for (const each of pieces) sha.update(each);
    pieces = [];
    sha.update(piece);
  };
  for await (const chunk of source as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, at + 1));
      take(true);
      from = at + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (length > 0) take(false);
  if (gunzip !== undefined && gunzip.bytesWritten !== raw.bytesRead) {
    throw Object.assign(new Error('Bytes after the end.'), { code: 'trailing_bytes' });
  }
}

// ---------------------------------------------------------------------------------------------- signatures

function publicKeysOf({ keys }: Jwks): Map<string, KeyObject> {
  const known = new Map<string, KeyObject>();
  for (const jwk of keys) {
    const { kty, crv, x } = jwk;
    // A set may hold keys for other things.
    if (kty !== 'OKP' || crv !== 'Ed25519') continue;
    const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x }));
    const kid = typeof jwk.kid === 'string' ? jwk.kid : thumbprint.digest('base64url');
    known.set(kid, createPublicKey({ key: jwk, format: 'jwk' }));
  }
  return known;
}

function signatureProblem(
  { kid, sig }: { readonly kid: string; readonly sig: string },
  text: string,
  keys: ReadonlyMap<string, KeyObject> | undefined,
): { readonly code: string; readonly message: string } | undefined {
  if (keys === undefined) return undefined;
  const key = keys.get(kid);
  if (key === undefined) {
    return {
      code: 'unknown_signing_key',
      message: 'The signature is of a key that was not given: it was not checked.',
    };
  }
  if (isSigned(text, sig, key)) return undefined;
  return { code: 'bad_signature', message: 'The signature is not of this text.' };
}

function isSigned(text: string, sig: string, key: KeyObject): boolean {
  const signature = fromBase64url(sig);
  return signature !== undefined && verifySignature(null, Buffer.from(text), key, signature);
}

/** Only the one way in which the bytes are written: no padding, no spaces, no bits to spare. */
function fromBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

// ---------------------------------------------------------------------------------------------- receipts

/** What a receipt came to. */
export type ReceiptCheck =
  | {
      readonly ok: true;
      readonly decisionId: string;
      /** The line of the log that is receipted. */
      readonly record: Readonly<Record<string, unknown>>;
    }
  | { readonly ok: false; readonly reason: string };

/** Longest receipt, in characters. */
const MAX_RECEIPT = 262_144;

/** Checks the receipt of a decision: a compact JWS (RFC 7515) with EdDSA (RFC 8037). Never throws for a receipt. */
export function verifyReceipt(jws: string, jwks: Jwks): ReceiptCheck {
  const refuse = (reason: string): ReceiptCheck => ({ ok: false, reason });
  const [header = '', payload = '', sig = '', ...more] =
    jws.length > MAX_RECEIPT ? [] : jws.split('.');
  const head = parseObject(fromBase64url(header)?.toString() ?? '');
  if (head === undefined || more.length > 0) return refuse('This is no receipt.');
  if (head.alg !== 'EdDSA' || head.typ !== 'safeai-receipt+jwt' || 'crit' in head) {
    return refuse('The header is not that of a receipt.');
  }
  const key = typeof head.kid === 'string' ? publicKeysOf(jwks).get(head.kid) : undefined;
  if (key === undefined) return refuse('It is signed with a key that was not given.');
  if (!isSigned(`${header}.${payload}`, sig, key)) {
    return refuse('The signature is not of this text: it was changed, or another key made it.');
  }
  const {
    v,
    receipt_of: decisionId,
    record,
  } = objectOr(parseObject(fromBase64url(payload)?.toString() ?? ''));
  const isGood = v === 1 && typeof decisionId === 'string' && isObject(record);
  if (!isGood || record.decision_id !== decisionId) return refuse('It does not hold a record.');
  return { ok: true, decisionId, record };
}

// ---------------------------------------------------------------------------------------------- the command

const USAGE = `usage: node safeai-verify.js [--key FILE]... [--jwks FILE] [--checkpoints FILE] [--live] [--json] FOLDER
       node safeai-verify.js --receipt FILE|- --jwks FILE [--json]

  --key          a key of the chain, in hex or base64, or the key file keys/audit.json; may be given several times
  --jwks         the public keys, as /.well-known/safeai-keys.json has them
  --checkpoints  the checkpoints that were kept elsewhere
  --live         the log is in use: its last line may be unfinished
  --receipt      a receipt to verify instead of a log; - reads it from the input
  --json         print the report as JSON

Exit code: 0 all is well, 1 problems, 2 wrong usage.
`;

/** Something that the user has to put right. */
class UsageError extends Error {}

/**
 * The command.
 *
 * @param argv arguments without node and the script
 * @returns the exit code: 0, 1 or 2
 */
export async function main(argv: readonly string[]): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parseCommand(argv);
    if (values.help === true) {
      process.stdout.write(USAGE);
      return 0;
    }
    const jwks = values.jwks === undefined ? undefined : await readJwks(values.jwks);
    if (values.receipt !== undefined) {
      if (jwks === undefined || positionals.length > 0) throw new UsageError(USAGE);
      return printReceipt(verifyReceipt(await readReceipt(values.receipt), jwks), values.json);
    }
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new UsageError(USAGE);
    const chainKeys = (await Promise.all((values.key ?? []).map(readChainKeys))).flat();
    const { checkpoints, live = false } = values;
    const report = await verifyLog({
      folder,
      chainKeys,
      live,
      ...(jwks === undefined ? {} : { jwks }),
      ...(checkpoints === undefined ? {} : { checkpoints }),
    });
    return printReport(report, values.json);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    process.stderr.write(text.endsWith('\n') ? text : `safeai-verify: ${text}\n`);
    return 2;
  }
}

function parseCommand(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        jwks: { type: 'string' },
        checkpoints: { type: 'string' },
        receipt: { type: 'string' },
        live: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function printReport(report: VerifyReport, asJson = false): 0 | 1 {
  const { ok, records, segments, checkpoints, problems, unchecked = [] } = report;
  if (asJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    for (const { code, file, line, byte, seq, message } of problems) {
      const place = [
        ...(line === undefined ? [] : [`line ${line}`]),
        ...(byte === undefined ? [] : [`byte ${byte}`]),
        ...(seq === undefined ? [] : [`seq ${seq}`]),
      ];
      process.stdout.write(`${[file, ...place].join(', ')}: ${code}: ${message}\n`);
    }
    const counts = `${records} lines, ${segments} segments, ${checkpoints} signed checkpoints`;
    const verdict = ok ? 'ok' : `${problems.length} problems`;
    process.stdout.write(`${verdict}: ${counts}\n`);
    for (const what of unchecked) {
      const option = what === 'hashes' ? '--key' : '--jwks';
      process.stdout.write(`not checked: ${what} (${option} was not given)\n`);
    }
  }
  return ok ? 0 : 1;
}

function printReceipt(check: ReceiptCheck, asJson = false): 0 | 1 {
  if (asJson) process.stdout.write(`${JSON.stringify(check)}\n`);
  else process.stdout.write(check.ok ? `ok: ${check.decisionId}\n` : `bad: ${check.reason}\n`);
  return check.ok ? 0 : 1;
}

async function readJwks(path: string): Promise<Jwks> {
  const value = parseJson(await readText(path), path);
  if (!isObject(value) || !Array.isArray(value.keys) || !value.keys.every(isObject)) {
    throw new UsageError(`${path} is no set of keys: {"keys":[…]} is expected.`);
  }
  const jwks = { keys: value.keys as JsonWebKey[] };
  try {
    publicKeysOf(jwks);
  } catch {
    throw new UsageError(`${path} holds a key that is no Ed25519 key.`);
  }
  return jwks;
}

async function readReceipt(path: string): Promise<string> {
  if (path !== '-') return (await readText(path)).trim();
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString().trim();
}

/** Says nothing of what a file holds that is not a key: it could be one with a slip. */
async function readChainKeys(path: string): Promise<{ id: string; key: Uint8Array }[]> {
  const text = (await readText(path)).trim();
  const value = text.startsWith('{') ? parseJson(text, path) : { versions: [{ key: text }] };
  const versions: unknown[] =
    isObject(value) && Array.isArray(value.versions) ? value.versions : [];
  const keys = versions.map((version) => keyBytes(objectOr(version).key));
  const good = keys.filter((key) => key !== undefined);
  if (good.length === 0 || good.length < keys.length) {
    throw new UsageError(
      `${path} holds no key: 32 bytes or more in hex or base64, or a key file, are expected.`,
    );
  }
  return good.map((key) => {
    const id = createHash('sha256').update('safeai-key\n').update(key).digest('hex');
    return { id: id.slice(0, 16), key };
  });
}

function keyBytes(text: unknown): Uint8Array | undefined {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined;
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(text);
  const bytes = Buffer.from(text, isHex ? 'hex' : 'base64');
  return bytes.length >= 32 ? bytes : undefined;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} cannot be read (${code}).`);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is no JSON.`);
  }
}

/** Whether Node was started with this file, whatever its name is now. A bundle that holds it is not meant. */
function isScript(): boolean {
  const started = process.argv[1];
  if (started === undefined) return false;
  try {
    const path = realpathSync(fileURLToPath(import.meta.url));
    if (realpathSync(started) !== path) return false;
    return readFileSync(path, 'utf8').startsWith(
      '/**\n * Verifies an audit log, or a receipt, without',
    );
  } catch {
    return false;
  }
}

if (isScript()) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
