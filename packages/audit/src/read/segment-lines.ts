import { BLOCK_LINES, type ChunkHead } from '../index-file/chunk.ts';
import { matchingLines } from './column-lines.ts';
import type { Match } from './match.ts';
import type { OpenSegment } from './open-segment.ts';
import { parseLine, type Line } from './parse-line.ts';
import { wholeLines, type Order } from './windows.ts';

/** What of a segment counts. */
export interface Extent {
  /** Bytes from this one on do not count. */
  readonly end: number;
  /** Sequence numbers that count, half-open. */
  readonly fromSeq: number;
  readonly belowSeq: number;
}

/** Chunks that are looked up, and blocks that are read, at once: the more the longer it goes on. */
const MAX_AHEAD = 16;

/**
 * The matching lines of a segment, a block at a time, blocks and lines in order. Chunks of the index that cannot
 * hold a match are passed over, of the others only the blocks with candidates are read; what the index does not
 * cover is scanned.
 */
export async function* segmentLines(
  segment: OpenSegment,
  match: Match,
  extent: Extent,
  order: Order,
): AsyncGenerator<readonly Line[], void> {
  const chunks = indexedChunks(segment, extent);
  const tail = (): AsyncGenerator<readonly Line[], void> =>
    tailLines(segment, match, extent, order);

  if (order === 'newest') yield* tail();
  yield* chunkLines(segment, chunks, match, extent, order);
  if (order === 'oldest') yield* tail();
}

/** The chunks of the index whose lines count. */
export function indexedChunks(segment: OpenSegment, { end }: Extent): readonly ChunkHead[] {
  return segment.index?.heads.chunks.filter(({ to }) => to <= end) ?? [];
}

/** The matching lines of what the index does not cover yet. */
export async function* tailLines(
  segment: OpenSegment,
  match: Match,
  extent: Extent,
  order: Order,
): AsyncGenerator<readonly Line[], void> {
  const pick = new LinePicker(segment, match, extent, order);
  const from = indexedChunks(segment, extent).at(-1)?.to ?? 0;
  for await (const bytes of wholeLines(segment, from, extent.end, order)) yield pick.from(bytes);
}

/** The matching lines of some chunks. @param chunks the oldest first */
export async function* chunkLines(
  segment: OpenSegment,
  chunks: readonly ChunkHead[],
  match: Match,
  extent: Extent,
  order: Order,
): AsyncGenerator<readonly Line[], void> {
  const pick = new LinePicker(segment, match, extent, order);
  const wanted = chunks.filter((chunk) => mayHold(chunk, match, extent));
  if (order === 'newest') wanted.reverse();
  for (const group of growing(wanted)) {
    const blocks = await Promise.all(group.map((chunk) => candidates(segment, chunk, match)));
    if (order === 'newest') for (const each of blocks) each.reverse();
    for (const some of growing(blocks.flat())) {
      const read = await Promise.all(some.map(({ from, to }) => segment.read(from, to)));
      for (const [index, bytes] of read.entries()) yield pick.from(bytes, some[index]?.lines);
    }
  }
}

/** In groups of one, two, four and so on. */
function* growing<T>(items: readonly T[]): Generator<readonly T[]> {
  let size = 1;
  for (let next = 0; next < items.length; size = nextSize(size)) {
    yield items.slice(next, next + size);
    next += size;
  }
}

const nextSize = (size: number): number => Math.min(size * 2, MAX_AHEAD);

/** Whether a line of a chunk can match. */
export function mayHold(chunk: ChunkHead, match: Match, extent: Extent): boolean {
  return (
    chunk.firstSeq < extent.belowSeq &&
    chunk.lastSeq >= extent.fromSeq &&
    (match.since === -Infinity || chunk.lastTs >= match.since) &&
    (match.until === Infinity || chunk.firstTs < match.until)
  );
}

/** A block in which there may be matches. */
interface Block {
  readonly from: number;
  readonly to: number;
  /** Which lines of it, counted from 0; undefined for any. */
  readonly lines: Set<number> | undefined;
}

/** Of the lines that may match, as the index says; undefined where it cannot, and all lines have to be looked at. */
async function ordinalsOf(
  { index }: OpenSegment,
  chunk: ChunkHead,
  match: Match,
): Promise<Uint16Array | Uint32Array | undefined> {
  const columns = match.byColumns ? await index?.columns(chunk) : undefined;
  return columns === undefined ? index?.find(chunk, match.terms) : matchingLines(columns, match);
}

/** In order of their places. */
async function candidates(segment: OpenSegment, chunk: ChunkHead, match: Match): Promise<Block[]> {
  const place = (block: number): Pick<Block, 'from' | 'to'> => ({
    from: chunk.blockAt(block),
    to: chunk.blockAt(block + 1),
  });
  const ordinals = await ordinalsOf(segment, chunk, match);
  if (ordinals === undefined) {
    return Array.from({ length: chunk.blocks }, (_, block) => ({
      ...place(block),
      lines: undefined,
    }));
  }
  const blocks = new Map<number, Block & { readonly lines: Set<number> }>();
  for (const ordinal of ordinals) {
    const block = Math.floor(ordinal / BLOCK_LINES);
    const known = blocks.get(block) ?? { ...place(block), lines: new Set() };
    known.lines.add(ordinal % BLOCK_LINES);
    blocks.set(block, known);
  }
  return [...blocks.values()];
}

/** Takes the matching lines out of bytes. */
class LinePicker {
  readonly #segment: OpenSegment;
  readonly #order: Order;
  readonly #match: Match;
  readonly #extent: Extent;

  constructor(segment: OpenSegment, match: Match, extent: Extent, order: Order) {
    this.#segment = segment;
    this.#order = order;
    this.#match = match;
    this.#extent = extent;
  }

  /**
   * @param bytes whole lines
   * @param wanted which of them, counted from 0; undefined for any. The filter's needle must be in each.
   */
  from(bytes: Buffer, wanted?: ReadonlySet<number>): readonly Line[] {
    const { needle } = this.#match;
    const ranges =
      wanted === undefined && needle !== undefined
        ? linesWith(bytes, needle)
        : allLines(bytes, wanted);
    const lines: Line[] = [];
    for (const [from, to] of ranges) {
      if (
        wanted !== undefined &&
        needle !== undefined &&
        !bytes.subarray(from, to).includes(needle)
      )
        continue;
      const line = parseLine(bytes.toString('utf8', from, to), this.#segment.name.writer);
      if (line !== undefined && this.#counts(line.seq) && this.#match.accepts(line)) {
        lines.push(line);
      }
    }
    return this.#order === 'newest' ? lines.reverse() : lines;
  }

  #counts(seq: number): boolean {
    return seq >= this.#extent.fromSeq && seq < this.#extent.belowSeq;
  }
}

const LINE_FEED = 0x0a;

function* allLines(
  bytes: Buffer,
  wanted: ReadonlySet<number> | undefined,
): Generator<readonly [number, number]> {
  for (let from = 0, line = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(LINE_FEED, from);
    const to = end < 0 ? bytes.length : end;
    if (wanted?.has(line) !== false) yield [from, to];
    from = to + 1;
  }
}

function* linesWith(bytes: Buffer, needle: Buffer): Generator<readonly [number, number]> {
  for (let at = bytes.indexOf(needle); at >= 0;) {
    const end = bytes.indexOf(LINE_FEED, at);
    const to = end < 0 ? bytes.length : end;
    yield [bytes.lastIndexOf(LINE_FEED, at) + 1, to];
    at = bytes.indexOf(needle, to + 1);
  }
}
