import { UndoBudget } from '../normalize/undo-budget.ts';

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
 * What may be spent at a place follows from how much of the text lies before it, not from how much comes
 * after it: a text that arrives in pieces is treated as the whole one is.
 *
 * It also tells what was done, for tests that check growth by work instead of time.
 */
export class WorkBudget {
  /** Characters that the prefilter looked at. */
  characters = 0;
  /** Attempts to match a pattern. */
  attempts = 0;
  /** Characters of the texts before this one; of all up to the place that was reached. */
  #before = 0;
  #reached = 0;
  #charged = 0;
  #counted = 0;
  #readings: WorkBudget | undefined;
  #undoing: UndoBudget | undefined;

  /** What the texts that share this one may undo, in all their readings. */
  get undoing(): UndoBudget {
    return (this.#undoing ??= new UndoBudget());
  }

  /** Something encoded was left as it stands, see {@link UndoBudget}. */
  get leftEncoded(): boolean {
    return this.#undoing?.isSpent === true;
  }

  /** Shared by the readings of the texts that share this one. */
  get readings(): WorkBudget {
    return (this.#readings ??= new WorkBudget());
  }

  /** A further text begins. */
  begin(): void {
    this.#before = this.characters;
    this.#reached = this.characters;
  }

  /** Takes note of characters that the prefilter looks at. */
  read(characters: number): void {
    this.characters += characters;
  }

  /** The scan has come to this place of the text. */
  reach(at: number): void {
    this.#reached = this.#before + at;
  }

  /** Whether one run of a pattern can be charged with its worst case. */
  affords(steps: number): boolean {
    return this.#charged + steps <= FLOOR + PER_CHARACTER * this.#reached;
  }

  /** Charges one run of a pattern with its worst case; false when that is too much. */
  charge(steps: number): boolean {
    if (!this.affords(steps)) return false;
    this.#charged += steps;
    return true;
  }

  /** Counted steps that are left at the place that was reached. */
  get counted(): number {
    return COUNTED_FLOOR + COUNTED_PER_CHARACTER * this.#reached - this.#counted;
  }

  /** Takes note of steps that were counted. */
  count(steps: number): void {
    this.#counted += steps;
  }

  /** A budget of which as much is spent. */
  fork(): WorkBudget {
    const fork = new WorkBudget();
    fork.characters = this.characters;
    fork.attempts = this.attempts;
    fork.#before = this.#before;
    fork.#reached = this.#reached;
    fork.#charged = this.#charged;
    fork.#counted = this.#counted;
    return fork;
  }
}
