import type { OffsetMap } from './offset-map.ts';

export { OffsetMap } from './offset-map.ts';

/** A part of a text, read another way: one run of decoded characters. */
export interface ReadPart {
  /** Number of the run, ascending from 0 in the order in which runs begin. */
  readonly run: number;
  /** Further characters of the run as they are read. May be empty. */
  readonly text: string;
  /** No more of this run will come. */
  readonly ends: boolean;
}

/**
 * Reads one text another way, piece by piece. However the text is cut into pieces, the runs, their
 * characters and their maps come out the same.
 */
export interface Reading {
  /**
   * Reads on.
   *
   * @param piece what follows in the text
   * @param last the text ends with this piece
   */
  read(piece: string, last: boolean): readonly ReadPart[];

  /** Where the run's characters stand in the source: UTF-16 offsets from the text's beginning. */
  mapOf(run: number): OffsetMap;

  /** The run's map will not be asked for again: its memory can be given back. */
  release(run: number): void;

  /**
   * First source offset whose characters have not been given out, or given up, yet: what stands from here
   * on may still be read as something else. Never decreases; equals the source's length after `last`.
   */
  readonly settled: number;

  /** Whether any run so far differs from the source; of a spelling, whether a token was replaced. */
  readonly changed: boolean;
}
