import type { ExplainedCandidate, ExplainedTag, PolicyExplanation } from '@safeai/core';
import type { WireExplanation } from '../schema/explanation.ts';
import { fromRuleAction } from './decision.ts';

type WireTag = WireExplanation['tags'][number];
type WireCandidate = WireTag['candidates'][number];

/** The trace of a decision as an answer shows it. */
export function fromExplanation(explanation: PolicyExplanation): WireExplanation {
  return {
    policy_revision: explanation.policyRevision,
    boundary: explanation.boundary,
    tenant_id: explanation.tenantId,
    action: fromRuleAction(explanation.action),
    policy_name: explanation.policyName,
    default_applied: explanation.defaultApplied,
    tags: explanation.tags.map(fromTag),
  };
}

function fromTag(tag: ExplainedTag): WireTag {
  return {
    tag: tag.tag,
    source: tag.source,
    confidence: tag.confidence,
    action: fromRuleAction(tag.action),
    policy_name: tag.policyName,
    candidates: tag.candidates.map(fromCandidate),
  };
}

function fromCandidate(candidate: ExplainedCandidate): WireCandidate {
  return {
    rule: candidate.rule,
    origin: candidate.origin,
    locked: candidate.locked,
    mode: candidate.mode,
    priority: candidate.priority,
    action: fromRuleAction(candidate.action),
    matched_tag: candidate.matchedTag,
    outcome: candidate.outcome,
    why: candidate.why,
  };
}
