/** In so many parts a wait is counted. */
const PARTS = 20;

/**
 * Waits, but not for the program itself: the wait is counted in parts, of which a turn of the event loop counts one at
 * most. A program that is kept busy for longer than the whole of it so still sees first what has come meanwhile.
 */
export class Patience {
  readonly #timer: NodeJS.Timeout;

  /**
   * @param ms how long, where the event loop is on time
   * @param onOver called once, unless it is stopped before
   */
  constructor(ms: number, onOver: () => void) {
    let left = PARTS;
    this.#timer = setTimeout(() => {
      left -= 1;
      if (left === 0) onOver();
      else this.#timer.refresh();
    }, ms / PARTS);
  }

  /** Ends the wait. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}
