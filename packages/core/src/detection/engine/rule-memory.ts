/** Tries of a rule in a row that are each closer to the last than so many characters are counted. */
const CLOSE = 24;

/**
 * What is remembered of every rule while a text is scanned: the end of its last match, within which it is
 * not tried again, the last place where it was tried, and how many tries in a row were close together.
 */
export class RuleMemory {
  /** By rule: for which text those below hold. */
  readonly #textOf: Int32Array;
  readonly #matchedTo: Int32Array;
  readonly #triedAt: Int32Array;
  readonly #close: Int32Array;
  #text = 0;

  constructor(rules: number) {
    this.#textOf = new Int32Array(rules);
    this.#matchedTo = new Int32Array(rules);
    this.#triedAt = new Int32Array(rules);
    this.#close = new Int32Array(rules);
  }

  /** Forgets everything: another text begins. O(1). */
  begin(): void {
    this.#text = (this.#text + 1) | 0;
  }

  /** Whether a rule is to be tried at a place: it was not tried there, and its last match ends before. */
  isOpen(rule: number, at: number): boolean {
    if (this.#textOf[rule] !== this.#text) return true;
    return at >= (this.#matchedTo[rule] ?? 0) && at !== this.#triedAt[rule];
  }

  /** Tries in a row, the one at this place included, that are close together. */
  closeTries(rule: number, at: number): number {
    if (this.#textOf[rule] !== this.#text) return 0;
    const last = this.#triedAt[rule] ?? -1;
    return last !== -1 && at - last < CLOSE ? (this.#close[rule] ?? 0) + 1 : 0;
  }

  /** Takes note of a try; what {@link closeTries} says of it. */
  tried(rule: number, at: number): number {
    const close = this.closeTries(rule, at);
    if (this.#textOf[rule] !== this.#text) {
      this.#textOf[rule] = this.#text;
      this.#matchedTo[rule] = 0;
    }
    this.#triedAt[rule] = at;
    this.#close[rule] = close;
    return close;
  }

  /** To be called after {@link tried}. */
  matched(rule: number, to: number): void {
    this.#matchedTo[rule] = to;
  }

  /** The text's first `by` characters are gone: all places move. O(rules). */
  shift(by: number): void {
    for (let rule = 0; rule < this.#textOf.length; rule++) {
      if (this.#textOf[rule] !== this.#text) continue;
      this.#matchedTo[rule] = Math.max(0, (this.#matchedTo[rule] ?? 0) - by);
      const tried = this.#triedAt[rule] ?? -1;
      // Before the text, where no further try is close to it.
      this.#triedAt[rule] = tried >= by ? tried - by : -1;
    }
  }

  /** A memory of the same, that goes its own way. */
  fork(): RuleMemory {
    const fork = new RuleMemory(this.#textOf.length);
    fork.#textOf.set(this.#textOf);
    fork.#matchedTo.set(this.#matchedTo);
    fork.#triedAt.set(this.#triedAt);
    fork.#close.set(this.#close);
    fork.#text = this.#text;
    return fork;
  }
}
