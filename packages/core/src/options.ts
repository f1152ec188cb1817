import type { ToolContract, UndeclaredTools } from './contracts/contract.ts';
import type { ExactValue } from './detection/exact/exact-value.ts';
import type { DetectorRule } from './detection/rule.ts';
import type { AgentIdentity } from './identity/identity.ts';
import type { LockdownRule } from './lockdown/lockdown.ts';
import type { CallLimitRules } from './limits/call-limit-rules.ts';
import type { MemoryRules } from './memory/memory-schema.ts';
import type { DefaultAction, PolicyRule } from './policy/rule.ts';

/** What one installation enforces. Everything has a default; `{}` is the shipped policy on the shipped detectors. */
export interface SafeAIRules {
  /** Rules in definition order, tenants' rules with their `tenantId`. */
  readonly policies?: readonly PolicyRule[];
  /** The shipped rules (see the policy reference). True if absent. */
  readonly policyDefaults?: boolean;
  /** What happens to content that no rule covers. `block` if absent. */
  readonly defaultAction?: DefaultAction;
  readonly contracts?: readonly ToolContract[];
  readonly undeclaredTools?: UndeclaredTools;
  readonly identities?: readonly AgentIdentity[];
  readonly detection?: {
    /** Beside the catalogue. */
    readonly rules?: readonly DetectorRule[];
    /** Ids of catalogue rules to leave out. */
    readonly disable?: readonly string[];
    /** Values that are never reported: exact, or with `*`. */
    readonly allow?: readonly string[];
    /** Secrets that are found wherever they stand verbatim, with the tag `secret.exact`. */
    readonly exact?: readonly ExactValue[];
  };
  readonly limits?: { readonly jsonDepth?: number; readonly jsonLeaves?: number } & CallLimitRules;
  readonly approvals?: {
    readonly defaultTtlMs?: number;
    readonly maxPendingPerAgent?: number;
    readonly maxPendingPerTenant?: number;
  };
  readonly capabilities?: {
    /** Tools that nobody calls without a capability token: full names, or globs. None if absent. */
    readonly requiredFor?: readonly string[];
  };
  /** For rules that `pseudonymize`. */
  readonly pseudonyms?: {
    /** Milliseconds after its last use until a session's values are forgotten. A day if absent. */
    readonly ttlMs?: number;
    /** Most values of one session. 10 000 if absent. */
    readonly maxPerSession?: number;
    /**
     * Tools that get the values themselves where their parameters hold pseudonyms of the session: full names,
     * or globs. None if absent.
     */
    readonly restoreInTools?: readonly string[];
  };
  /** What agents may remember. If absent, `user_preference` of each agent, for a day. */
  readonly memory?: MemoryRules;
  /** Emergency stops that hold as long as they stand here. None if absent. */
  readonly lockdown?: readonly LockdownRule[];
  /** The tenant of requests that name none. `default` if absent. */
  readonly defaultTenant?: string;
}
