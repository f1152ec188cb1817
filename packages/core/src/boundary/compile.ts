import { ContractRegistry } from '../contracts/registry.ts';
import { compileDetection } from '../detection/compile-detection.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import type { ExactValue } from '../detection/exact/exact-value.ts';
import { ExactValues } from '../detection/exact/exact-values.ts';
import { InvalidRequestError } from '../errors.ts';
import { IdentityRegistry } from '../identity/registry.ts';
import { CallLimits } from '../limits/call-limits.ts';
import type { ActiveLockdowns } from '../lockdown/active-lockdowns.ts';
import { configuredLockdowns } from '../lockdown/configured-lockdowns.ts';
import { MemorySchemas } from '../memory/memory-schemas.ts';
import type { SafeAIRules } from '../options.ts';
import { PolicyEngine } from '../policy/engine.ts';
import type { Ports } from '../ports.ts';
import { compileToolGlob, toolNames } from '../tool-name.ts';
import { IdentifierGuard } from './digest.ts';
import type { DecisionContext } from './decision-context.ts';

const DEFAULT_JSON_DEPTH = 64;
const DEFAULT_JSON_LEAVES = 10_000;
const DEFAULT_APPROVAL_TTL_MS = 30 * 60_000;
const DEFAULT_PENDING_PER_AGENT = 100;
const DEFAULT_PENDING_PER_TENANT = 1000;
const DEFAULT_PSEUDONYM_TTL_MS = 24 * 60 * 60_000;
const DEFAULT_PSEUDONYMS_PER_SESSION = 10_000;

/**
 * Compiles a rule set into what decisions work with.
 *
 * @param active what people have stopped, whatever the rules are
 * @throws PolicyError, DetectorError, SafeAIError (`invalid_contract`, `invalid_identity`,
 *   `invalid_memory_schema`, `invalid_config`), InvalidRequestError for an unknown option
 */
export function compileRules(
  rules: SafeAIRules,
  ports: Ports,
  active: ActiveLockdowns,
): DecisionContext {
  refuseUnknown(rules);
  const detection = compileDetection(rules.detection, exactValues(rules.detection?.exact, ports));
  const defaultTenant = rules.defaultTenant ?? 'default';
  const snapshot = {
    detection,
    policy: new PolicyEngine({
      rules: rules.policies ?? [],
      defaults: rules.policyDefaults ?? true,
      defaultAction: rules.defaultAction ?? 'block',
      defaultTenant,
    }),
    contracts: new ContractRegistry(rules.contracts, rules.undeclaredTools),
    identities: new IdentityRegistry(rules.identities),
    identifiers: identifierGuard(detection),
  };
  return {
    ports,
    defaultTenant,
    snapshot,
    limits: {
      jsonDepth: rules.limits?.jsonDepth ?? DEFAULT_JSON_DEPTH,
      jsonLeaves: rules.limits?.jsonLeaves ?? DEFAULT_JSON_LEAVES,
    },
    approvals: {
      defaultTtlMs: rules.approvals?.defaultTtlMs ?? DEFAULT_APPROVAL_TTL_MS,
      maxPendingPerAgent: rules.approvals?.maxPendingPerAgent ?? DEFAULT_PENDING_PER_AGENT,
      maxPendingPerTenant: rules.approvals?.maxPendingPerTenant ?? DEFAULT_PENDING_PER_TENANT,
    },
    pseudonyms: {
      ttlMs: rules.pseudonyms?.ttlMs ?? DEFAULT_PSEUDONYM_TTL_MS,
      maxPerSession: rules.pseudonyms?.maxPerSession ?? DEFAULT_PSEUDONYMS_PER_SESSION,
      isRestoredFor: toolMatcher(rules.pseudonyms?.restoreInTools ?? []),
    },
    capabilities: { isRequiredFor: guardedTools(rules.capabilities?.requiredFor ?? []) },
    callLimits: new CallLimits(rules.limits),
    lockdowns: {
      rules: rules.lockdown ?? [],
      configured: configuredLockdowns(rules.lockdown ?? [], { ports, snapshot }, detection),
      active,
    },
    memory: new MemorySchemas(rules.memory),
  };
}

/**
 * What decisions work with, with other known secrets. No pattern is compiled again.
 *
 * @throws DetectorError `invalid_detector` as `SafeAIRules.detection.exact` does
 */
export function withExactValues(
  context: DecisionContext,
  values: readonly ExactValue[],
): DecisionContext {
  const { ports, lockdowns } = context;
  const detection = context.snapshot.detection.withExact(exactValues(values, ports));
  const identifiers = identifierGuard(detection);
  const snapshot = { ...context.snapshot, detection, identifiers };
  // Names are written as digests where they hold a known secret; those of lockdowns must be written alike.
  const configured = configuredLockdowns(lockdowns.rules, { ports, snapshot }, detection);
  return { ...context, snapshot, lockdowns: { ...lockdowns, configured } };
}

/** Each identifier is a whole text: that says nothing about a number. */
function identifierGuard(detection: DetectionEngine): IdentifierGuard {
  return new IdentifierGuard((text) =>
    detection.scan(text).every(({ detector }) => detection.kinds.isAlone(detector)),
  );
}

const KNOWN: ReadonlySet<string> = new Set<keyof SafeAIRules>([
  'policies',
  'policyDefaults',
  'defaultAction',
  'contracts',
  'undeclaredTools',
  'identities',
  'detection',
  'limits',
  'approvals',
  'pseudonyms',
  'capabilities',
  'memory',
  'lockdown',
  'defaultTenant',
]);

/** A misspelt option of a program without types would silently enforce nothing. */
function refuseUnknown(rules: SafeAIRules): void {
  const unknown = Object.keys(rules).filter((key) => !KNOWN.has(key));
  if (unknown.length === 0) return;
  throw new InvalidRequestError(
    `SafeAI has no option ${unknown.join(', ')}. There are: ${[...KNOWN].join(', ')}.`,
  );
}

function exactValues(values: readonly ExactValue[] = [], ports: Ports): ExactValues | undefined {
  return values.length === 0 ? undefined : new ExactValues(values, ports.keys.key('exact'));
}

/** By the full name alone: another server's tool of the same name was not meant. */
function toolMatcher(globs: readonly string[]): (toolName: string) => boolean {
  const compiled = globs.map(compileToolGlob);
  return (toolName) => compiled.some((glob) => glob(toolName.toLowerCase()));
}

/** As {@link toolMatcher}; nobody gets around it by dressing the name up. */
function guardedTools(globs: readonly string[]): (toolName: string) => boolean {
  const isNamed = toolMatcher(globs);
  return (toolName) => isNamed(toolName) || isNamed(toolNames(toolName)[0] ?? '');
}
