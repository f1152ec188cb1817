import { createHash, randomBytes } from 'node:crypto';
import { SafeAIError, type Principal } from '@safeai/core';
import type { SessionCaller } from './caller.ts';
import { userOf, type SessionOrigin, type SessionSources } from './session-origin.ts';

/** The part of `auth.session_ttl` after which a session that asks nothing ends. */
const IDLE_PART = 4;

/** What may be open at once; past it the oldest sessions end. */
export interface SessionBounds {
  readonly perUser: number;
  readonly all: number;
}

const BOUNDS: SessionBounds = { perUser: 20, all: 10_000 };

/** What sessions need to know. */
export interface SessionOptions {
  readonly sources: SessionSources;
  /** `auth.session_ttl` as it is now, in milliseconds. */
  readonly ttlMs: () => number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  readonly bounds?: SessionBounds;
}

/** What the browser is told of a new session. */
export interface OpenedSession {
  readonly principal: Principal;
  /** 256 random bits. */
  readonly cookieValue: string;
  readonly csrfToken: string;
  /** Milliseconds since the epoch. */
  readonly openedAt: number;
  readonly expiresAt: number;
}

interface Session {
  readonly owner: string;
  readonly origin: SessionOrigin;
  readonly csrfToken: string;
  readonly openedAt: number;
  readonly expiresAt: number;
  usedAt: number;
}

/**
 * Sessions of the dashboard. They live in this server's memory: a restart signs everybody out. Of a cookie only the
 * digest is kept. A session ends with its time, when it is not used for a quarter of that, and when what it was
 * opened with no longer holds.
 */
export class Sessions {
  readonly #sources: SessionSources;
  readonly #ttlMs: () => number;
  readonly #now: () => number;
  readonly #bounds: SessionBounds;
  /** By the digest of the cookie, oldest first. */
  readonly #open = new Map<string, Session>();

  constructor({ sources, ttlMs, now = Date.now, bounds = BOUNDS }: SessionOptions) {
    this.#sources = sources;
    this.#ttlMs = ttlMs;
    this.#now = now;
    this.#bounds = bounds;
  }

  /**
   * Opens a session for the user that an origin proves.
   *
   * @throws SafeAIError `forbidden` where it proves nobody; `state_unavailable` where that cannot be known
   */
  async open(origin: SessionOrigin): Promise<OpenedSession> {
    const openedAt = this.#now();
    const principal = await userOf(origin, this.#sources, openedAt);
    const expiresAt = Math.min(openedAt + this.#ttlMs(), endOf(origin));
    const [cookieValue, csrfToken] = [randomText(), randomText()];
    const owner = ownerOf(origin, principal);
    this.#makeRoom(owner);
    this.#open.set(digestOf(cookieValue), {
      ...{ owner, origin, csrfToken, openedAt, expiresAt },
      usedAt: openedAt,
    });
    return { principal, cookieValue, csrfToken, openedAt, expiresAt };
  }

  /** Whom {@link open} would open a session for. Throws as it does. */
  whom(origin: SessionOrigin): Promise<Principal> {
    return userOf(origin, this.#sources, this.#now());
  }

  /**
   * Whose session a cookie stands for, now; null for none that lasts.
   *
   * @param isUse false for who only looks whether it still lasts
   * @throws SafeAIError `state_unavailable` where that cannot be known
   */
  async find(cookieValue: string, isUse = true): Promise<SessionCaller | null> {
    const id = digestOf(cookieValue);
    const session = this.#open.get(id);
    if (session === undefined) return null;
    const now = this.#now();
    if (!this.#lasts(session, now)) return this.#end(id);
    const principal = await this.#stillProved(session, now);
    // It may have been closed meanwhile.
    if (principal === null || !this.#open.has(id)) return this.#end(id);
    if (isUse) session.usedAt = Math.max(session.usedAt, now);
    return {
      principal,
      csrfToken: session.csrfToken,
      owner: session.owner,
      expiresAt: Math.min(session.expiresAt, session.openedAt + this.#ttlMs()),
      via: session.origin.kind === 'user' ? session.origin.via : null,
    };
  }

  /** Ends a session. Idempotent. */
  close(cookieValue: string): void {
    this.#open.delete(digestOf(cookieValue));
  }

  /** How many are kept, those whose time is over included. */
  get size(): number {
    return this.#open.size;
  }

  async #stillProved({ origin }: Session, now: number): Promise<Principal | null> {
    try {
      return await userOf(origin, this.#sources, now);
    } catch (error) {
      if (SafeAIError.isInstance(error) && error.code === 'forbidden') return null;
      throw error;
    }
  }

  #end(id: string): null {
    this.#open.delete(id);
    return null;
  }

  /** A shorter time that was configured meanwhile holds too. */
  #lasts({ openedAt, usedAt, expiresAt }: Session, now: number): boolean {
    const ttlMs = this.#ttlMs();
    return now < Math.min(expiresAt, openedAt + ttlMs, usedAt + ttlMs / IDLE_PART);
  }

  /** O(sessions), at sign-in alone. */
  #makeRoom(owner: string): void {
    const now = this.#now();
    for (const [id, session] of this.#open) if (!this.#lasts(session, now)) this.#open.delete(id);
    const own = [...this.#open].filter(([, session]) => session.owner === owner);
    const tooMany = Math.max(0, own.length + 1 - this.#bounds.perUser);
    for (const [id] of own.slice(0, tooMany)) this.#open.delete(id);
    for (const id of this.#open.keys()) {
      if (this.#open.size < this.#bounds.all) return;
      this.#open.delete(id);
    }
  }
}

/** Whoever makes keys chooses the names of their holders: those of two keys share nothing. */
function ownerOf(origin: SessionOrigin, { user }: Principal): string {
  return origin.kind === 'key' ? origin.keyId : `session:${origin.kind}:${user}`;
}

function endOf(origin: SessionOrigin): number {
  return origin.kind === 'claims' && origin.expiresAt !== null ? origin.expiresAt : Infinity;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
