import type { Clock, PseudonymLimits, PseudonymScope, PseudonymStore } from '../ports.ts';

interface Session {
  /** Values by pseudonym, the least recently used first. */
  readonly values: Map<string, string>;
  ttlMs: number;
  /** On the clock. */
  expiresAt: number;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * What pseudonyms stand for, in this process's memory. Past `capacity` values in all, the least recently used
 * sessions are forgotten whole; past its own limit a session forgets what it used least recently.
 */
export class MemoryPseudonymStore implements PseudonymStore {
  readonly #clock: Clock;
  readonly #capacity: number;
  /** The least recently used first. */
  readonly #sessions = new Map<string, Session>();
  #size = 0;

  constructor(clock: Clock, capacity = 100_000) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  put(
    scope: PseudonymScope,
    values: ReadonlyMap<string, string>,
    { ttlMs, maxPerSession }: PseudonymLimits,
  ): readonly string[] {
    const id = idOf(scope);
    const session: Session = this.#touch(id) ?? { values: new Map(), ttlMs, expiresAt: 0 };
    this.#sessions.set(id, session);
    session.ttlMs = ttlMs;
    session.expiresAt = this.#clock.now() + ttlMs;
    const refused: string[] = [];
    for (const [pseudonym, value] of values) {
      const known = session.values.get(pseudonym);
      if (known !== undefined && known !== value) refused.push(pseudonym);
      else this.#keep(session, pseudonym, value);
    }
    for (const oldest of session.values.keys()) {
      if (session.values.size <= maxPerSession) break;
      session.values.delete(oldest);
      this.#size--;
    }
    this.#makeRoom(id);
    return refused;
  }

  get(scope: PseudonymScope, pseudonyms: readonly string[]): ReadonlyMap<string, string> {
    const session = this.#touch(idOf(scope));
    if (session === undefined) return NOTHING;
    const found = new Map<string, string>();
    for (const pseudonym of pseudonyms) {
      const value = session.values.get(pseudonym);
      if (value === undefined) continue;
      found.set(pseudonym, value);
      this.#keep(session, pseudonym, value);
    }
    return found;
  }

  all(scope: PseudonymScope): ReadonlyMap<string, string> {
    const session = this.#touch(idOf(scope));
    return session === undefined ? NOTHING : new Map(session.values);
  }

  /** The session, from now on the most recently used one; nothing once it has expired. */
  #touch(id: string): Session | undefined {
    const now = this.#clock.now();
    for (const [oldest, { expiresAt }] of this.#sessions) {
      if (now < expiresAt) break;
      this.#forget(oldest);
    }
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    if (now >= session.expiresAt) {
      this.#forget(id);
      return undefined;
    }
    session.expiresAt = now + session.ttlMs;
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    return session;
  }

  #keep(session: Session, pseudonym: string, value: string): void {
    if (!session.values.delete(pseudonym)) this.#size++;
    session.values.set(pseudonym, value);
  }

  #makeRoom(newest: string): void {
    for (const oldest of this.#sessions.keys()) {
      if (this.#size <= this.#capacity || oldest === newest) return;
      this.#forget(oldest);
    }
  }

  #forget(id: string): void {
    this.#size -= this.#sessions.get(id)?.values.size ?? 0;
    this.#sessions.delete(id);
  }
}

function idOf({ tenantId, sessionId }: PseudonymScope): string {
  return JSON.stringify([tenantId, sessionId]);
}
