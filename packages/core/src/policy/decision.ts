import type { ApprovalTerms, Direction, PolicyBoundary, RuleAction } from './rule.ts';
import type { JsonValue } from '../json.ts';

/** A tag that a detector found, with its confidence, 0 to 1. */
export interface DetectedTag {
  readonly tag: string;
  readonly confidence: number;
  /** A span carries it, so that `redact` can be carried out. */
  readonly span?: boolean;
}

/** What was seen in a session before this request. */
export interface SessionFacts {
  readonly tags: readonly string[];
  readonly calls: Readonly<Record<string, number>>;
}

/** Everything a decision may depend on. Loaded before `evaluate`, which reads nothing else. */
export interface PolicyContext {
  readonly boundary: PolicyBoundary;
  /** Tags without a confidence of their own: they count as certain (1). Normalised by the engine. */
  readonly dataTags?: readonly string[];
  /** Tags with confidence. A `redact` verdict for one without a span becomes `block`. */
  readonly detectedTags?: readonly DetectedTag[];
  /** Absent: `default`. */
  readonly tenantId?: string;
  readonly direction?: Direction;
  readonly agentId?: string;
  readonly toolName?: string;
  readonly userId?: string;
  readonly model?: string;
  /** Tool parameters, for `when`. */
  readonly parameters?: JsonValue;
  readonly session?: SessionFacts;
  /** Milliseconds since the epoch, for `when: {time: …}`. */
  readonly time?: number;
  /** `input`, `structured input`, `file`, `tool request`, … for reasons. The boundary's own name if absent. */
  readonly surface?: string;
  /**
   * Every approval that the decision asked for has been given: `require_approval` counts as `allow`, and
   * what is left (redaction, flags, blocks) is the decision.
   */
  readonly approved?: boolean;
}

/** An approval that the decision waits for. */
export interface ApprovalRequirement extends ApprovalTerms {
  /** `default-action` where no rule asks for it but the default action. */
  readonly policyName: string;
}

/** The verdict on one tag (or, with `tag: null`, on content without tags). */
export interface TagVerdict {
  readonly tag: string | null;
  readonly confidence: number;
  readonly action: RuleAction;
  /** Null when nothing covered it and the default action decided. */
  readonly policyName: string | null;
}

/** What the policy says, before the boundary applies it. */
export interface PolicyDecision {
  readonly action: RuleAction;
  readonly reason: string;
  /** Null when the default action decided. */
  readonly policyName: string | null;
  /** sha256 (hex) of the normalised rule set. */
  readonly policyRevision: string;
  /** One for each distinct tag and confidence of the context, in the order given. */
  readonly verdicts: readonly TagVerdict[];
  /** Each must be met separately. Not empty exactly when some verdict is `require_approval`. */
  readonly approvals: readonly ApprovalRequirement[];
  /** The deciding rule's, filled in, if it has one. */
  readonly fallbackTemplate?: string;
  /** The decision with all shadow rules enforced, where it differs. */
  readonly wouldHave?: { readonly action: RuleAction; readonly policyName: string | null };
}
