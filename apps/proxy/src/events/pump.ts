import type { Timing } from './timing.ts';

/** How long the loop is held at a time, in milliseconds. */
const SLICE_MS = 2.5;
/** Listeners between two looks at the time. */
const LOOK_EVERY = 4;
/** A round is followed by so many times its work without any, so that most of the loop is left to decisions. */
const REST = 2;
/** Longest time without work, in milliseconds: what is told comes at most this late. */
const LONGEST_REST_MS = 50;
/** Rounds that take less are not followed by rest, in milliseconds. */
const NO_REST_MS = 1;

/**
 * Goes round the listeners while there is something to tell. It never holds the loop for long, and the longer a round
 * takes, the more each listener is told by one write of the next.
 */
export class Pump<Visited> {
  readonly #visited: ReadonlySet<Visited>;
  readonly #visit: (visited: Visited) => boolean;
  readonly #timing: Timing;
  #round: Iterator<Visited> | undefined;
  #busyMs = 0;
  #restUntil = 0;
  #isWanted = false;
  #isScheduled = false;

  /** @param visit does its work for one of them, without throwing; tells whether there is more */
  constructor(visited: ReadonlySet<Visited>, visit: (visited: Visited) => boolean, timing: Timing) {
    this.#visited = visited;
    this.#visit = visit;
    this.#timing = timing;
  }

  /** There is something to tell. O(1). */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isScheduled && this.#visited.size > 0) this.#schedule();
  }

  #schedule(): void {
    this.#isScheduled = true;
    const rest = this.#restUntil - this.#timing.elapsed();
    const work = (): void => {
      this.#slice();
    };
    if (rest > 0) this.#timing.after(rest, work);
    else this.#timing.soon(work);
  }

  #slice(): void {
    const start = this.#timing.elapsed();
    this.#round ??= this.#begin();
    const isDone = this.#work(this.#round, start);
    const end = this.#timing.elapsed();
    this.#busyMs += end - start;
    if (!isDone) {
      this.#timing.soon(() => {
        this.#slice();
      });
      return;
    }
    this.#round = undefined;
    const rest = this.#busyMs < NO_REST_MS ? 0 : Math.min(LONGEST_REST_MS, REST * this.#busyMs);
    this.#restUntil = end + rest;
    this.#isScheduled = false;
    if (this.#isWanted) this.wake();
  }

  #begin(): Iterator<Visited> {
    this.#isWanted = false;
    this.#busyMs = 0;
    return this.#visited.values();
  }

  /** @returns whether the round is over */
  #work(round: Iterator<Visited>, start: number): boolean {
    for (let count = 1; ; count++) {
      const next = round.next();
      if (next.done === true) return true;
      if (this.#visit(next.value)) this.#isWanted = true;
      if (count % LOOK_EVERY === 0 && this.#timing.elapsed() - start >= SLICE_MS) return false;
    }
  }
}
