import { firstStop, type CompiledLockdown } from '../lockdown/compiled-lockdown.ts';
import type { Lockdown } from '../lockdown/lockdown.ts';
import type { ApprovalJudged } from './approval-gate.ts';
import type { Facts } from './decide.ts';
import type { DecisionContext } from './decision-context.ts';

/** Named as the deciding policy where an emergency stop decided. */
const LOCKDOWN_POLICY = 'lockdown';

/**
 * The emergency stop that a request runs into, if there is one; at once where what is stopped is known.
 *
 * @param otherAgents who has a part in it besides the agent that acts
 * @throws SafeAIError `state_unavailable` (rejects) where it cannot be known
 */
export function lockdownFor(
  context: DecisionContext,
  facts: Facts,
  otherAgents: readonly (string | undefined)[] = [],
): Lockdown | null | Promise<Lockdown | null> {
  const { configured, active } = context.lockdowns;
  const find = (set: readonly CompiledLockdown[]): Lockdown | null => {
    if (set.length === 0 && configured.length === 0) return null;
    const { scope, toolName } = facts;
    const subject = { tenantId: scope.tenantId, agents: [scope.agentId, ...otherAgents], toolName };
    return firstStop(context, configured, subject) ?? firstStop(context, set, subject);
  };
  const current = active.current();
  return current instanceof Promise ? current.then(find) : find(current);
}

/** What a lockdown makes of a request. */
export function stoppedBy({ id, reason }: Lockdown): ApprovalJudged {
  return {
    outcome: {
      action: 'block',
      reason: `Stopped: ${reason}`,
      policyName: LOCKDOWN_POLICY,
      reasonCode: 'lockdown',
    },
    verdicts: [],
    detail: { lockdown_id: id },
  };
}
