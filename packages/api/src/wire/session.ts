import type { Principal } from '@safeai/core';
import type { Static } from '@sinclair/typebox';
import type { SessionSchema } from '../routes/session.ts';
import type { AnswerOf } from '../routes/types.ts';

/** Who is signed in. */
export interface SignedIn {
  readonly principal: Principal;
  readonly csrfToken: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whether routes are refused for the roles of the principal. */
  readonly rolesChecked: boolean;
  /** The header that narrows a request to a tenant. */
  readonly tenantHeader: string;
}

/** A session on the wire. */
export function fromSession({
  principal,
  csrfToken,
  expiresAt,
  rolesChecked,
  tenantHeader,
}: SignedIn): Static<typeof SessionSchema> {
  const { user, roles, tenants, tenant } = principal;
  return {
    user,
    roles: [...roles],
    tenants: [...tenants],
    tenant,
    roles_checked: rolesChecked,
    tenant_header: tenantHeader,
    csrf_token: csrfToken,
    expires_at: new Date(expiresAt).toISOString(),
  };
}

/** What a sign-in page is told. */
export interface SignInChoices {
  readonly dashboard: boolean;
  /** Whom the caller can sign in as by naming one. */
  readonly users: readonly Principal[];
  readonly oidc: boolean;
  /** Whom the request is of already. */
  readonly as: Principal | null;
}

/** GET /v1/session/options */
export function fromSignInChoices({
  dashboard,
  users,
  oidc,
  as,
}: SignInChoices): AnswerOf<'session_options'> {
  return {
    dashboard,
    users: users.map(({ user, roles, tenants }) => ({
      user_id: user,
      role: roles[0] ?? '',
      tenants: [...tenants],
    })),
    api_key: true,
    oidc,
    as: as === null ? null : { user: as.user, roles: [...as.roles], tenants: [...as.tenants] },
  };
}
