import {
  inScope,
  narrowScope,
  ROLES,
  SafeAIError,
  TENANT_PATTERN,
  type Principal,
  type TenantScope,
} from '@safeai/core';
import { firstTenant, type EdgeSettings, type User } from '../settings/settings.ts';

/** Who sends the key of the running server. */
export const LOCAL_CLI: Principal = {
  tenant: firstTenant(['*']),
  tenants: ['*'],
  user: 'local-cli',
  roles: ROLES,
  source: 'key',
};

const TENANT = new RegExp(TENANT_PATTERN);

/** Whether a principal may act in a tenant. `*` stands for all, and is none. */
export function mayName(principal: Principal, tenant: string): boolean {
  return isTenant(tenant) && inScope(principal.tenants, tenant);
}

/** Whether a tenant can have this id; no glob is one. */
export function isTenant(id: string): boolean {
  return TENANT.test(id);
}

/**
 * The user that a header names, to a caller whose word counts.
 *
 * @throws SafeAIError `forbidden` for a user that is not configured
 */
export function configuredUser(
  name: string | string[],
  { users, userHeader }: EdgeSettings,
): Principal {
  const user = typeof name === 'string' ? users.get(name) : undefined;
  if (user === undefined) {
    throw new SafeAIError(
      'forbidden',
      `The ${userHeader} header names no user of dashboard.users.`,
    );
  }
  return userPrincipal(user);
}

/** A configured user as a principal. */
export function userPrincipal(user: User): Principal {
  return {
    tenant: firstTenant(user.tenants),
    tenants: user.tenants,
    user: user.userId,
    roles: [user.role],
    source: 'header',
  };
}

/**
 * A principal in those of its tenants alone that are also among others.
 *
 * @throws SafeAIError `forbidden` where none is
 */
export function within(principal: Principal, bound: TenantScope): Principal {
  if (bound.includes('*')) return principal;
  const tenants = narrowScope(principal.tenants, bound);
  if (tenants.length > 0) return { ...principal, tenant: firstTenant(tenants), tenants };
  throw new SafeAIError(
    'forbidden',
    'The user has none of the tenants that callers on this machine may name (auth.loopback_tenants).',
  );
}

/**
 * A principal in one of its tenants alone.
 *
 * @throws SafeAIError `forbidden` for a tenant that is not among them
 */
export function narrowed(principal: Principal, tenant: string | string[]): Principal {
  if (typeof tenant !== 'string' || !mayName(principal, tenant)) {
    throw new SafeAIError('forbidden', 'The caller may not act in the tenant that it names.');
  }
  return { ...principal, tenant, tenants: [tenant] };
}
