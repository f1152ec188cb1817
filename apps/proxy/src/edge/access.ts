import { EXPLAIN_ROLES, type RouteAccess } from '@safeai/api';
import { SafeAIError, type Principal, type Role } from '@safeai/core';
import { isTenant, mayName } from './principal.ts';

/**
 * Refuses a caller who has none of a route's roles, and one whose credential is bound to agents where agents have
 * nothing to ask: what is there concerns all of them.
 *
 * @throws SafeAIError `forbidden`
 */
export function checkAccess(principal: Principal, access: RouteAccess): void {
  if (access === 'public') return;
  if (!hasRole(principal, access)) {
    throw new SafeAIError('forbidden', `This route is for the roles ${access.join(', ')}.`);
  }
  if (principal.agents !== undefined && !access.includes('agent')) {
    throw new SafeAIError('forbidden', 'This route is for credentials that are bound to no agent.');
  }
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

/** The fields of a query or body that say for whom a request is. */
interface Named {
  readonly tenant_id?: unknown;
  readonly agent_id?: unknown;
  readonly source_agent_id?: unknown;
}

/**
 * Refuses a tenant that is not the caller's, and other agents than those that a credential is bound to.
 *
 * @throws SafeAIError `forbidden`
 */
export function checkScope(principal: Principal, asked: unknown): void {
  const { tenant_id: tenant, agent_id: agent, source_agent_id: source } = namesIn(asked);
  if (typeof tenant === 'string' && !mayName(principal, tenant)) {
    const message = isTenant(tenant)
      ? 'The caller may not act in the tenant of tenant_id.'
      : 'tenant_id must be the id of one tenant: globs, and names that no tenant can have, are refused.';
    throw new SafeAIError('forbidden', message);
  }
  const { agents } = principal;
  for (const name of [agent, source]) {
    if (agents !== undefined && typeof name === 'string' && !agents.includes(name)) {
      throw new SafeAIError('forbidden', 'The credential is not for the agent that is named.');
    }
  }
}

/**
 * The principal with the agent that acts: the one that the request names, where its credential is for several.
 *
 * @param mustName whether the request would speak for an agent
 * @throws SafeAIError `forbidden` where it names none
 */
export function actingAs(principal: Principal, asked: unknown, mustName: boolean): Principal {
  if (principal.agents === undefined || principal.agent !== undefined) return principal;
  const named = agentOf(principal, asked);
  if (named !== undefined) return { ...principal, agent: named };
  if (!mustName) return principal;
  throw new SafeAIError(
    'forbidden',
    'The credential is for several agents: name one in agent_id, or on provider routes in x-safeai-agent.',
  );
}

/** The tenant that a request is for. */
export function tenantOf(principal: Principal, asked: unknown): string {
  const { tenant_id: tenant } = namesIn(asked);
  return typeof tenant === 'string' ? tenant : principal.tenant;
}

/** The agent that a request would speak for: the credential's own, else the one that it names. */
export function agentOf(principal: Principal, asked: unknown): string | undefined {
  if (principal.agent !== undefined) return principal.agent;
  const { agent_id: agent, source_agent_id: source } = namesIn(asked);
  const named = agent ?? source;
  return typeof named === 'string' ? named : undefined;
}

function namesIn(asked: unknown): Named {
  return typeof asked === 'object' && asked !== null ? asked : {};
}
