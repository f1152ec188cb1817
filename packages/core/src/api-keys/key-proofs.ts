import { SafeAIError } from '../errors.ts';
import type { SecretHash } from '../ports.ts';
import type { ApiKey } from './api-key.ts';

/** Most slow hashes at once: each takes a processor and 16 MiB for a while. */
const AT_ONCE = 4;

/** Most of one key: whoever guesses at it, by an id that is no secret, keeps nobody else's from being checked. */
const OF_ONE_KEY = 2;

/** Most that wait for one of them. */
const WAITING = 256;

/** Most keys that are remembered as proved. */
const CAPACITY = 4096;

/**
 * Whether secrets are those of keys, by their slow hashes. A secret that was proved once is known by its lookup
 * from then on: the slow hash is for the first time that a process sees a key.
 */
export class KeyProofs {
  readonly #hash: SecretHash;
  readonly #proved = new Map<string, string>();
  readonly #running = new Map<string, Promise<boolean>>();
  /** How many slow hashes of a key run or wait. */
  readonly #ofKey = new Map<string, number>();
  readonly #queue: (() => void)[] = [];
  #busy = 0;

  constructor(hash: SecretHash) {
    this.#hash = hash;
  }

  /**
   * @param lookup the secret's own, under the key of now
   * @throws SafeAIError `state_unavailable` while too many wait for the same
   */
  async holds({ id, hash }: ApiKey, secret: string, lookup: string): Promise<boolean> {
    const proof = `${lookup} ${hash}`;
    if (this.#proved.get(id) === proof) return true;
    const running = this.#running.get(proof);
    if (running !== undefined) return running;
    const others = this.#ofKey.get(id) ?? 0;
    if (others >= OF_ONE_KEY) throw tooMany();
    this.#ofKey.set(id, others + 1);
    const matching = this.#inTurn(() => this.#hash.matches(secret, hash));
    this.#running.set(proof, matching);
    try {
      const matches = await matching;
      if (matches) this.#remember(id, proof);
      return matches;
    } finally {
      this.#running.delete(proof);
      this.#leave(id);
    }
  }

  #leave(id: string): void {
    const left = (this.#ofKey.get(id) ?? 1) - 1;
    if (left === 0) this.#ofKey.delete(id);
    else this.#ofKey.set(id, left);
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= AT_ONCE) await this.#turn();
    else this.#busy++;
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // Whoever is next takes the place over.
      if (next === undefined) this.#busy--;
      else next();
    }
  }

  #turn(): Promise<void> {
    if (this.#queue.length >= WAITING) throw tooMany();
    return new Promise((resolve) => this.#queue.push(resolve));
  }

  #remember(id: string, proof: string): void {
    if (this.#proved.size >= CAPACITY) this.#proved.clear();
    this.#proved.set(id, proof);
  }
}

function tooMany(): SafeAIError {
  return new SafeAIError(
    'state_unavailable',
    'Too many API keys are being checked for the first time. Try again in a moment.',
  );
}
