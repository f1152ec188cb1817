import {
  fromBudget,
  fromBudgetCheck,
  fromCostSummary,
  SPENDING_ROLES,
  type BudgetStanding,
} from '@safeai/api';
import { agentsOf, inScope, SafeAIError, type Principal } from '@safeai/core';
import { agentOf } from '../edge/access.ts';
import { dashboardUser } from './dashboard.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler, HandlerInput } from './handler.ts';

/** GET /v1/dashboard/cost/summary */
export function costSummary(dependencies: Dependencies): Handler<'cost_summary'> {
  return async ({ principal, query }) => {
    const { tenants } = dashboardUser(dependencies, principal);
    const { period } = query;
    return fromCostSummary(
      await dependencies.runtime.cost.summary({
        tenants,
        ...(period === undefined ? {} : { period }),
      }),
    );
  };
}

/** GET /v1/budgets */
export function budgets({ runtime }: Dependencies): Handler<'budgets'> {
  return async ({ principal }) => {
    if (principal === null) return [];
    const standings = await runtime.cost.budgets(principal.tenants);
    const isShown = shownTo(principal);
    return standings.filter(isShown).map((standing) => fromBudget(standing, true));
  };
}

/** GET /v1/budgets/check */
export function budgetsCheck({ runtime }: Dependencies): Handler<'budgets_check'> {
  return async (input) => {
    const { principal, tenant, query } = input;
    if (principal === null) throw new SafeAIError('unauthenticated', 'Nobody asks.');
    const call = {
      ...{ tenantId: tenant, ...payerOf(principal, query) },
      agentId: agentOf(principal, query) ?? null,
      ...{ model: query.model ?? null, provider: null },
    };
    const check = await runtime.cost.check(call);
    return fromBudgetCheck({ ...call, ...check }, shownTo(principal));
  };
}

/**
 * The user and the API key that a call would come with: the caller's own, unless another one is named.
 *
 * @throws SafeAIError `forbidden` where somebody asks for others who may not
 */
function payerOf(
  principal: Principal,
  { user, key_id: key }: HandlerInput<unknown, { user?: string; key_id?: string }>['query'],
): { readonly userId: string; readonly keyId: string | null } {
  const mine = { userId: principal.user, keyId: principal.keyId ?? null };
  const isOther = user !== undefined && user !== mine.userId;
  const isOtherKey = key !== undefined && key !== mine.keyId;
  if (!isOther && !isOtherKey) return mine;
  if (!seesSpending(principal)) {
    throw new SafeAIError('forbidden', 'Other users and keys are for the roles admin and billing.');
  }
  return { userId: user ?? mine.userId, keyId: key ?? (isOther ? null : mine.keyId) };
}

/** Whether somebody sees all that is spent in the tenants that they may name. */
function seesSpending({ roles, agents }: Principal): boolean {
  return agents === undefined && roles.some((role) => SPENDING_ROLES.includes(role));
}

/** Whether a caller may see what was spent of a budget: their tenants', or, for an agent, its own. */
function shownTo(principal: Principal): (budget: BudgetStanding) => boolean {
  const { tenants, user, keyId } = principal;
  const agents = agentsOf(principal);
  return ({ scope }) => {
    if (scope.keyId !== null && scope.keyId === keyId) return true;
    if (!inScope(tenants, scope.tenantId ?? '*')) return false;
    if (seesSpending(principal)) return true;
    const { agentId, userId } = scope;
    return userId === user || (agentId !== null && (agents?.includes(agentId) ?? true));
  };
}
