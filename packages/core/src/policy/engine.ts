import { PolicyError } from '../errors.ts';
import { compilePolicy, type CompiledPolicy } from './compiled-policy.ts';
import { decide, type PolicyErrorHook } from './decide.ts';
import type { PolicyContext, PolicyDecision } from './decision.ts';
import { explainItems } from './explain-items.ts';
import type { PolicyExplanation } from './explain.ts';
import { readItems } from './items.ts';
import type { PolicyFinding } from './finding.ts';
import { lintPolicy } from './lint.ts';
import type { NormalizedRule } from './normalized-rule.ts';
import { hint } from './suggest.ts';
import type { DefaultAction, PolicyRule } from './rule.ts';
import { DEFAULT_ACTIONS } from './strictness.ts';

/** What a {@link PolicyEngine} decides by. */
export interface PolicyEngineOptions {
  /** In definition order: the top-level ones, then each tenant's with its `tenantId`. */
  readonly rules: readonly PolicyRule[];
  /** Add the shipped rules. False if absent. */
  readonly defaults?: boolean;
  /** What happens to content that no rule covers. `block` if absent. */
  readonly defaultAction?: DefaultAction;
  /** The tenant of contexts that name none. `default` if absent. */
  readonly defaultTenant?: string;
  /** Told of every error inside a rule; the decision is `block` in any case. */
  readonly onError?: PolicyErrorHook;
}

/**
 * A rule set, checked and indexed once, that decides what may pass. It never changes: a new rule set is a new
 * engine.
 *
 * @example
 * const engine = new PolicyEngine({
 *   rules: [
 *     { name: 'acme-allow-pii', boundary: 'input', dataTags: ['personal.pii'], action: 'allow', tenantId: 'acme' },
 *     { name: 'default-redact-pii', boundary: 'input', dataTags: ['personal.pii'], action: 'redact' },
 *   ],
 * });
 * engine.evaluate({ boundary: 'input', dataTags: ['personal.pii'], tenantId: 'acme' }).action; // 'allow'
 * engine.evaluate({ boundary: 'input', dataTags: ['personal.pii'] }).action; // 'redact'
 */
export class PolicyEngine {
  /** For the functions of this package that evaluate in other ways. @internal */
  readonly compiled: CompiledPolicy;
  /** @internal */
  readonly onError: PolicyErrorHook | undefined;

  /**
   * @throws PolicyError `invalid_policy` with one detail for every problem of every rule.
   *   O(n log n) in the number of rules.
   */
  constructor(options: PolicyEngineOptions) {
    const { rules, defaults = false, defaultAction = 'block', defaultTenant = 'default' } = options;
    if (!DEFAULT_ACTIONS.includes(defaultAction)) {
      const message = `must be one of ${DEFAULT_ACTIONS.join(', ')}.${hint(defaultAction, DEFAULT_ACTIONS)}`;
      throw new PolicyError(`defaultAction: ${message}`, {
        details: [{ path: 'defaultAction', message }],
      });
    }
    this.compiled = compilePolicy({ rules, defaults, defaultAction, defaultTenant });
    this.onError = options.onError;
  }

  /** sha256 (hex) of the normalised rule set. */
  get revision(): string {
    return this.compiled.revision;
  }

  /** Every rule with its defaults filled in, shipped ones included, in order of evaluation. */
  get rules(): readonly NormalizedRule[] {
    return this.compiled.rules.map(({ rule }) => rule);
  }

  /**
   * What the policy says. Pure: depends on nothing but its argument.
   *
   * Where the context has `detectedTags`, a `redact` for a tag that no span carries (its own or a child's)
   * counts as `block`; with `dataTags` alone it is the caller's to carry out.
   *
   * @throws SafeAIError `invalid_tag` for a tag that is none; `invalid_request` for an unknown boundary or
   *   direction. Anything unexpected inside a rule is a `block` with reason `policy error`.
   *   O(tags × segments): flat in rules about other boundaries, tenants, tags, exact tools and agents; linear
   *   in those that match but for a glob or a `when`.
   */
  evaluate(context: PolicyContext): PolicyDecision {
    return decide(this.compiled, context, readItems(this.compiled.tags, context), this.onError);
  }

  /**
   * Why {@link evaluate} decides as it does: for every tag, every rule that could have had a say.
   *
   * @throws as {@link evaluate}. O(rules × tags).
   */
  explain(context: PolicyContext): PolicyExplanation {
    return explainItems(this.compiled, context, readItems(this.compiled.tags, context));
  }

  /** What is allowed but probably not meant. O(n × rules on the same tags). */
  lint(): readonly PolicyFinding[] {
    return lintPolicy(this.compiled);
  }
}
