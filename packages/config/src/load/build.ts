import type { DetectorRule, PolicyRule, ToolContract } from '@safeai/core';
import type { ConfigData, TenantConfig } from '../config-data.ts';
import { detector } from '../schema/detection.ts';
import { toolContract } from '../schema/contracts.ts';
import type { ValueOf } from '../schema/field.ts';
import { policyRule } from '../schema/policy-rule.ts';
import { rootSchema, type RootValue } from '../schema/root.ts';
import type { SecretRef } from '../secret-ref.ts';
import type { ConfigNode, MapNode, PathStep } from '../yaml/node.ts';
import { normalise } from './normalise.ts';
import { toPolicyRule, type RuleValue } from './policy-rules.ts';

/** A rule or contract with its place in its own file. */
export interface Located {
  readonly node: ConfigNode;
  readonly path: readonly PathStep[];
  /** The tenant under which a rule stands. */
  readonly tenantId?: string;
}

/** What other files contribute. */
export interface Included {
  readonly rules: readonly Located[];
  readonly contracts: readonly Located[];
  /** Where files are scanned when the file names no folder. */
  readonly scanRoots: readonly string[];
  /** Absolute paths. */
  readonly policyFiles: readonly string[];
  readonly contractFiles: readonly string[];
  readonly pluginFiles: readonly string[];
}

/** Nothing from other files. */
export const NOTHING_INCLUDED: Included = {
  rules: [],
  contracts: [],
  scanRoots: [],
  policyFiles: [],
  contractFiles: [],
  pluginFiles: [],
};

/** The values of a valid tree and of what it includes. */
export function buildConfig(
  root: MapNode,
  rules: readonly Located[],
  included: Included,
): ConfigData {
  const secretRefs: SecretRef[] = [];
  const raw = normalise(root, rootSchema, secretRefs) as RootValue;
  const policies = rules.map((rule) => policyOf(rule, secretRefs));
  const further = included.contracts.map(
    ({ node }) => normalise(node, toolContract.schema, secretRefs) as ValueOf<typeof toolContract>,
  );
  const tools: readonly ToolContract[] = [...raw.contracts.tools, ...further];
  return {
    ...raw,
    policies,
    tenants: tenantsOf(raw, rules, policies),
    policyFiles: included.policyFiles,
    plugins: { ...raw.plugins, files: included.pluginFiles },
    contracts: {
      undeclared: raw.contracts.undeclared ?? (tools.length > 0 ? 'block' : 'allow'),
      tools,
      files: included.contractFiles,
    },
    auth: { ...raw.auth, loopback: raw.auth.loopback ?? defaultLoopback(raw) },
    scan: { ...raw.scan, roots: raw.scan.roots.length > 0 ? raw.scan.roots : included.scanRoots },
    // Whether a validator has its name is checked when the rules are compiled.
    detection: { ...raw.detection, rules: raw.detection.rules as readonly DetectorRule[] },
    secretRefs: distinct(secretRefs),
  };
}

/** The rule of a valid node. */
export function policyOf({ node, tenantId }: Located, secretRefs: SecretRef[] = []): PolicyRule {
  return toPolicyRule(normalise(node, policyRule.schema, secretRefs) as RuleValue, tenantId);
}

/** The detector of a valid node. */
export function detectorOf({ node }: Located): DetectorRule {
  // Whether a validator has its name is checked when the rule is compiled.
  return normalise(node, detector.schema, []) as DetectorRule;
}

function tenantsOf(
  raw: RootValue,
  rules: readonly Located[],
  policies: readonly PolicyRule[],
): Readonly<Record<string, TenantConfig>> {
  const below = new Map<string | undefined, PolicyRule[]>();
  policies.forEach((policy, index) => {
    const id = rules[index]?.tenantId;
    const known = below.get(id);
    if (known === undefined) below.set(id, [policy]);
    else known.push(policy);
  });
  const tenants = Object.create(null) as Record<string, TenantConfig>;
  for (const [id, { description }] of Object.entries(raw.tenants)) {
    tenants[id] = {
      ...(description === undefined ? {} : { description }),
      policies: below.get(id) ?? [],
    };
  }
  return tenants;
}

/** A local reverse proxy, or a shared store, ends the trust in callers on this machine. */
function defaultLoopback(raw: RootValue): 'trusted' | 'credential' {
  const shared =
    raw.server.publicUrl !== undefined ||
    raw.auth.trustedProxies.length > 0 ||
    raw.state.backend === 'redis';
  return shared ? 'credential' : 'trusted';
}

function distinct(references: readonly SecretRef[]): SecretRef[] {
  return [...new Map(references.map((reference) => [reference.toString(), reference])).values()];
}
