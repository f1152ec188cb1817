/** Most words of a stream that are remembered. */
const MOST_WORDS = 256;

/** The words that a stream's events have said: most say the same ones in each. */
export class ToldWords {
  readonly #told = new Set<string>();

  has(word: string): boolean {
    return this.#told.has(word);
  }

  add(word: string): void {
    if (this.#told.size < MOST_WORDS) this.#told.add(word);
  }
}
