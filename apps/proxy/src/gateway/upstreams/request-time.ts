/** Why a request was ended that took longer than it may. */
export const OVERDUE = Symbol('overdue');

/** The time that a request has: until its caller leaves, and no longer than a limit. */
export class RequestTime {
  readonly #controller = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timer: NodeJS.Timeout;
  readonly #onLeave: () => void;

  constructor(caller: AbortSignal, totalMs: number) {
    this.#caller = caller;
    this.#onLeave = () => {
      this.#controller.abort(caller.reason);
    };
    this.#timer = setTimeout(() => {
      this.#controller.abort(OVERDUE);
    }, totalMs);
    caller.addEventListener('abort', this.#onLeave);
    if (caller.aborted) this.#onLeave();
  }

  /** Aborted with the caller's reason, or {@link OVERDUE}. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The request needs no more time. */
  end(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#onLeave);
  }
}
