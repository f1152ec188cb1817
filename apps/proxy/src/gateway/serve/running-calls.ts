import { SafeAIError } from '@safeai/core';

/** Calls to providers that are being made. */
export class RunningCalls {
  readonly #running = new Map<AbortController, Promise<unknown>>();

  /**
   * Makes a call.
   *
   * @param left aborted once the caller is gone
   * @param call is given what ends it: aborted with the reason of `left`, or with `shutting_down` by {@link cutOff}
   */
  async run<T>(left: AbortSignal, call: (gone: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const leave = (): void => {
      controller.abort(left.reason);
    };
    if (left.aborted) leave();
    else left.addEventListener('abort', leave);
    const running = call(controller.signal);
    this.#running.set(controller, running);
    try {
      return await running;
    } finally {
      this.#running.delete(controller);
      left.removeEventListener('abort', leave);
    }
  }

  /** Ends what is left: their callers are told. */
  cutOff(): void {
    for (const controller of this.#running.keys()) {
      controller.abort(new SafeAIError('shutting_down', 'The server is stopping.'));
    }
  }

  /** Fulfilled once none is left of those that run now. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }
}
