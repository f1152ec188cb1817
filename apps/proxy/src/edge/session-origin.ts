import { SafeAIError, type Principal, type TenantScope } from '@safeai/core';
import type { User } from '../settings/settings.ts';
import { narrowed, userPrincipal, within } from './principal.ts';

/** What a session was opened with. Who its user is follows from it anew at each request. */
export type SessionOrigin = {
  /** The only tenant, where the sign-in named one. */
  readonly tenant?: string | undefined;
} & (
  | {
      readonly kind: 'user';
      /** Of `dashboard.users`. */
      readonly userId: string;
      /** Who said so. */
      readonly via: 'loopback' | 'proxy';
    }
  | {
      readonly kind: 'key';
      /** Of an API key; not its text. */
      readonly keyId: string;
    }
  | {
      readonly kind: 'claims';
      /** What the issuer says of the user. */
      readonly claims: Readonly<Record<string, unknown>>;
      /** When it stops to say so, in milliseconds since the epoch; null: not before the session ends. */
      readonly expiresAt: number | null;
    }
);

/** Who can tell what has become of an origin. */
export interface SessionSources {
  /** A configured user, now. */
  readonly user: (userId: string) => User | undefined;
  /** `auth.loopback_tenants`, now: bounds whom trusted loopback speaks for. */
  readonly loopbackTenants: () => TenantScope;
  /** The holder of an API key by its id; null once it serves no more. */
  readonly keyHolder: (keyId: string) => Promise<Principal | null>;
  /**
   * Who the issuer's claims are of, as the configuration reads them now.
   *
   * @throws SafeAIError `forbidden` where they name no user, role or tenant
   */
  readonly ofClaims: (claims: Readonly<Record<string, unknown>>) => Principal;
}

/**
 * Who the user of a session is now.
 *
 * @param now milliseconds since the epoch
 * @throws SafeAIError `forbidden` for one who may no longer be here; `state_unavailable` where that cannot be known
 */
export async function userOf(
  origin: SessionOrigin,
  sources: SessionSources,
  now: number,
): Promise<Principal> {
  const { tenant } = origin;
  const proved = await provedBy(origin, sources, now);
  return { ...(tenant === undefined ? proved : narrowed(proved, tenant)), source: 'session' };
}

async function provedBy(
  origin: SessionOrigin,
  sources: SessionSources,
  now: number,
): Promise<Principal> {
  switch (origin.kind) {
    case 'user': {
      const user = sources.user(origin.userId);
      if (user === undefined) throw over('user_id names no user of dashboard.users.');
      const principal = userPrincipal(user);
      return origin.via === 'proxy' ? principal : within(principal, sources.loopbackTenants());
    }
    case 'key': {
      const holder = await sources.keyHolder(origin.keyId);
      if (holder === null) throw over('The key serves no more.');
      return holder;
    }
    case 'claims':
      if (origin.expiresAt !== null && now >= origin.expiresAt) throw over('The token is over.');
      return sources.ofClaims(origin.claims);
  }
}

function over(message: string): SafeAIError {
  return new SafeAIError('forbidden', message);
}
