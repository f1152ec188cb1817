/**
 * How much of the text itself a decision about one place of a reading may look through. A reading of a reading
 * may be made of far more characters than it has. UTF-16 code units.
 */
export const MOST_LOOKED_THROUGH = 4096;

/** Characters of a reading that a decision looks at, at most. */
const LOOKED_AT = 192;

/**
 * The part of a text that is being read: what has come and is not yet decided. A look past what has come
 * is remembered, so that a decision that rests on it is taken again when more is there. That is what
 * makes every decision the same however the text is cut.
 */
export class SourceWindow {
  /** What has come from {@link base} on. */
  text = '';
  /** Offset in the source of the window's first character. */
  base = 0;
  /** Nothing follows the window. */
  last = false;
  #ranOut = false;
  /** Given for a reading of a reading: where its places stand in the text itself. */
  readonly #sourceOf: ((at: number) => number) | undefined;
  /** Whether places of the window can be too far apart. */
  #isSpread = false;
  /** First place that the decision does not look at, as it is too far away. */
  #far = Infinity;

  /** @param sourceOf from offsets in the source to those in what it is a reading of, if it is one */
  constructor(sourceOf?: (at: number) => number) {
    this.#sourceOf = sourceOf;
  }

  /**
   * Forgets what lies before a place of the window, and takes up what follows it.
   *
   * @param kept first place that is still needed
   */
  advance(kept: number, piece: string, last: boolean): void {
    this.text = kept >= this.text.length ? piece : this.text.slice(kept) + piece;
    this.base += kept;
    this.last = last;
    this.#far = Infinity;
    const length = this.text.length;
    const added = this.#placeOf(length) - this.#placeOf(0) - length;
    this.#isSpread = added + LOOKED_AT > MOST_LOOKED_THROUGH;
  }

  /** What is looked at from now on decides about this place: the text is as if it ended where it is too far away. */
  decide(at: number): void {
    this.#far = Infinity;
    if (!this.#isSpread) return;
    const most = this.#placeOf(at) + MOST_LOOKED_THROUGH;
    let far = Math.min(at + LOOKED_AT, this.text.length);
    if (this.#placeOf(far) <= most) return;
    let near = at;
    while (near + 1 < far) {
      const middle = (near + far) >> 1;
      if (this.#placeOf(middle) > most) far = middle;
      else near = middle;
    }
    this.#far = far;
  }

  /** Whether a place is not too far from another one before it. */
  isNear(at: number, from: number): boolean {
    return !this.#isSpread || this.#placeOf(at) - this.#placeOf(from) <= MOST_LOOKED_THROUGH;
  }

  #placeOf(at: number): number {
    return this.#sourceOf?.(this.base + at) ?? at;
  }

  /** The code unit at a place, or -1 past the end; where more may come, this is remembered. */
  codeAt(at: number): number {
    if (at >= this.#far) return -1;
    if (at < this.text.length) return this.text.charCodeAt(at);
    if (!this.last) this.#ranOut = true;
    return -1;
  }

  /** Whether there was a look past what has come since the last question. */
  ranOut(): boolean {
    const ranOut = this.#ranOut;
    this.#ranOut = false;
    return ranOut;
  }
}
