import type { EventSink, SafeAIEvent } from '@safeai/core';

/** Where events can be heard. */
export interface EventSource {
  /**
   * Hears every event from now on. A listener returns at once; what it throws is its own affair.
   *
   * @returns ends it
   */
  listen(listener: (event: SafeAIEvent) => void): () => void;
}

/** Passes events on to all who listen. */
export class EventRelay implements EventSink, EventSource {
  readonly #listeners = new Set<(event: SafeAIEvent) => void>();

  emit(event: SafeAIEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        // The decision stands, and the other listeners hear of it.
      }
    }
  }

  listen(listener: (event: SafeAIEvent) => void): () => void {
    // Each time a function of its own: whoever listens twice ends one of the two.
    const own = (event: SafeAIEvent): void => {
      listener(event);
    };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }
}
