import type { WireEvent } from '@safeai/api/wire';

/** One loop over events. Those that come while it is busy wait for it, within bounds. */
export class EventReader implements AsyncIterator<WireEvent, undefined> {
  readonly #most: number;
  readonly #gap: (since: string | null) => WireEvent;
  readonly #onReturn: () => void;
  #queue: WireEvent[] = [];
  #waiting: ((result: Result | Promise<Result>) => void)[] = [];
  #last: string | null = null;
  #end: { readonly error: Error | null } | null = null;

  /**
   * @param most events that may wait
   * @param gap makes what is told in the place of those that are lost
   * @param onReturn the loop was left
   */
  constructor(most: number, gap: (since: string | null) => WireEvent, onReturn: () => void) {
    this.#most = most;
    this.#gap = gap;
    this.#onReturn = onReturn;
  }

  push(event: WireEvent): void {
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      this.#last = event.id;
      waiting({ value: event, done: false });
      return;
    }
    if (this.#queue.length >= this.#most) this.#queue = [this.#gap(this.#last)];
    this.#queue.push(event);
  }

  /** What waits is still read; then the loop ends, or throws. */
  end(error: Error | null): void {
    if (this.#end !== null) return;
    const [first, ...others] = this.#waiting.splice(0);
    // Told once: to who waits, or to who asks next.
    this.#end = { error: first === undefined ? error : null };
    first?.(error === null ? DONE : Promise.reject(error));
    for (const waiting of others) waiting(DONE);
  }

  next(): Promise<Result> {
    const event = this.#queue.shift();
    if (event !== undefined) {
      this.#last = event.id;
      return Promise.resolve({ value: event, done: false });
    }
    if (this.#end === null) return new Promise((resolve) => this.#waiting.push(resolve));
    const { error } = this.#end;
    this.#end = { error: null };
    return error === null ? Promise.resolve(DONE) : Promise.reject(error);
  }

  return(): Promise<Result> {
    this.#queue = [];
    this.end(null);
    this.#onReturn();
    return Promise.resolve(DONE);
  }
}

type Result = IteratorResult<WireEvent, undefined>;

const DONE: Result = { value: undefined, done: true };
