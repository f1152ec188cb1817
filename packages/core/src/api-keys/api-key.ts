import type { Role } from '../identity/principal.ts';

/** An API key, as it is kept: of its text only what proves it. */
export interface ApiKey {
  /** `key-` and 12 of `0-9a-z`. Known to many; no secret. */
  readonly id: string;
  /** The tenants that its holder may name: at least one, or `*` alone. */
  readonly tenants: readonly string[];
  /** At least one. */
  readonly roles: readonly Role[];
  /** The agents that its holder may speak for; null: any. */
  readonly agents: readonly string[] | null;
  /** Who its holder is: a name of the maker's choice, or the id. */
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Null: it serves until it is revoked. */
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Who made it. */
  readonly issuer: string;
  /** Hex HMAC of id and secret, to find at once that a text is not this key's. */
  readonly lookup: string;
  /** Which key of purpose `credential` the lookup was made with. */
  readonly lookupKey: string;
  /** Slow salted hash of the secret (see the port SecretHash). */
  readonly hash: string;
}

/** An API key as it may be shown: without what is kept of its text. */
export type ApiKeyView = Omit<ApiKey, 'lookup' | 'lookupKey' | 'hash'>;

/** Whether a key serves at a time. */
export function isLive({ expiresAt, revokedAt }: ApiKey, now: number): boolean {
  return revokedAt === null && (expiresAt === null || now < expiresAt);
}
