import { BLOCK_LINES, type ChunkHead } from '../index-file/chunk.ts';
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

/** Chunks whose terms are looked up at once, at most. */
const MAX_LOOKAHEAD = 16;

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
  const covered = coveredChunks(segment, extent);
  const tail = (): AsyncGenerator<Buffer, void> =>
    wholeLines(segment, covered.at(-1)?.to ?? 0, extent.end, order);
  const pick = new LinePicker(segment, match, extent, order);

  if (order === 'newest') for await (const bytes of tail()) yield pick.from(bytes);
  const chunks = covered.filter((chunk) => mayHold(chunk, match, extent));
  if (order === 'newest') chunks.reverse();
  for (let next = 0, ahead = 1; next < chunks.length; next += ahead) {
    ahead = Math.min(next === 0 ? 1 : ahead * 2, MAX_LOOKAHEAD);
    const group = chunks.slice(next, next + ahead);
    const found = await Promise.all(
      group.map(async (chunk) => segment.index?.find(chunk, match.terms)),
    );
    for (const [index, chunk] of group.entries()) yield* chunkLines(chunk, found[index], pick);
  }
  if (order === 'oldest') for await (const bytes of tail()) yield pick.from(bytes);
}

/** Chunks of the index that lie in the part that counts. */
function coveredChunks(segment: OpenSegment, { end }: Extent): ChunkHead[] {
  const chunks = segment.index?.heads.chunks ?? [];
  return chunks.filter(({ to }) => to <= end);
}

function mayHold(
  chunk: ChunkHead,
  { since, until }: Match,
  { belowSeq, fromSeq }: Extent,
): boolean {
  return (
    chunk.firstSeq < belowSeq &&
    chunk.lastSeq >= fromSeq &&
    (since === -Infinity || chunk.lastTs >= since) &&
    (until === Infinity || chunk.firstTs < until)
  );
}

/** @param ordinals candidates; undefined for all lines */
async function* chunkLines(
  chunk: ChunkHead,
  ordinals: Uint16Array | undefined,
  pick: LinePicker,
): AsyncGenerator<readonly Line[], void> {
  const byBlock = new Map<number, Set<number> | undefined>();
  if (ordinals === undefined) {
    for (let block = 0; block < chunk.blocks; block++) byBlock.set(block, undefined);
  } else {
    for (const ordinal of ordinals) {
      const block = Math.floor(ordinal / BLOCK_LINES);
      const wanted = byBlock.get(block) ?? new Set();
      byBlock.set(block, wanted.add(ordinal % BLOCK_LINES));
    }
  }
  const blocks = [...byBlock];
  if (pick.order === 'newest') blocks.reverse();
  for (const [block, wanted] of blocks) {
    const from = chunk.blockAt(block);
    yield pick.from(await pick.segment.read(from, chunk.blockAt(block + 1)), wanted);
  }
}

/** Takes the matching lines out of bytes. */
class LinePicker {
  readonly segment: OpenSegment;
  readonly order: Order;
  readonly #match: Match;
  readonly #extent: Extent;

  constructor(segment: OpenSegment, match: Match, extent: Extent, order: Order) {
    this.segment = segment;
    this.order = order;
    this.#match = match;
    this.#extent = extent;
  }

  /**
   * @param bytes whole lines
   * @param wanted which of them, counted from 0; undefined for those that hold the filter's needle
   */
  from(bytes: Buffer, wanted?: ReadonlySet<number>): readonly Line[] {
    const { needle } = this.#match;
    const ranges =
      wanted === undefined && needle !== undefined
        ? linesWith(bytes, needle)
        : allLines(bytes, wanted);
    const lines: Line[] = [];
    for (const [from, to] of ranges) {
      const line = parseLine(bytes.toString('utf8', from, to), this.segment.name.writer);
      if (line !== undefined && this.#counts(line.seq) && this.#match.accepts(line)) {
        lines.push(line);
      }
    }
    return this.order === 'newest' ? lines.reverse() : lines;
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
