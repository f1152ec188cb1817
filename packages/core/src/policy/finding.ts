import type { NormalizedRule } from './normalized-rule.ts';

/** What a finding is about. Stable: programs may switch on it. */
export type FindingCode =
  | 'unreachable'
  | 'without_effect'
  | 'does_not_lift_shipped'
  | 'replaces_shipped'
  | 'named_like_shipped'
  | 'no_catch_all'
  | 'unknown_tag'
  | 'direction_ignored'
  | 'required_ignored'
  | 'approval_ignored'
  | 'approval_not_possible'
  | 'pseudonym_ignored'
  | 'needs_a_name';

/** Something in a rule set that is allowed and probably not meant. */
export interface PolicyFinding {
  readonly code: FindingCode;
  /** `warning`: the set does other than it says. `info`: good to know. */
  readonly severity: 'warning' | 'info';
  /** Null where it is about the set as a whole. */
  readonly rule: string | null;
  readonly tenantId: string | null;
  readonly message: string;
}

/** A finding about one rule. */
export function finding(
  code: FindingCode,
  severity: PolicyFinding['severity'],
  rule: NormalizedRule,
  message: string,
): PolicyFinding {
  return { code, severity, rule: rule.name, tenantId: rule.tenantId, message };
}
