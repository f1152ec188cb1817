import type { ServerResponse } from 'node:http';

/** Requests whose handlers wait for something: each is told to stop when its caller is gone or the server stops. */
export class Waits {
  readonly #waiting = new Set<AbortController>();
  #ended = false;

  /** Aborted when the connection of an answer closes, and by {@link end}. */
  signalFor(res: ServerResponse): AbortSignal {
    const controller = new AbortController();
    if (this.#ended || res.destroyed) {
      controller.abort();
      return controller.signal;
    }
    this.#waiting.add(controller);
    res.once('close', () => {
      this.#waiting.delete(controller);
      controller.abort();
    });
    return controller.signal;
  }

  /** Tells all that wait, and all that come after. */
  end(): void {
    this.#ended = true;
    for (const controller of this.#waiting) controller.abort();
    this.#waiting.clear();
  }
}
