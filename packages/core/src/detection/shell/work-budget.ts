/** Deepest nesting of commands inside commands (`sudo env bash -c '…'`) that is followed. */
export const MAX_LEVEL = 8;

const FLOOR = 524_288;
const FACTOR = 3.5;

/**
 * Bounds the total work on one text to a constant times its length, however its commands nest. What
 * the budget does not reach is reported as unreadable, never skipped.
 */
export class WorkBudget {
  readonly #total: number;
  #left: number;

  constructor(length: number) {
    this.#total = FLOOR + FACTOR * length;
    this.#left = this.#total;
  }

  get spent(): number {
    return this.#total - this.#left;
  }

  /** Takes `amount` from the budget; false when it is spent. */
  spend(amount: number): boolean {
    if (this.#left < 0) return false;
    this.#left -= amount;
    return this.#left >= 0;
  }
}
