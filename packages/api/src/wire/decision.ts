import type { Action, Decision, RuleAction } from '@safeai/core';
import type { WireDecision } from '../schema/decision.ts';

/** A rule's action as callers see it. */
export function fromRuleAction(action: RuleAction): Action {
  if (action === 'require_approval') return 'pending_approval';
  return action === 'pseudonymize' ? 'redact' : action;
}

/** A decision as an answer shows it. */
export function fromDecision(decision: Decision): WireDecision {
  const wire: WireDecision = {
    action: decision.action,
    reason: decision.reason,
    policy_name: decision.policyName,
    decision_id: decision.decisionId,
    policy_revision: decision.policyRevision,
  };
  if (decision.reasonCode !== undefined) wire.reason_code = decision.reasonCode;
  if (decision.wouldHave !== undefined) {
    wire.would_have = {
      action: decision.wouldHave.action,
      policy_name: decision.wouldHave.policyName,
    };
  }
  return wire;
}
