/** Equal tokens at equal distances: character `index` of a run belongs to token `(index - out) / outLength`. */
interface Stretch {
  /** Place in the run of the first token. */
  readonly out: number;
  /** Place in the source of the first token. */
  readonly source: number;
  /** Characters of one token in the run, and in the source. */
  readonly outLength: number;
  readonly sourceLength: number;
  /** From one token's beginning in the source to the next one's. */
  advance: number;
  count: number;
}

/**
 * From places in a run to places in its source. It is built from left to right while the run is read;
 * places are UTF-16 code units. Regular stretches (copied text, groups of base64, pairs of hex digits)
 * take constant memory. A look-up takes time logarithmic in the number of stretches kept.
 *
 * Starts and ends never decrease along a run. A place at or past the run's end is the source's place
 * that has been reached.
 */
export class OffsetMap {
  readonly #stretches: Stretch[] = [];
  #forgotten = 0;
  #out = 0;
  #source: number;

  /** @param source where in the source the run begins */
  constructor(source = 0) {
    this.#source = source;
  }

  /** Characters of the run so far. */
  get length(): number {
    return this.#out;
  }

  /** Source offset that has been reached. */
  get reached(): number {
    return this.#source;
  }

  /** Source offset where the character at `at` begins; inside a replaced token, where the token begins. */
  sourceStart(at: number): number {
    const stretch = this.#find(at);
    return stretch === undefined ? this.#source : tokenStart(stretch, at);
  }

  /** Source offset where the character at `at` ends (exclusive); inside a replaced token, where the token ends. */
  sourceEnd(at: number): number {
    const stretch = this.#find(at);
    return stretch === undefined ? this.#source : tokenStart(stretch, at) + stretch.sourceLength;
  }

  /** The next `length` characters stand in the run as they stand in the source. */
  copied(length: number): void {
    if (length > 0) this.#add(1, 1, this.#source, 1, length);
  }

  /**
   * The next `sourceLength` characters of the source stand as `outLength` characters (> 0) in the run.
   *
   * @param shared how many of those characters the token before has a part in too, where the bits of one
   *   character lie in two groups
   */
  replaced(sourceLength: number, outLength: number, shared = 0): void {
    this.#add(sourceLength, outLength, this.#source - shared, sourceLength, 1);
  }

  /** The next `sourceLength` characters of the source are not in the run. */
  dropped(sourceLength: number): void {
    this.#source += sourceLength;
  }

  /** Forget what lies before a place of the run: it will not be asked again. */
  forget(before: number): void {
    const kept = this.#indexOf(before);
    if (kept <= this.#forgotten) return;
    this.#forgotten = kept;
    // Moving the rest only when it is the smaller half keeps the cost constant per stretch.
    if (kept * 2 < this.#stretches.length) return;
    this.#stretches.splice(0, kept);
    this.#forgotten = 0;
  }

  #add(
    sourceLength: number,
    outLength: number,
    start: number,
    advance: number,
    count: number,
  ): void {
    const last = this.#stretches.at(-1);
    if (last?.outLength === outLength && last.sourceLength === sourceLength) {
      const next = start - last.source - (last.count - 1) * last.advance;
      if ((last.count === 1 || next === last.advance) && (count === 1 || next === advance)) {
        last.advance = next;
        last.count += count;
        this.#reach(sourceLength, outLength, start, advance, count);
        return;
      }
    }
    this.#stretches.push({
      out: this.#out,
      source: start,
      outLength,
      sourceLength,
      advance,
      count,
    });
    this.#reach(sourceLength, outLength, start, advance, count);
  }

  #reach(
    sourceLength: number,
    outLength: number,
    start: number,
    advance: number,
    count: number,
  ): void {
    this.#out += outLength * count;
    this.#source = start + (count - 1) * advance + sourceLength;
  }

  #find(at: number): Stretch | undefined {
    return at >= this.#out ? undefined : this.#stretches[this.#indexOf(at)];
  }

  /** The stretch in which `at` lies, the first kept one for what has been forgotten. */
  #indexOf(at: number): number {
    let low = this.#forgotten;
    let high = this.#stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#stretches[middle]?.out ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function tokenStart(stretch: Stretch, at: number): number {
  const token = Math.max(0, Math.floor((at - stretch.out) / stretch.outLength));
  return stretch.source + token * stretch.advance;
}
