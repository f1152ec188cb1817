import { EXPLAIN_ROLES, type RouteAccess } from '@safeai/api';
import { SafeAIError, type Principal, type Role } from '@safeai/core';
import { mayName } from './principal.ts';

/**
 * Refuses a caller who has none of a route's roles.
 *
 * @throws SafeAIError `forbidden`
 */
export function checkAccess(principal: Principal, access: RouteAccess): void {
  if (access === 'public' || hasRole(principal, access)) return;
  throw new SafeAIError('forbidden', `This route is for the roles ${access.join(', ')}.`);
}

/**
 * Refuses the trace of a decision to those who may not see the rules.
 *
 * @throws SafeAIError `forbidden`
 */
export function checkExplain(principal: Principal): void {
  if (hasRole(principal, EXPLAIN_ROLES)) return;
  throw new SafeAIError('forbidden', `?explain is for the roles ${EXPLAIN_ROLES.join(', ')}.`);
}

function hasRole(principal: Principal, roles: readonly Role[]): boolean {
  return principal.roles.some((role) => roles.includes(role));
}

/** The fields of a body that say for whom a request is. */
interface Named {
  readonly tenant_id?: unknown;
  readonly agent_id?: unknown;
  readonly source_agent_id?: unknown;
}

/**
 * Refuses a tenant that is not the caller's, and another agent than the one that a credential is bound to.
 *
 * @throws SafeAIError `forbidden`
 */
export function checkScope(principal: Principal, body: unknown): void {
  if (typeof body !== 'object' || body === null) return;
  const { tenant_id: tenant, agent_id: agent, source_agent_id: source } = body as Named;
  if (typeof tenant === 'string' && !mayName(principal, tenant)) {
    throw new SafeAIError('forbidden', 'The caller may not act in the tenant of tenant_id.');
  }
  for (const name of [agent, source]) {
    if (principal.agent !== undefined && typeof name === 'string' && name !== principal.agent) {
      throw new SafeAIError('forbidden', 'The credential is bound to another agent.');
    }
  }
}
