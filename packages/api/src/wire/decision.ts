import type { Action, Decision, RuleAction } from '@safeai/core';
import type { WireDecision } from '../schema/decision.ts';
import { record, type Mapping } from './record.ts';

/** A rule's action as callers see it. */
export function fromRuleAction(action: RuleAction): Action {
  if (action === 'require_approval') return 'pending_approval';
  return action === 'pseudonymize' ? 'redact' : action;
}

/** A rule's action as callers see it; back, as a rule would name it that does just this. */
export const RULE_ACTION: Mapping<RuleAction, Action> = {
  toWire: fromRuleAction,
  toCore: (action) => (action === 'pending_approval' ? 'require_approval' : action),
};

/** A decision as an answer shows it. */
export const DECISION = record<Decision, WireDecision>({
  action: 'action',
  reason: 'reason',
  policyName: 'policy_name',
  decisionId: 'decision_id',
  policyRevision: 'policy_revision',
  reasonCode: 'reason_code',
  wouldHave: [
    'would_have',
    record<NonNullable<Decision['wouldHave']>, NonNullable<WireDecision['would_have']>>({
      action: 'action',
      policyName: 'policy_name',
    }),
  ],
});

/** A decision as an answer shows it. */
export function fromDecision(decision: Decision): WireDecision {
  return DECISION.toWire(decision);
}
