/** What a lockdown stops: all that is named must be the case. Nothing named: everything. */
export interface LockdownTarget {
  /** Absent: every tenant. */
  readonly tenantId?: string;
  /** Absent: every agent, and what names none. */
  readonly agentId?: string;
  /** A tool's full name or its last segment, or a glob over either, in any case. Absent: not tools alone. */
  readonly tool?: string;
}

/** A lockdown of the configuration: it holds as long as it stands there. */
export interface LockdownRule extends LockdownTarget {
  /** Why, for those who are stopped. */
  readonly reason: string;
}

/**
 * An emergency stop that is in force. Names of tenants and agents that hold a detection are kept as a digest, and
 * detections in the reason as placeholders.
 */
export interface Lockdown {
  /** `ld-` and 24 hex digits; `config-1`, `config-2`, … for those of the configuration. */
  readonly id: string;
  /** Null: every tenant. */
  readonly tenantId: string | null;
  readonly agentId: string | null;
  readonly tool: string | null;
  readonly reason: string;
  /** Null for one of the configuration. */
  readonly setBy: string | null;
  /** By who may name every tenant, or in the configuration: nobody else lifts it. */
  readonly byOperator: boolean;
  /** Milliseconds since the epoch; null for one of the configuration. */
  readonly createdAt: number | null;
}
