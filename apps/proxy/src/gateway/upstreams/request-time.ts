/** Why a request was ended that took longer than it may. */
export const OVERDUE = Symbol('overdue');

/** The time that a request has: until its caller leaves, and no longer than a limit. */
export class RequestTime {
  readonly #caller: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #onLeave: () => void;
  #reason: unknown;
  #over = false;
  /** Who is working on the request now. One at a time: an `AbortSignal` for each request would cost more than all else here. */
  #worker: (() => void) | undefined;

  constructor(caller: AbortSignal, totalMs: number) {
    this.#caller = caller;
    this.#onLeave = () => {
      this.#finish(caller.reason);
    };
    this.#timer = setTimeout(() => {
      this.#finish(OVERDUE);
    }, totalMs);
    caller.addEventListener('abort', this.#onLeave);
    if (caller.aborted) this.#onLeave();
  }

  /** Whether the time is over. */
  get over(): boolean {
    return this.#over;
  }

  /** What ended it: the caller's reason, or {@link OVERDUE}. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Calls who works on the request once the time is over: now, if it is. Takes the place of the one before. */
  tell(worker: () => void): void {
    this.#worker = worker;
    if (this.#over) worker();
  }

  /** Nobody is to be told any more. */
  untell(): void {
    this.#worker = undefined;
  }

  /** The request needs no more time. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onLeave);
    this.#worker = undefined;
  }

  #finish(reason: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#reason = reason;
    this.#worker?.();
  }
}
