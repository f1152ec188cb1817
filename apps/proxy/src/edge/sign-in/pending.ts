import { randomBytes } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';

/** How long a person may take at the issuer, in seconds. */
export const PENDING_SECONDS = 600;

/** Most finished sign-ins that are remembered; all are forgotten when their time is over. */
const MOST_FINISHED = 10_000;

/** A sign-in that is under way at the issuer. */
export interface Pending {
  /** Random; comes back from the issuer. */
  readonly state: string;
  /** Random; comes back in the ID token. */
  readonly nonce: string;
  /** Proves to the issuer that whoever began also ends (PKCE, RFC 7636). */
  readonly verifier: string;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly returnTo: string;
  /** The cookie of the session that the new one takes the place of. */
  readonly session?: string | undefined;
}

/**
 * Sign-ins under way, each in a cookie of its own browser, encrypted with a key of this process: strangers who begin
 * many of them take no memory here, and a callback in another browser finds nothing.
 */
export class PendingSignIns {
  readonly #key = randomBytes(32);
  readonly #now: () => number;
  /** When each state that came back is over, oldest first. */
  readonly #finished = new Map<string, number>();

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The cookie's value. */
  async seal(pending: Pending): Promise<string> {
    return await new EncryptJWT({ ...pending })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(new Date(this.#now() + PENDING_SECONDS * 1000))
      .encrypt(this.#key);
  }

  /** What a cookie holds, once for each; null for one that is not ours, too old, or of another `state`. */
  async take(cookie: string, state: string | null): Promise<Pending | null> {
    const pending = await this.#opened(cookie);
    if (pending?.state !== state) return null;
    return this.#finish(pending.state) ? pending : null;
  }

  async #opened(cookie: string): Promise<Pending | null> {
    try {
      const { payload } = await jwtDecrypt<Pending>(cookie, this.#key, {
        currentDate: new Date(this.#now()),
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return payload;
    } catch {
      return null;
    }
  }

  /** Whether this is the first time. */
  #finish(state: string): boolean {
    const now = this.#now();
    for (const [oldest, over] of this.#finished) {
      if (over > now && this.#finished.size < MOST_FINISHED) break;
      this.#finished.delete(oldest);
    }
    if (this.#finished.has(state)) return false;
    this.#finished.set(state, now + PENDING_SECONDS * 1000);
    return true;
  }
}
