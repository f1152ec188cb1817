import type { RuleAction } from './rule.ts';

/** Why a rule was or was not chosen for a tag. */
export interface ExplainedCandidate {
  readonly rule: string;
  readonly origin: 'operator' | 'tenant' | 'shipped';
  readonly locked: boolean;
  readonly mode: 'enforce' | 'shadow';
  readonly priority: number;
  readonly action: RuleAction;
  /** The rule's tag that covers, null for an untagged rule. */
  readonly matchedTag: string | null;
  readonly outcome: 'selected' | 'not_selected' | 'not_applicable';
  /** Plain words: `decides`, `later than …`, `replaced by tenant rule …`, `tool does not match`, `min_confidence 0.5 over 0.2`, … */
  readonly why: string;
}

/** The verdict on one tag. */
export interface ExplainedTag {
  /** Null for content without tags. */
  readonly tag: string | null;
  readonly source: 'declared' | 'detected';
  readonly confidence: number;
  readonly action: RuleAction;
  readonly policyName: string | null;
  readonly candidates: readonly ExplainedCandidate[];
}

/** The trace of one policy decision. Holds tags and rule names, never content. */
export interface PolicyExplanation {
  readonly policyRevision: string;
  readonly boundary: string;
  readonly tenantId: string;
  readonly action: RuleAction;
  readonly policyName: string | null;
  /** True when nothing covered some tag and `policy.default_action` decided. */
  readonly defaultApplied: boolean;
  readonly tags: readonly ExplainedTag[];
}
