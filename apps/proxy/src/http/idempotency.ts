import { createHash } from 'node:crypto';
import { ROUTES, type RouteDescription, type ValueMode } from '@safeai/api';
import { SafeAIError, type Principal } from '@safeai/core';
import { ClientGone } from './read-body.ts';
import type { AnswerParts } from './with-headers.ts';

/** An answer that can be given again. */
export interface StoredAnswer extends Partial<AnswerParts> {
  readonly body: string;
}

interface Entry {
  readonly digest: string;
  /** Null: it was shown, and is not kept. */
  readonly answer: Promise<StoredAnswer | null>;
  /** `performance.now()`; later ones stand later in the map. */
  expiresAt: number;
  bytes: number;
}

/** How long an answer is kept, in milliseconds. */
export const REPLAY_MS = 60_000;

/** What may be kept at once. */
export interface IdempotencyBounds {
  readonly entries: number;
  readonly bytes: number;
}

const BOUNDS: IdempotencyBounds = { entries: 10_000, bytes: 32 * 1_048_576 };

/** Which answer is asked for: whose, of which route, to which request. */
export interface IdempotencyClaim {
  readonly principal: Principal;
  readonly routeId: string;
  /** The `idempotency_key` of the body. */
  readonly key: string;
  /** How much of found values the caller is shown. */
  readonly values: ValueMode;
  /** With the tenants of the principal, all that the answer depends on: path as it was asked for, query, body. */
  readonly path: string;
  readonly query: string;
  readonly body: Buffer;
}

/**
 * Gives a repeated request the answer of the first one, for 60 s. In memory, bounded by number and size: the
 * oldest answers go first. Failures are not kept: their repeats are new requests. Nor are answers that hold a
 * secret which is shown once: their repeats are refused, so that nothing is made twice.
 */
export class IdempotencyStore {
  readonly #entries = new Map<string, Entry>();
  readonly #bounds: IdempotencyBounds;
  readonly #now: () => number;
  #bytes = 0;

  constructor(bounds: IdempotencyBounds = BOUNDS, now = () => performance.now()) {
    this.#bounds = bounds;
    this.#now = now;
  }

  /**
   * The kept answer, or the one that `make` gives now. A repeat that comes while the first is being answered
   * waits for it.
   *
   * @throws SafeAIError `conflict` when the key was used with another request, or for an answer that is shown once;
   *   whatever `make` throws
   */
  async answer(
    claim: IdempotencyClaim,
    make: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer & { readonly replayed: boolean }> {
    this.#dropExpired();
    const id = identityOf(claim);
    const digest = digestOf(claim);
    const known = this.#entries.get(id);
    if (known !== undefined) {
      if (known.digest !== digest) {
        throw new SafeAIError('conflict', 'The idempotency_key was used with another request.');
      }
      try {
        const kept = await known.answer;
        if (kept === null) throw wasShown();
        return { ...kept, replayed: true };
      } catch (error) {
        if (!(error instanceof ClientGone)) throw error;
        // Whoever asked first left before the answer. This one is still here.
        if (this.#entries.get(id) === known) this.#drop(id, known);
        return this.answer(claim, make);
      }
    }
    const made = make();
    const answer = SHOWN_ONCE.has(claim.routeId) ? made.then(() => null) : made;
    const entry: Entry = { digest, answer, expiresAt: this.#now() + REPLAY_MS, bytes: 0 };
    this.#entries.set(id, entry);
    try {
      const [shown, kept] = await Promise.all([made, entry.answer]);
      this.#keep(id, entry, kept);
      return { ...shown, replayed: false };
    } catch (error) {
      if (this.#entries.get(id) === entry) this.#entries.delete(id);
      throw error;
    }
  }

  /** How many answers are kept. */
  get size(): number {
    return this.#entries.size;
  }

  #keep(id: string, entry: Entry, answer: StoredAnswer | null): void {
    if (this.#entries.get(id) !== entry) return;
    entry.bytes = Buffer.byteLength(answer?.body ?? '');
    this.#bytes += entry.bytes;
    while (this.#entries.size > this.#bounds.entries || this.#bytes > this.#bounds.bytes) {
      const [oldest] = this.#entries;
      if (oldest === undefined) return;
      this.#drop(...oldest);
    }
  }

  #dropExpired(): void {
    const now = this.#now();
    for (const [id, entry] of this.#entries) {
      if (entry.expiresAt > now) return;
      this.#drop(id, entry);
    }
  }

  #drop(id: string, entry: Entry): void {
    this.#entries.delete(id);
    this.#bytes -= entry.bytes;
    entry.bytes = 0;
  }
}

const ALL: readonly RouteDescription[] = ROUTES;

/** Routes whose answers hold a secret that is shown once. */
const SHOWN_ONCE: ReadonlySet<string> = new Set(
  ALL.filter(({ answer }) => answer.shownOnce).map(({ id }) => id),
);

function wasShown(): SafeAIError {
  return new SafeAIError(
    'conflict',
    'The answer to this idempotency_key was shown once and is not kept. If it did not arrive, revoke what it made and ask under another one.',
  );
}

/** Callers meet under a key only where they may ask and see the same. */
function identityOf({ principal, routeId, key, values }: IdempotencyClaim): string {
  const { source, user, agent, agents, tenants, roles } = principal;
  return JSON.stringify([
    source,
    user,
    agent ?? agents ?? '',
    tenants,
    roles,
    values,
    routeId,
    key,
  ]);
}

function digestOf({ principal, path, query, body }: IdempotencyClaim): string {
  return createHash('sha256')
    .update(JSON.stringify([principal.tenant, principal.tenants, path, query]))
    .update(body)
    .digest('base64');
}
