/** A role of the contract's table. */
export type Role = 'admin' | 'approver' | 'auditor' | 'viewer' | 'billing' | 'agent';

/** Who makes a request. Made once, at the edge, and passed down. */
export interface Principal {
  /** The tenant the request acts in. */
  readonly tenant: string;
  /** The tenants it may name; `*` for all. */
  readonly tenants: readonly string[];
  /** `local` for a trusted loopback caller that names no user. */
  readonly user: string;
  readonly roles: readonly Role[];
  /** The agent that the credential is bound to, if it is. */
  readonly agent?: string;
  readonly source: 'loopback' | 'header' | 'key' | 'oidc' | 'embedded';
}
