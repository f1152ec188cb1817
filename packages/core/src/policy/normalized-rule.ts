import type { ApprovalTerms, Condition, Direction, PolicyBoundary, RuleAction } from './rule.ts';

/** Who wrote a rule: the operator (top-level), the operator for one tenant, or SafeAI. */
export type RuleOrigin = 'operator' | 'tenant' | 'shipped';

/**
 * A rule that has been checked, with every default filled in. Frozen; holds nothing of the object that it
 * was read from. `null` stands for a condition that the rule does not have.
 */
export interface NormalizedRule {
  readonly name: string;
  readonly origin: RuleOrigin;
  readonly boundaries: readonly PolicyBoundary[];
  /** Counts in the action boundary alone. */
  readonly directions: readonly Direction[] | null;
  /** Canonical and distinct; never empty. */
  readonly dataTags: readonly string[] | null;
  readonly action: RuleAction;
  readonly tenantId: string | null;
  /** Lower-cased globs. */
  readonly tools: readonly string[] | null;
  readonly agents: readonly string[] | null;
  readonly users: readonly string[] | null;
  readonly models: readonly string[] | null;
  /** 0 to 1. */
  readonly minConfidence: number;
  /** Fields in alphabetical order. */
  readonly when: Readonly<Record<string, Condition>> | null;
  readonly controls: readonly string[];
  readonly priority: number;
  readonly mode: 'enforce' | 'shadow';
  readonly locked: boolean;
  readonly reason: string | null;
  readonly fallbackTemplate: string | null;
  readonly approval: ApprovalTerms | null;
  readonly trustDeclared: boolean;
}
