import { parseDuration, SecretRef, type LoadedConfig } from '@safeai/config';
import type { ExactValue, MemoryRules, SafeAIRules } from '@safeai/core';

/** What the decision path enforces under a configuration. */
export function rulesFromConfig(loaded: LoadedConfig): SafeAIRules {
  const { config } = loaded;
  const { pseudonyms } = config.policy;
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
      exact: exactValues(loaded),
    },
    limits: { jsonDepth: config.limits.jsonDepth, jsonLeaves: config.limits.jsonLeaves },
    approvals: {
      defaultTtlMs: parseDuration(config.approvals.defaultTtl),
      maxPendingPerAgent: config.approvals.maxPendingPerAgent,
      maxPendingPerTenant: config.approvals.maxPendingPerTenant,
    },
    capabilities: { requiredFor: config.capabilities.requiredFor },
    pseudonyms: {
      ttlMs: parseDuration(pseudonyms.ttl),
      maxPerSession: pseudonyms.maxPerSession,
      restoreInTools: pseudonyms.restoreInTools,
    },
    memory: memoryRules(loaded),
  };
}

/** Those that are at hand; the others the configuration warns of. */
function exactValues({ config, secretOf }: LoadedConfig): ExactValue[] {
  return config.detection.exact.flatMap(({ name, value }) => {
    const known = value instanceof SecretRef ? secretOf(value) : value;
    return known === undefined ? [] : [{ name, value: known }];
  });
}

/** Schemas, and what contracts say that their tools keep. */
function memoryRules({ config: { memory, contracts } }: LoadedConfig): MemoryRules {
  return {
    schemas: memory.schemas.map(({ defaultRetention, fields, ...schema }) => ({
      ...schema,
      ...(defaultRetention === undefined
        ? {}
        : { defaultRetentionMs: parseDuration(defaultRetention) }),
      fields: fields.map(({ retention, ...field }) => ({
        ...field,
        ...(retention === undefined ? {} : { retentionMs: parseDuration(retention) }),
      })),
    })),
    defaultRetentionMs: parseDuration(memory.defaultRetention),
    maxValueBytes: memory.maxValueBytes,
    toolStores: contracts.tools.flatMap(({ toolName, stores }) =>
      stores === undefined
        ? []
        : [
            {
              toolName,
              fields: stores.fields,
              ...(stores.retention === undefined
                ? {}
                : { retentionMs: parseDuration(stores.retention) }),
            },
          ],
    ),
  };
}
