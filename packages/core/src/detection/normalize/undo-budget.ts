/**
 * How many encoded characters one scan undoes: escapes, and digits of base64 and hexadecimal, in all its texts and in
 * what they turn out to be. A scan of what is left takes a few times as long as one of plain text, so that this bounds the
 * time of a scan beyond that. UTF-16 code units.
 */
export const MOST_UNDONE = 4_194_304;

/** What a scan may still undo. Where it is used up, what follows in the text is read as it stands, and that is told. */
export class UndoBudget {
  #left: number;
  #isSpent = false;

  constructor(most = MOST_UNDONE) {
    this.#left = most;
  }

  /** Something encoded was left as it stands. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Whether so many characters may be undone; once not, never again. */
  take(characters: number): boolean {
    if (this.#isSpent || characters > this.#left) {
      this.#isSpent = true;
      return false;
    }
    this.#left -= characters;
    return true;
  }
}
