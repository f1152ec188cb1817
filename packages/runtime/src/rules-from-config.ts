import { parseDuration, type LoadedConfig } from '@safeai/config';
import type {
  CallLimitRules,
  DetectorRule,
  ExactValue,
  MemoryRules,
  SafeAIRules,
} from '@safeai/core';

/**
 * What the decision path enforces under a configuration.
 *
 * @param detectors those of its plugins
 * @param exact all values that must not leave
 */
export function rulesFromConfig(
  loaded: LoadedConfig,
  detectors: readonly DetectorRule[],
  exact: readonly ExactValue[],
): SafeAIRules {
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
      rules: [...config.detection.rules, ...detectors],
      disable: config.detection.disable,
      allow: config.detection.allow,
      exact,
    },
    limits: {
      jsonDepth: config.limits.jsonDepth,
      jsonLeaves: config.limits.jsonLeaves,
      ...callLimits(loaded),
    },
    approvals: {
      defaultTtlMs: parseDuration(config.approvals.defaultTtl),
      maxPendingPerAgent: config.approvals.maxPendingPerAgent,
      maxPendingPerTenant: config.approvals.maxPendingPerTenant,
    },
    capabilities: { requiredFor: config.capabilities.requiredFor },
    lockdown: config.lockdown,
    pseudonyms: {
      ttlMs: parseDuration(pseudonyms.ttl),
      maxPerSession: pseudonyms.maxPerSession,
      restoreInTools: pseudonyms.restoreInTools,
    },
    memory: memoryRules(loaded),
  };
}

/** How often tools may be called, and from when on the same call is a loop. */
function callLimits({ config: { limits } }: LoadedConfig): CallLimitRules {
  const { repeats, window, action } = limits.loops;
  return {
    tools: limits.tools.map(({ window: each, ...limit }) => ({
      ...limit,
      windowMs: parseDuration(each),
    })),
    ...(repeats === undefined
      ? {}
      : { loops: { repeats, windowMs: parseDuration(window), action } }),
  };
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
