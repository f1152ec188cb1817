/** Steps that a scan may spend on costly patterns before it has read anything. */
const FLOOR = 4_000_000;

/** Further steps for every character read. */
const PER_CHARACTER = 64;

/** Patterns that take at most this many steps at a place are not charged: their number of tries is bounded anyway. */
export const FREE_STEPS = 512;

/**
 * Bounds what one scan may spend on patterns that can look far ahead, so that no text can make it take
 * more than a constant time per character. What is not tried any more is reported unverified.
 *
 * It also counts what was done, for tests that check growth by work instead of time.
 */
export class WorkBudget {
  /** Characters that the prefilter looked at. */
  characters = 0;
  /** Patterns that were run. */
  attempts = 0;
  #left = FLOOR;

  /** Adds what a further text allows. */
  grant(characters: number): void {
    this.characters += characters;
    this.#left += characters * PER_CHARACTER;
  }

  /** Counts one run of a pattern; false when it must not be run any more. */
  spend(steps: number): boolean {
    this.attempts++;
    if (steps <= FREE_STEPS) return true;
    if (this.#left < steps) return false;
    this.#left -= steps;
    return true;
  }

  /** Gives back what a pattern that matched was charged: its match will not be looked at again by this rule. */
  refund(steps: number): void {
    if (steps > FREE_STEPS) this.#left += steps;
  }
}
