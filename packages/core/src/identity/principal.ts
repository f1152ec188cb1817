/** The roles of the contract's table. */
export const ROLES = ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'] as const;

/** A role of the contract's table. */
export type Role = (typeof ROLES)[number];

/** Who makes a request. Made once, at the edge, and passed down. */
export interface Principal {
  /** The tenant the request acts in. */
  readonly tenant: string;
  /** The tenants it may name; `*` for all. */
  readonly tenants: readonly string[];
  /** `local` for a trusted loopback caller that names no user. */
  readonly user: string;
  readonly roles: readonly Role[];
  /** The agents that the credential is bound to; absent: it may speak for any. */
  readonly agents?: readonly string[];
  /** Which of {@link agents} acts: the only one, or the one that the request names. */
  readonly agent?: string;
  /** Id of the API key that proves it, or that a session of the dashboard was opened with; absent: none does. */
  readonly keyId?: string;
  /**
   * How it is known: a caller on this machine that names nobody, a user header of one that is believed, an API key, a
   * token of the OpenID Connect issuer, a session of the dashboard, or the process itself.
   */
  readonly source: 'loopback' | 'header' | 'key' | 'oidc' | 'session' | 'embedded';
}

/** The agents that a principal speaks for: the one that acts, else all that its credential is bound to; absent: any. */
export function agentsOf({ agent, agents }: Principal): readonly string[] | undefined {
  return agent === undefined ? agents : [agent];
}
