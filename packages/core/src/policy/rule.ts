/** Where a rule holds. */
export type PolicyBoundary = 'input' | 'action' | 'output' | 'memory';

/**
 * What a rule does, mildest first: `allow < flag < pseudonymize < redact < require_approval < block`.
 * `pseudonymize` is a `redact` that the same session can take back: the wire calls both `redact`.
 */
export type RuleAction =
  'allow' | 'flag' | 'pseudonymize' | 'redact' | 'require_approval' | 'block';

/** What can happen to content that no rule covers; `pseudonymize` needs a rule that names its tags. */
export type DefaultAction = Exclude<RuleAction, 'pseudonymize'>;

/** Which way content crosses the action boundary. */
export type Direction = 'request' | 'response' | 'message';

/** What must be met before `require_approval` is lifted. */
export interface ApprovalTerms {
  /** Milliseconds; the configured default if absent. */
  readonly ttlMs?: number;
  /** 1 if absent. */
  readonly minApprovals?: number;
  /** So many approvals from holders of each role. */
  readonly groups?: readonly { readonly role: string; readonly count: number }[];
  /** Milliseconds after which a request that nobody decided is escalated; with `escalateTo`. */
  readonly escalateAfterMs?: number;
  /** Whom an escalation is for: the name of a person, a group or a channel. */
  readonly escalateTo?: string;
}

/** Operators of a `when` condition; see the policy reference for each one's operand type. */
export interface Condition {
  readonly eq?: string | number | boolean | null;
  readonly in?: readonly (string | number | boolean | null)[];
  readonly lt?: number | string;
  readonly lte?: number | string;
  readonly gt?: number | string;
  readonly gte?: number | string;
  readonly between?: readonly [number | string, number | string];
  /** A folder: the field is a path that, resolved, stays in it. */
  readonly within?: string;
  /** Host names; `*.example.com` covers its subdomains. The field is a host or a URL. */
  readonly hostIn?: readonly string[];
  /** CIDR ranges. The field is an IP address, or a URL with one as its host. */
  readonly cidrIn?: readonly string[];
  /** A linear-time regular expression, searched for anywhere in the field. */
  readonly matches?: string;
  /** Longest length of a string (UTF-16 code units), or most items of an array or object. */
  readonly sizeLte?: number;
  /** The array holds it, the object has the key, or the string contains it. */
  readonly has?: string | number | boolean;
  /** A missing field makes the condition true (only for rules stricter than allow). */
  readonly required?: boolean;
}

/** A policy rule as programs write it. The YAML form is the same in snake_case. */
export interface PolicyRule {
  readonly name: string;
  readonly boundary: PolicyBoundary | readonly PolicyBoundary[];
  readonly action: RuleAction;
  /** Absent: an untagged rule, which covers everything. An empty list is an error. */
  readonly dataTags?: readonly string[];
  /** Action boundary only; ignored elsewhere. Absent: all three. */
  readonly direction?: Direction | readonly Direction[];
  readonly tenantId?: string;
  /** Globs. Tools match case-insensitively, by full name and by last segment. */
  readonly tools?: readonly string[];
  readonly agents?: readonly string[];
  readonly users?: readonly string[];
  readonly models?: readonly string[];
  /** A tag found with less confidence is not covered. 0.5 if absent. */
  readonly minConfidence?: number;
  /** All must hold. Keys: `parameters.<path>`, `session.tags`, `session.calls.<tool>`, `time`, `model`, `user`. */
  readonly when?: Readonly<Record<string, Condition>>;
  /** Catalogue ids that this rule implements, e.g. `owasp-llm:LLM02`. */
  readonly controls?: readonly string[];
  /** Lower is earlier. 100 if absent. */
  readonly priority?: number;
  /** A shadow rule never decides; it shows in `wouldHave`. */
  readonly mode?: 'enforce' | 'shadow';
  /** No other rule makes its verdict milder. Goes with neither `allow`, `shadow` nor a tenant. */
  readonly locked?: boolean;
  /** May name `{surface}`, `{tool}` and `{tags}`. */
  readonly reason?: string;
  /** Shown in place of blocked or redacted output. May name what `reason` may, and `{reason}`; never the original text. */
  readonly fallbackTemplate?: string;
  readonly approval?: ApprovalTerms;
  /** Where this global rule alone decides, declared tags may make the decision milder. */
  readonly trustDeclared?: boolean;
}
