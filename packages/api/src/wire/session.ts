import type { Principal } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { SessionSchema } from '../routes/session.ts';

/** Who is signed in. */
export interface SignedIn {
  readonly principal: Principal;
  readonly csrfToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A session on the wire. */
export function fromSession({
  principal,
  csrfToken,
  expiresAt,
}: SignedIn): Static<typeof SessionSchema> {
  const { user, roles, tenants, tenant } = principal;
  return {
    user,
    roles: [...roles],
    tenants: [...tenants],
    tenant,
    csrf_token: csrfToken,
    expires_at: new Date(expiresAt).toISOString(),
  };
}
