/**
 * Where the characters of a decoded value stand in its source. Quotes and escapes vanish when a shell
 * reads a word, so an index into the value is not an index into the text.
 *
 * Pairs `[value index, source index, …]`, ascending: each starts a run that was copied unchanged.
 */
export type SourceMap = readonly number[];

/** The source index of a value's index; an index past the last run continues it. */
export function locateInSource(map: SourceMap, index: number): number {
  let low = 0;
  let high = map.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map[middle * 2] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return (map[low * 2 + 1] ?? 0) + index - (map[low * 2] ?? 0);
}

/** Collects a value piece by piece together with its map. */
export class ValueBuilder {
  readonly #pieces: string[] = [];
  readonly #map: number[] = [];
  #length = 0;
  /** Source index at which the next piece would continue the current run. */
  #next = -1;

  get length(): number {
    return this.#length;
  }

  /** Appends a piece. A piece that is not a copy of its source must be the last of its run. */
  add(piece: string, source: number, sourceLength = piece.length): void {
    if (source !== this.#next) this.#map.push(this.#length, source);
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#next = sourceLength === piece.length ? source + sourceLength : -1;
  }

  value(): string {
    return this.#pieces.length === 1 ? (this.#pieces[0] ?? '') : this.#pieces.join('');
  }

  map(): SourceMap {
    return this.#map;
  }
}
