import type { CallContext } from './boundary.ts';
import type { DecisionContext } from './decision-context.ts';
import { namesOf } from './safe-names.ts';
import { recordHappening } from './tell.ts';

/** A call of a model that was refused for what it could cost. */
export interface RefusedSpend {
  readonly tenantId: string;
  readonly agentId: string | null;
  readonly model: string;
  /** It does not fit, or has no price where money is limited. */
  readonly reason: 'exceeded' | 'unpriced';
  /** Names of the budgets that refuse it. */
  readonly budgets: readonly string[];
}

/**
 * Puts on record that a call was refused for its budgets, each one: who asked, and for what. No amounts. Who keeps the budgets
 * tells of them, once in a period.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export async function recordRefusedSpend(
  context: DecisionContext,
  { tenantId, agentId, model, reason, budgets }: RefusedSpend,
  call: CallContext | undefined,
): Promise<void> {
  const { ports, snapshot } = context;
  const names = namesOf(context, tenantId);
  await recordHappening(ports, {
    event: 'budget.exceeded',
    action: 'block',
    policyRevision: snapshot.policy.revision,
    tenantId: names.tenantId,
    agentId: names.of(agentId),
    principal: names.of(call?.principal?.user),
    requestId: names.of(call?.requestId),
    detail: { budgets: budgets.join(','), reason, model: names.of(model) },
  });
}
