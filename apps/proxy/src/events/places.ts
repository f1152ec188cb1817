import type { SafeAIConfig } from '@safeai/config';
import { HttpError } from '../http/problem.ts';

/** How long to wait for a place, in seconds. */
const RETRY_AFTER = '30';

/** Places of listeners: so many, and so many of one credential. */
export class Places {
  readonly #settings: () => SafeAIConfig['events'];
  readonly #owned = new Map<string, number>();
  #taken = 0;

  constructor(settings: () => SafeAIConfig['events']) {
    this.#settings = settings;
  }

  /**
   * Takes a place.
   *
   * @param owner whose credential it is
   * @returns gives it back; idempotent
   * @throws HttpError `rate_limited` where there is none
   */
  take(owner: string): () => void {
    const { maxSockets, maxSocketsPerPrincipal } = this.#settings();
    const own = this.#owned.get(owner) ?? 0;
    if (this.#taken >= maxSockets) throw full(maxSockets, 'max_sockets');
    if (own >= maxSocketsPerPrincipal) {
      throw full(maxSocketsPerPrincipal, 'max_sockets_per_principal');
    }
    this.#taken++;
    this.#owned.set(owner, own + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#taken--;
      const left = (this.#owned.get(owner) ?? 1) - 1;
      if (left === 0) this.#owned.delete(owner);
      else this.#owned.set(owner, left);
    };
  }
}

function full(most: number, setting: string): HttpError {
  return new HttpError(
    'rate_limited',
    `There are ${String(most)} listeners already (events.${setting}).`,
    { headers: { 'retry-after': RETRY_AFTER } },
  );
}
