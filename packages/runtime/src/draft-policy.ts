import { parseConfig } from '@safeai/config';
import { PolicyEngine } from '@safeai/core';

/**
 * The rules of a text that has `policies`, `policy` and `tenants` as `safeai.yaml` has them. All else in it counts for
 * nothing. No file and no variable of the environment is read for it.
 *
 * @throws ConfigError `invalid_config` with every problem of the draft, each with line and column
 */
export function draftPolicy(text: string): PolicyEngine {
  const { config } = parseConfig(text, { fileName: 'draft' });
  return new PolicyEngine({
    rules: config.policies,
    defaults: config.policy.defaults,
    defaultAction: config.policy.defaultAction,
  });
}
