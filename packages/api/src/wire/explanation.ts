import type { ExplainedCandidate, ExplainedTag, PolicyExplanation } from '@safeai/core';
import type { WireExplanation } from '../schema/explanation.ts';
import { RULE_ACTION } from './decision.ts';
import { listOf, record } from './record.ts';

type WireTag = WireExplanation['tags'][number];
type WireCandidate = WireTag['candidates'][number];

const CANDIDATE = record<ExplainedCandidate, WireCandidate>({
  rule: 'rule',
  origin: 'origin',
  locked: 'locked',
  mode: 'mode',
  priority: 'priority',
  action: ['action', RULE_ACTION],
  matchedTag: 'matched_tag',
  outcome: 'outcome',
  why: 'why',
});

const TAG = record<ExplainedTag, WireTag>({
  tag: 'tag',
  source: 'source',
  confidence: 'confidence',
  action: ['action', RULE_ACTION],
  policyName: 'policy_name',
  candidates: ['candidates', listOf(CANDIDATE)],
});

/** The trace of a decision as an answer shows it. */
export const EXPLANATION = record<PolicyExplanation, WireExplanation>({
  policyRevision: 'policy_revision',
  boundary: 'boundary',
  tenantId: 'tenant_id',
  action: ['action', RULE_ACTION],
  policyName: 'policy_name',
  defaultApplied: 'default_applied',
  tags: ['tags', listOf(TAG)],
});
