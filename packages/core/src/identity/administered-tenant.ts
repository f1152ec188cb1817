import { InvalidRequestError, SafeAIError } from '../errors.ts';
import { inScope } from '../tenant-scope.ts';
import type { Principal } from './principal.ts';

const EVERYONE = '*';

/**
 * The tenant that an administrator's request is about: the one that it names; where it names none, every tenant for who
 * may name them all, else the caller's only one.
 *
 * @returns null: every tenant
 * @throws InvalidRequestError where the caller has several tenants and names none; SafeAIError `forbidden` for a tenant
 *   that is not the caller's
 */
export function administeredTenant(
  tenantId: string | undefined,
  principal: Principal | undefined,
): string | null {
  const tenants = principal?.tenants ?? [EVERYONE];
  if (tenantId === undefined && !tenants.includes(EVERYONE)) {
    const [only, ...others] = tenants;
    if (only !== undefined && others.length === 0) return only;
    throw new InvalidRequestError('tenantId must say which of the tenants is meant.', {
      details: [{ path: '$.tenantId', message: 'must say which of the tenants is meant' }],
    });
  }
  if (tenantId === undefined) return null;
  if (!inScope(tenants, tenantId)) {
    throw new SafeAIError('forbidden', 'The caller may not act in this tenant.');
  }
  return tenantId;
}
