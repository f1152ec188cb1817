import type { Line } from '../read/parse-line.ts';
import { BLOCK_LINES, CHUNK_LINES, encodeChunk } from './chunk.ts';
import { ColumnsBuilder } from './columns-builder.ts';
import { lineTerms } from './term.ts';

/** A chunk of long lines ends early: its offsets are numbers of 32 bits. */
const MAX_CHUNK_BYTES = 1 << 28;

/** Gathers the lines of one chunk. */
export class ChunkBuilder {
  readonly #from: number;
  readonly #blockStarts: number[] = [];
  readonly #postings = new Map<number, number[]>();
  readonly #columns = new ColumnsBuilder();
  #bytes = 0;
  #lines = 0;
  #firstSeq = Infinity;
  #lastSeq = -Infinity;
  #firstTs = Infinity;
  #lastTs = -Infinity;

  /** @param from byte of the segment at which the first line begins */
  constructor(from: number) {
    this.#from = from;
  }

  get lines(): number {
    return this.#lines;
  }

  get full(): boolean {
    return this.#lines === CHUNK_LINES || this.#bytes >= MAX_CHUNK_BYTES;
  }

  /** Byte of the segment at which the next line begins. */
  get to(): number {
    return this.#from + this.#bytes;
  }

  /**
   * @param line undefined for bytes that are no line of the format: they count, and are found by no term
   * @param bytes length with the line feed
   */
  add(line: Line | undefined, bytes: number): void {
    const ordinal = this.#lines++;
    if (ordinal % BLOCK_LINES === 0) this.#blockStarts.push(this.#bytes);
    this.#bytes += bytes;
    this.#columns.add(line);
    if (line === undefined) return;
    const ts = Date.parse(line.ts);
    this.#firstSeq = Math.min(this.#firstSeq, line.seq);
    this.#lastSeq = Math.max(this.#lastSeq, line.seq);
    if (!Number.isNaN(ts)) {
      this.#firstTs = Math.min(this.#firstTs, ts);
      this.#lastTs = Math.max(this.#lastTs, ts);
    }
    for (const term of lineTerms(line)) {
      const ordinals = this.#postings.get(term);
      if (ordinals === undefined) this.#postings.set(term, [ordinal]);
      else if (ordinals.at(-1) !== ordinal) ordinals.push(ordinal);
    }
  }

  /** The chunk and its columns as the index file has them. O(terms). */
  encode(): Buffer {
    const range = {
      firstSeq: this.#firstSeq,
      lastSeq: this.#lastSeq,
      firstTs: this.#firstTs,
      lastTs: this.#lastTs,
      from: this.#from,
      to: this.to,
      lines: this.#lines,
    };
    const chunk = encodeChunk(range, this.#blockStarts, this.#postings);
    const columns = this.#columns.encode(this.#from);
    return columns === undefined ? chunk : Buffer.concat([chunk, columns]);
  }
}
