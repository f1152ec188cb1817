import { parseConfig, type SafeAIConfig } from '@safeai/config';
import { PolicyEngine, type PolicyEngineOptions } from '@safeai/core';

/**
 * The rules of a text that has `policies`, `policy` and `tenants` as `safeai.yaml` has them. All else in it counts for
 * nothing. No file and no variable of the environment is read for it.
 *
 * @throws ConfigError `invalid_config` with every problem of the draft, each with line and column
 */
export function draftPolicy(text: string): PolicyEngine {
  return new PolicyEngine(policyOf(parseConfig(text, { fileName: 'draft' }).config));
}

/** The rules of a configuration, as data. */
export function policyOf({
  policies,
  policy,
}: Pick<SafeAIConfig, 'policies' | 'policy'>): PolicyEngineOptions {
  return { rules: policies, defaults: policy.defaults, defaultAction: policy.defaultAction };
}
