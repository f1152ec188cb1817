import type { CallContext } from '../boundary/boundary.ts';
import type { DecisionContext } from '../boundary/decision-context.ts';
import { SafeNames } from '../boundary/safe-names.ts';
import { recordAndTell } from '../boundary/tell.ts';

/** What somebody did about alerts. */
export interface AlertChangeByHand {
  readonly event:
    | 'alert.acknowledged'
    | 'alert.resolved'
    | 'alert.silenced'
    | 'alert.unsilenced'
    | 'alert.retried';
  /** As records hold it; `*` for what concerns all of them. */
  readonly tenantId: string;
  /** Of the alert or the silence. */
  readonly id?: string;
  /** Name or glob of the alert rule. */
  readonly rule?: string | null;
  /** How many messages. */
  readonly count?: number;
}

/**
 * Records and tells what somebody did about alerts: who hears of nothing should be found afterwards.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export function recordAlertChange(
  context: DecisionContext,
  { event, tenantId, id, rule, count }: AlertChangeByHand,
  call: CallContext | undefined,
): Promise<void> {
  const names = new SafeNames(context, tenantId);
  return recordAndTell(context.ports, {
    event,
    action: 'allow',
    policyRevision: context.snapshot.policy.revision,
    tenantId,
    agentId: null,
    principal: names.of(call?.principal?.user),
    requestId: names.of(call?.requestId),
    detail: {
      ...(id === undefined ? {} : { alert_id: id }),
      ...(rule === undefined ? {} : { alert_rule: names.of(rule) }),
      ...(count === undefined ? {} : { count }),
    },
  });
}
