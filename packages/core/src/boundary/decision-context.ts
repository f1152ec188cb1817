import type { ContractRegistry } from '../contracts/registry.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import type { IdentityRegistry } from '../identity/registry.ts';
import type { CallLimits } from '../limits/call-limits.ts';
import type { ActiveLockdowns } from '../lockdown/active-lockdowns.ts';
import type { CompiledLockdown } from '../lockdown/compiled-lockdown.ts';
import type { LockdownRule } from '../lockdown/lockdown.ts';
import type { MemorySchemas } from '../memory/memory-schemas.ts';
import type { PolicyEngine } from '../policy/engine.ts';
import type { Ports, PseudonymLimits } from '../ports.ts';
import type { CallContext } from './boundary.ts';
import type { IdentifierGuard } from './digest.ts';

/** Everything compiled from one configuration. Replaced whole by a reload; a decision keeps the one it began with. */
export interface Snapshot {
  readonly detection: DetectionEngine;
  readonly policy: PolicyEngine;
  readonly contracts: ContractRegistry;
  readonly identities: IdentityRegistry;
  readonly identifiers: IdentifierGuard;
}

/** Bounds on what one request may hold. */
export interface DecisionLimits {
  /** Deepest nesting of a payload. */
  readonly jsonDepth: number;
  /** Most strings, numbers and keys in a payload. */
  readonly jsonLeaves: number;
}

/** How approval requests are made. */
export interface ApprovalSettings {
  /** Milliseconds. */
  readonly defaultTtlMs: number;
  /** Most pending requests of one agent; the next one is blocked. */
  readonly maxPendingPerAgent: number;
  /** Most pending requests of one tenant. */
  readonly maxPendingPerTenant: number;
}

/** How pseudonyms are kept, and where they are undone besides in answers. */
export interface PseudonymSettings extends PseudonymLimits {
  /** Whether a tool gets the values that its parameters name by pseudonyms. */
  readonly isRestoredFor: (toolName: string) => boolean;
}

/** Which calls need a grant. */
export interface CapabilitySettings {
  readonly isRequiredFor: (toolName: string) => boolean;
}

/** What is stopped. */
export interface LockdownSettings {
  /** As the configuration has them. */
  readonly rules: readonly LockdownRule[];
  /** By the configuration. */
  readonly configured: readonly CompiledLockdown[];
  /** By people, until they lift it. */
  readonly active: ActiveLockdowns;
}

/** What one decision works with. */
export interface DecisionContext {
  readonly ports: Ports;
  readonly snapshot: Snapshot;
  readonly limits: DecisionLimits;
  readonly approvals: ApprovalSettings;
  readonly pseudonyms: PseudonymSettings;
  readonly capabilities: CapabilitySettings;
  /** How often tools may be called. */
  readonly callLimits: CallLimits;
  readonly lockdowns: LockdownSettings;
  /** What agents may remember. */
  readonly memory: MemorySchemas;
  /** The tenant of requests that name none. */
  readonly defaultTenant: string;
}

const UNBOUNDED: DecisionLimits = { jsonDepth: Infinity, jsonLeaves: Infinity };

/** What a decision works with, for content that somebody else has bounded where the call says so. */
export function contextFor(
  context: DecisionContext,
  call: CallContext | undefined,
): DecisionContext {
  return call?.isBounded === true ? { ...context, limits: UNBOUNDED } : context;
}
