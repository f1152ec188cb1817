/** Most answers that are kept: past that, the oldest is forgotten. */
const MOST_KEPT = 1000;

interface Kept<Answer> {
  readonly answer: Promise<Answer>;
  /** On the clock of `performance.now()`; undefined until it is there. */
  until: number | undefined;
}

/** What many ask for at once, and again and again, is made once for all of them. A failure is not kept. */
export class KeptAnswers<Answer> {
  readonly #keepMs: number;
  readonly #kept = new Map<string, Kept<Answer>>();

  /** @param keepMs milliseconds that an answer is given for, from when it is there */
  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /**
   * @param key all that the answer depends on
   * @param make asked where no answer is kept and none is being made
   */
  get(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const known = this.#kept.get(key);
    if (known !== undefined && !isOver(known)) return known.answer;
    this.#forget();
    const kept: Kept<Answer> = { answer: make(), until: undefined };
    this.#kept.set(key, kept);
    kept.answer.then(
      () => {
        kept.until = performance.now() + this.#keepMs;
      },
      () => {
        kept.until = 0;
      },
    );
    return kept.answer;
  }

  /** Makes room: those that are over go; where that is not enough, the oldest. */
  #forget(): void {
    for (const [key, kept] of this.#kept) {
      if (isOver(kept) || this.#kept.size >= MOST_KEPT) this.#kept.delete(key);
    }
  }
}

function isOver({ until }: Kept<unknown>): boolean {
  return until !== undefined && performance.now() >= until;
}
