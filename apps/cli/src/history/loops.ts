/** Calls of a cycle that come before the same cycle counts as a loop. */
export const LOOP_REPEATS = 5;

/** Longest cycle that is looked for, in calls. */
const LONGEST_CYCLE = 4;

/** Finds calls that a session makes again and again, alone or in turn with a few others. */
export class LoopFinder {
  readonly #recent: string[] = [];
  /** By the length of the cycle: how many of the last calls were the same as the one a cycle before. */
  readonly #same: number[] = Array.from({ length: LONGEST_CYCLE + 1 }, () => 0);

  /**
   * Takes the next call of the session.
   *
   * @returns how many calls the cycle has that has just become a loop; told once for each
   */
  next(digest: string): number | undefined {
    let found: number | undefined;
    for (let cycle = 1; cycle <= LONGEST_CYCLE; cycle++) {
      const isSame = this.#recent.at(-cycle) === digest;
      const count = isSame ? (this.#same[cycle] ?? 0) + 1 : 0;
      this.#same[cycle] = count;
      if (count === cycle * (LOOP_REPEATS - 1)) found ??= cycle;
    }
    this.#recent.push(digest);
    if (this.#recent.length > LONGEST_CYCLE) this.#recent.shift();
    return found;
  }
}
