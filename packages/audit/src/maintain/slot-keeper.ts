import { join } from 'node:path';
import { rm, stat } from 'node:fs/promises';

import { isMissing } from '../append/files.ts';
import { plainFile, type SegmentName } from '../format/segment-name.ts';
import type { BuriedSegment } from '../format/system-lines.ts';
import { CHUNK_LINES } from '../index-file/chunk.ts';
import { indexFile } from '../index-file/segment-index.ts';
import { openSegment } from '../read/open-segment.ts';
import { segmentsOf } from '../read/segments.ts';
import { openingLine, segmentDetails } from '../read/writer-lines.ts';
import { latestTime } from './latest-time.ts';
import type { MaintainedLog } from './maintained-log.ts';
import { burySegments } from './retention.ts';
import type { MaintenanceTasks } from './tasks.ts';

/** A segment of little traffic is ended after this part of the greatest age, so that its records can go in time. */
const ROTATE_AFTER = 1 / 8;

/** A chunk's lines have more bytes than this. */
const LEAST_CHUNK_BYTES = CHUNK_LINES * 256;

/** How a slot is kept. */
export interface KeepOptions {
  readonly folder: string;
  readonly compress: boolean;
  /** Milliseconds; `Infinity` keeps all. */
  readonly maxAgeMs: number;
  readonly tasks: MaintenanceTasks;
  readonly now: number;
  /** Aborted when maintenance is stopped: no further step is begun. */
  readonly signal: AbortSignal;
}

/** What is known of a segment that nothing is added to any more. */
interface Sealed {
  readonly name: SegmentName;
  readonly end: number;
  /** Time of its latest line; undefined until asked for. */
  latest?: number | undefined;
  /** Indexed, and compressed where that is wanted. */
  done?: boolean;
}

/** Keeps one slot's segments: index, compression, retention. What is settled is remembered between two runs. */
export class SlotKeeper {
  readonly #log: MaintainedLog;
  readonly #sealed = new Map<string, Sealed>();
  /** Of the live segment: how long it was when it was last indexed. */
  #indexed = { name: '', size: 0 };
  #isFirst = true;

  /** @param log whose slot's lock is held for as long as this is used */
  constructor(log: MaintainedLog) {
    this.#log = log;
  }

  /**
   * Nothing more is done once the slot is another process's.
   *
   * @throws the first error of the file system or the log, after everything else was tried
   */
  async keep(options: KeepOptions): Promise<void> {
    const segments = await this.#segments(options.folder);
    if (this.#isFirst) await removeLeftovers(options.folder, segments);
    this.#isFirst = false;
    const sealed = await this.#settled(options.folder, segments);
    const last = segments.at(-1);
    const live = sealed.length === segments.length - 1 ? last : undefined;
    const steps = [
      () => this.#indexLive(options, live),
      () => this.#retain(options, sealed, live),
      ...sealed.map((each) => () => this.#finish(each, options)),
    ];
    const errors: unknown[] = [];
    for (const step of steps) {
      if (options.signal.aborted || !(await this.#log.isHeld())) break;
      await step().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }

  #segments(folder: string): Promise<readonly SegmentName[]> {
    return segmentsOf(folder, this.#log.writer);
  }

  /**
   * The segments that nothing is added to any more: all that another one follows, once that one's first line is
   * there and says what counts. Where that line is damaged, a third one is proof enough.
   */
  async #settled(folder: string, segments: readonly SegmentName[]): Promise<Sealed[]> {
    const sealed: Sealed[] = [];
    for (const [index, name] of segments.slice(0, -1).entries()) {
      const key = plainFile(name);
      let known = this.#sealed.get(key);
      if (known === undefined) {
        const next = segments[index + 1];
        const details = next === undefined ? undefined : await segmentDetails(folder, next);
        if (details === undefined && index + 2 >= segments.length) break;
        const previous = details?.previous;
        const end = previous?.file === key ? previous.void_from : undefined;
        known = { name, end: end ?? Infinity };
        this.#sealed.set(key, known);
      }
      sealed.push(known);
    }
    return sealed;
  }

  /** Once so much was added that there may be another chunk. */
  async #indexLive({ folder, tasks }: KeepOptions, live: SegmentName | undefined): Promise<void> {
    const size = live === undefined ? undefined : await fileSize(join(folder, plainFile(live)));
    if (live === undefined || size === undefined) return;
    if (this.#indexed.name !== plainFile(live)) this.#indexed = { name: plainFile(live), size: 0 };
    if (size < this.#indexed.size + LEAST_CHUNK_BYTES) return;
    await tasks.index({ folder, name: live, end: Infinity, complete: false });
    this.#indexed.size = size;
  }

  /** @param live the segment after the sealed ones */
  async #retain(
    options: KeepOptions,
    sealed: readonly Sealed[],
    live: SegmentName | undefined,
  ): Promise<void> {
    const { folder, maxAgeMs, now, tasks } = options;
    if (maxAgeMs === Infinity) return;
    const began = live === undefined ? undefined : await beginning(folder, live);
    const isLiveOld = began !== undefined && began < now - maxAgeMs * ROTATE_AFTER;
    if (isLiveOld) await this.#log.rotate();

    const buried: BuriedSegment[] = [];
    const ended = live !== undefined && isLiveOld ? [{ name: live, end: Infinity }] : [];
    for (const each of [...sealed, ...ended] as Sealed[]) {
      each.latest ??= await latestTime(folder, each.name, each.end);
      const latest = (each.latest ?? 0) > now ? await this.#endOf(options, each.name) : each.latest;
      if (latest === undefined || latest >= now - maxAgeMs) break;
      const described = await tasks.describe({ folder, name: each.name, end: each.end });
      if (described === undefined) break;
      buried.push(described);
    }
    await burySegments(folder, this.#log, buried);
    for (const { file } of buried) this.#sealed.delete(file);
  }

  /** When the next segment was begun: for one with lines from the future, as a clock that was wrong leaves them. */
  async #endOf({ folder }: KeepOptions, name: SegmentName): Promise<number | undefined> {
    const next = (await this.#segments(folder)).find(({ firstSeq }) => firstSeq > name.firstSeq);
    return next === undefined ? undefined : beginning(folder, next);
  }

  async #finish(sealed: Sealed, { folder, compress, tasks }: KeepOptions): Promise<void> {
    const { name, end } = sealed;
    if (sealed.done === true || !this.#sealed.has(plainFile(name))) return;
    if (compress && !name.compressed) await tasks.compress({ folder, name, end });
    else if (!(await isIndexed(folder, name, end))) {
      await tasks.index({ folder, name, end, complete: true });
    }
    sealed.done = true;
  }
}

async function isIndexed(folder: string, name: SegmentName, end: number): Promise<boolean> {
  const segment = await openSegment(folder, name);
  if (segment === undefined) return true;
  await segment.close();
  return (segment.index?.heads.chunks.at(-1)?.to ?? 0) >= Math.min(end, segment.size);
}

async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** When a segment was begun, in milliseconds since the epoch. */
async function beginning(folder: string, name: SegmentName): Promise<number | undefined> {
  const line = await openingLine(folder, name);
  return line === undefined ? undefined : Date.parse(line.ts);
}

/** What a crash while compressing left behind. */
async function removeLeftovers(folder: string, segments: readonly SegmentName[]): Promise<void> {
  for (const name of segments) {
    const plain = join(folder, plainFile(name));
    await rm(`${plain}.gz.tmp`, { force: true });
    if (name.compressed) await rm(indexFile(plain), { force: true });
  }
}

/** Whether a slot has anything to do that its lock would be needed for. */
export async function isDue(
  { folder, compress, maxAgeMs, now }: KeepOptions,
  segments: readonly SegmentName[],
): Promise<boolean> {
  const sealed = segments.slice(0, -1);
  if (compress && sealed.some(({ compressed }) => !compressed)) return true;
  const [oldest] = segments;
  if (oldest === undefined || maxAgeMs === Infinity) return false;
  const began = await beginning(folder, oldest);
  if (began === undefined || began >= now - maxAgeMs) return false;
  const latest = await latestTime(folder, oldest, Infinity);
  return latest !== undefined && latest < now - maxAgeMs;
}
