import type { ContractRegistry } from '../contracts/registry.ts';
import type { DetectionEngine } from '../detection/engine/engine.ts';
import type { IdentityRegistry } from '../identity/registry.ts';
import type { PolicyEngine } from '../policy/engine.ts';
import type { Ports } from '../ports.ts';
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

/** What one decision works with. */
export interface DecisionContext {
  readonly ports: Ports;
  readonly snapshot: Snapshot;
  readonly limits: DecisionLimits;
  readonly approvals: ApprovalSettings;
  /** The tenant of requests that name none. */
  readonly defaultTenant: string;
}
