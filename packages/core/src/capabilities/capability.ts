/** What a capability token lets its holder do. */
export type CapabilityAction = 'invoke' | 'resolve';

/** A grant, as it is kept: of the token only a digest. */
export interface Capability {
  /** `cap-` and 24 hex digits. */
  readonly id: string;
  readonly tenantId: string;
  /** The only agent that may use it. */
  readonly agentId: string;
  /** The only session, if it is bound to one. */
  readonly sessionId: string | null;
  /** Globs over full tool names, for `invoke`. */
  readonly tools: readonly string[];
  /** Globs over `backend/path#key`, for `resolve`. */
  readonly secrets: readonly string[];
  readonly actions: readonly CapabilityAction[];
  /** Hex HMAC of the token's secret part. */
  readonly secretDigest: string;
  /** Who granted it. */
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
}
