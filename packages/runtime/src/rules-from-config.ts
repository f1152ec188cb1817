import { parseDuration, type SafeAIConfig } from '@safeai/config';
import type { SafeAIRules } from '@safeai/core';

/** What the decision path enforces under a configuration. */
export function rulesFromConfig(config: SafeAIConfig): SafeAIRules {
  return {
    policies: config.policies,
    policyDefaults: config.policy.defaults,
    defaultAction: config.policy.defaultAction,
    contracts: config.contracts.tools,
    undeclaredTools: config.contracts.undeclared,
    identities: config.identities,
    detection: {
      rules: config.detection.rules,
      disable: config.detection.disable,
      allow: config.detection.allow,
    },
    limits: { jsonDepth: config.limits.jsonDepth, jsonLeaves: config.limits.jsonLeaves },
    approvals: {
      defaultTtlMs: parseDuration(config.approvals.defaultTtl),
      maxPendingPerAgent: config.approvals.maxPendingPerAgent,
      maxPendingPerTenant: config.approvals.maxPendingPerTenant,
    },
  };
}
