import type { Principal } from '@safeai/core';

/** Who makes a request, and how far that is proved. */
export interface Caller {
  readonly principal: Principal;
  /**
   * Believed for being on this machine, or for the key that lies in the state folder: whoever is meant by the caller
   * must be named.
   */
  readonly isTrustedLocal: boolean;
  /** Of a session: see {@link SessionCaller}. */
  readonly owner?: string;
}

/** What the edge asks of those who know credentials. */
export interface Credentials {
  /** The principal of an API key; null for a text that is none. */
  ofKey(text: string): Promise<Principal | null>;
  /**
   * The principal of an OpenID Connect token. Undefined for a bearer token that is not the configured issuer's, and
   * so not ours to judge.
   *
   * @throws SafeAIError (rejects) `unauthenticated` for one that does not hold; `forbidden` for one whose claims give
   *   no principal; `issuer_unavailable` where it cannot be checked
   */
  ofBearer(token: string): Promise<Principal> | undefined;
  /**
   * Who is signed in by a cookie; null where nobody is, or not any more.
   *
   * @param isUse whether that uses the session, which lasts the longer for it
   */
  ofSession(cookie: string, isUse: boolean): Promise<SessionCaller | null>;
}

/** Who is signed in, and the text that proves that a page of ours makes the request. */
export interface SessionCaller {
  readonly principal: Principal;
  readonly csrfToken: string;
  /** Whom what it asks counts for: a key by its id, else a user by the kind of sign-in. Names alone are not told apart. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whose word it was opened on: without a credential it holds where that word still counts, and nowhere else. */
  readonly via: 'loopback' | 'proxy' | null;
}
