import type { Clock } from '../ports.ts';
import type { ApiKey } from './api-key.ts';

/** How long what the store said is believed, in milliseconds from the question on. */
const FRESH_MS = 500;

/** Most ids that are remembered, unknown ones included. */
const CAPACITY = 4096;

interface Remembered {
  readonly askedAt: number;
  readonly record: Promise<ApiKey | undefined>;
}

/**
 * Keys as their store has them, asked for once in {@link FRESH_MS}: who makes many requests does not ask the
 * state each time. Requests at once share one question. A failure is not remembered.
 */
export class KeyRecords {
  readonly #ask: (id: string) => Promise<ApiKey | undefined>;
  readonly #clock: Clock;
  readonly #remembered = new Map<string, Remembered>();

  constructor(ask: (id: string) => Promise<ApiKey | undefined>, clock: Clock) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Undefined for an unknown id. @throws what the store throws */
  get(id: string): Promise<ApiKey | undefined> {
    const askedAt = this.#clock.monotonic();
    const known = this.#remembered.get(id);
    if (known !== undefined && askedAt - known.askedAt < FRESH_MS) return known.record;
    const asked: Remembered = { askedAt, record: this.#ask(id) };
    this.#remember(id, asked);
    asked.record.catch(() => {
      if (this.#remembered.get(id) === asked) this.#remembered.delete(id);
    });
    return asked.record;
  }

  /** What changes in this process counts at once. */
  forget(id: string): void {
    this.#remembered.delete(id);
  }

  #remember(id: string, asked: Remembered): void {
    // The oldest question stands first, and goes first.
    this.#remembered.delete(id);
    this.#remembered.set(id, asked);
    if (this.#remembered.size <= CAPACITY) return;
    for (const [oldest] of this.#remembered) {
      this.#remembered.delete(oldest);
      return;
    }
  }
}
