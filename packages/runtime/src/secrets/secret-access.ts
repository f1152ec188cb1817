import type { SecretValue } from '@safeai/config';
import type { CallContext, Secret, SecretRef } from '@safeai/core';
import type { SecretsStatus } from '@safeai/secrets';

/** An agent's request for the value of a secret. */
export interface AgentSecretRequest {
  readonly reference: SecretRef;
  readonly agentId: string;
  /** Granted to this agent, for `resolve`, with a glob that covers `backend/path#key`. */
  readonly capabilityToken: string;
  /** That of the principal, or the default one, if absent. */
  readonly tenantId?: string;
  readonly sessionId?: string;
}

/** The secrets of a running SafeAI. */
export interface SecretAccess {
  /** What `secret://default` means. */
  readonly defaultBackend: string;
  /** The text of a secret setting as it is now; undefined for a reference that has no value. Never waits. */
  of(value: SecretValue): string | undefined;
  /**
   * A value was refused where it was used (401, 403): reads it again.
   *
   * @returns whether another one is in use now, so that trying again may help
   */
  refused(value: SecretValue, used: string): Promise<boolean>;
  /** Names and states, without asking anybody. Never a value. */
  status(): SecretsStatus;
  /** Reads all of them now, and says how they stand. */
  check(): Promise<SecretsStatus>;
  /**
   * The value of a secret for an agent whose token covers it. On record either way, and looked for by the detectors
   * before it is given.
   *
   * @throws SafeAIError (as a rejection) `forbidden` for a token that does not serve, which never says why;
   *   `secret_unavailable` without the backend's reasons; `audit_unavailable`
   */
  resolve(request: AgentSecretRequest, call?: CallContext): Promise<Secret>;
}
