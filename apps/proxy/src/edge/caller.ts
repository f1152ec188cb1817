import type { Principal } from '@safeai/core';

/** Who makes a request, and how far that is proved. */
export interface Caller {
  readonly principal: Principal;
  /**
   * Believed for being on this machine, or for the key that lies in the state folder: whoever is meant by the caller
   * must be named.
   */
  readonly isTrustedLocal: boolean;
}

/** What the edge asks of those who know credentials. */
export interface Credentials {
  /** The principal of an API key; null for a text that is none. */
  ofKey(text: string): Promise<Principal | null>;
  /**
   * The principal of an OpenID Connect token. Undefined for a bearer token that is not the configured issuer's, and
   * so not ours to judge; null for one that is and does not hold.
   */
  ofBearer(token: string): Promise<Principal | null> | undefined;
  /** The principal of a dashboard session; null where there is none by that cookie, or its time is over. */
  ofSession(cookie: string): SessionCaller | null;
}

/** Who is signed in, and the text that proves that a page of ours makes the request. */
export interface SessionCaller {
  readonly principal: Principal;
  readonly csrfToken: string;
}
