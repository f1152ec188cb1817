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

  /**
   * Forgets what lies before a place of the window, and takes up what follows it.
   *
   * @param kept first place that is still needed
   */
  advance(kept: number, piece: string, last: boolean): void {
    this.text = kept >= this.text.length ? piece : this.text.slice(kept) + piece;
    this.base += kept;
    this.last = last;
  }

  /** The code unit at a place, or -1 past the end; where more may come, this is remembered. */
  codeAt(at: number): number {
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
