import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Begins the key of a running server, which lies in its state folder. */
const LOCAL_KEY_PREFIX = 'sfai_local_';

/**
 * The key that a server makes at its start and leaves in a file for its own user: who sends it can read the state
 * folder, and is believed as much as the server's own operator.
 */
export class LocalKey {
  readonly text: string;
  readonly #digest: Buffer;

  constructor(text = LOCAL_KEY_PREFIX + randomBytes(32).toString('base64url')) {
    this.text = text;
    this.#digest = digestOf(text);
  }

  /** Compares in a time that does not tell how much was right. */
  is(candidate: string): boolean {
    return timingSafeEqual(digestOf(candidate), this.#digest);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
