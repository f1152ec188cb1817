import type {
  CallContext,
  Detection,
  Decision,
  ExplainRequest,
  ExplainResult,
  JsonValue,
  LimitStore,
  PolicyFinding,
  NormalizedRule,
  PolicyExplanation,
  RequestContext,
  SafeAI,
} from '@safeai/core';
import type { SafeAIConfig, SecretValue } from '@safeai/config';
import type { AlertAccess } from './alerts/alert-access.ts';
import type { AuditAccess } from './audit-access.ts';
import type { RuntimeCost } from './cost/runtime-cost.ts';
import type { PolicyCheck } from './drafts/check-policy.ts';
import type { EventSource } from './event-relay.ts';
import type { Simulation, SimulationRequest } from './drafts/simulate-policy.ts';
import type { SecretAccess } from './secrets/secret-access.ts';
import type { LoadedPlugin, OfferedFramework, OfferedTemplate } from './plugins/loaded-plugin.ts';

/** A request to scan a file on the machine that SafeAI runs on. */
export interface ScanFileRequest extends RequestContext {
  /** Relative paths resolve against the first of `scan.roots`. */
  readonly path: string;
  /** Return the filtered content too. */
  readonly includeFiltered?: boolean;
}

export interface ScanFileResult {
  readonly decision: Decision;
  readonly detections: readonly Detection[];
  /** `.json` files are scanned as structured payloads. */
  readonly mode: 'text' | 'structured';
  readonly sizeBytes: number;
  /** Only with `includeFiltered`. */
  readonly filtered?: JsonValue;
  readonly explanation?: PolicyExplanation;
}

export interface ReloadResult {
  readonly reloaded: true;
  readonly revision: string;
  /** Rules now in force, the shipped ones included. */
  readonly rules: number;
  readonly warnings: readonly string[];
}

/** The policy set now in force. */
export interface ActivePolicies {
  readonly revision: string;
  readonly rules: readonly NormalizedRule[];
  readonly lint: readonly PolicyFinding[];
}

/** How a part of SafeAI is. `failing`: what needs it is refused. */
export interface PartHealth {
  readonly state: 'ok' | 'warning' | 'failing';
  /** What is the matter, in one line without values; null when all is well. */
  readonly reason: string | null;
}

/** How SafeAI is. */
export interface RuntimeHealth {
  readonly audit: PartHealth;
  readonly state: PartHealth;
  /** `warning`: last values of secrets are used on; `failing`: one that the configuration names has no value. */
  readonly secrets: PartHealth;
  /** Absent where no alerts are sent. Fails nothing. */
  readonly alerts?: PartHealth;
}

/** A running SafeAI: the decision path with the configuration's ports behind it. */
export interface Runtime {
  /** Scans, guards and intercepts. Always the current policy set. */
  readonly boundary: SafeAI;
  /** The configuration in force; replaced by a reload. */
  readonly config: SafeAIConfig;
  /** What `secret://` references stand for. Follows a reload. */
  readonly secrets: SecretAccess;
  /** The text of a secret setting of {@link config} as it is now; undefined for a reference that has no value. */
  secretOf(value: SecretValue): string | undefined;
  /** Files that the configuration was read from; empty on defaults. */
  readonly configFiles: readonly string[];
  readonly startedAt: number;
  /**
   * Counters for requests, in memory, unless the port was given. They are not those of {@link boundary}: callers by
   * the thousand, who may come from anywhere, must not push the counters of tool calls out of a full store, nor wait
   * for the disk.
   */
  readonly limits: LimitStore;
  /** The recorded history. Without a state folder nothing is kept: each of its methods then refuses. */
  readonly audit: AuditAccess;
  /** Alerts, their messages and silences; who is told of what. Follows a reload. */
  readonly alerts: AlertAccess;
  /** What happens, as it happens: every event of the decision path, of budgets and of the audit log. */
  readonly events: EventSource;
  /** What calls of models cost, and what may be spent. Follows a reload. */
  readonly cost: RuntimeCost;
  /** Absolute; absent where everything is in memory. */
  readonly stateFolder: string | undefined;
  /** Asks the audit log and the state store how they are. Never rejects. */
  health(): Promise<RuntimeHealth>;
  /**
   * Scans a file under `scan.roots`.
   *
   * @throws SafeAIError `path_not_allowed` outside the roots, for dotfiles and for SafeAI's own files;
   *   `not_found`; `invalid_request` for binary content or a `.json` that is not JSON; `payload_too_large`
   */
  scanFile(request: ScanFileRequest, call?: CallContext): Promise<ScanFileResult>;
  policies(): ActivePolicies;
  /**
   * Whether a draft of the policy holds, and how it differs from the set in force. Drafts are worked through one at a
   * time, off the event loop.
   *
   * @throws SafeAIError (as a rejection) `rate_limited` where too many wait; `limit_exceeded` for one that takes too long
   */
  checkPolicy(draft: string): Promise<PolicyCheck>;
  /**
   * What would be decided under a draft of the policy, and why, with all else as it is in force. Nothing is recorded.
   *
   * @throws SafeAIError (as a rejection) `invalid_config` with every problem of the draft; as {@link checkPolicy}
   */
  explainDraft(draft: string, request: ExplainRequest, call?: CallContext): Promise<ExplainResult>;
  /**
   * Tries a draft of the policy on what is on record.
   *
   * @throws as `simulatePolicy`
   */
  simulate(request: SimulationRequest): Promise<Simulation>;
  /** The plugins that the configuration names, refused ones included. */
  plugins(): readonly LoadedPlugin[];
  /** Sets of rules to start from: the shipped ones, then those of plugins. */
  templates(): readonly OfferedTemplate[];
  /** What `safeai setup` can set up beside the shipped frameworks. */
  frameworks(): readonly OfferedFramework[];
  /**
   * Reads, checks and compiles the configuration aside, then swaps it in. Recorded and told as `policy.reloaded`, or as
   * `policy.reload_failed`.
   *
   * @param call who asks for it
   * @throws ConfigError `invalid_config` with file, line and column of every problem; the old set stays in force;
   *   SafeAIError `shutting_down` once it was closed; `audit_unavailable`: the new set is in force all the same
   */
  reload(call?: CallContext): Promise<ReloadResult>;
  /** Releases what was opened. A reload in progress is not waited for, and changes nothing. Idempotent. */
  close(): Promise<void>;
}
