/** Patterns that take at most this many steps at a place are run without charge: the places are bounded. */
export const FREE_STEPS = 1024;

/** Counted steps after which most attempts that fail have failed. They are not charged either. */
export const SHORT_ATTEMPT = 64;

/** Steps that a scan may spend, by worst case, before it has read anything; and for every character read. */
const FLOOR = 4_000_000;
const PER_CHARACTER = 48;

/** The same for steps that are counted as they are made. */
const COUNTED_FLOOR = 2_000_000;
const COUNTED_PER_CHARACTER = 16;

/**
 * Bounds what one scan may spend on patterns, so that no text can make it take more than a constant time
 * per character. Patterns are first charged with their worst case; when that is used up, their steps are
 * counted as they are made, which is slower; when those are used up too, they are run no more.
 *
 * It also tells what was done, for tests that check growth by work instead of time.
 */
export class WorkBudget {
  /** Characters that the prefilter looked at. */
  characters = 0;
  /** Attempts to match a pattern. */
  attempts = 0;
  /** Counted steps that are left. */
  counted = COUNTED_FLOOR;
  #left = FLOOR;

  /** Adds what a further text allows. */
  grant(characters: number): void {
    this.characters += characters;
    this.#left += characters * PER_CHARACTER;
    this.counted += characters * COUNTED_PER_CHARACTER;
  }

  /** Charges one run of a pattern with its worst case; false when that is too much. */
  charge(steps: number): boolean {
    if (this.#left < steps) return false;
    this.#left -= steps;
    return true;
  }
}
