import type { ErrorDetail, SecretRef } from '@safeai/core';
import type { SecretState } from './cache/slot.ts';
import type { SecretFailure } from './secret-error.ts';

/** A reference, and where it stands. */
export interface SecretRequest {
  readonly reference: SecretRef;
  /** File, line, column and setting, for messages. */
  readonly place?: Omit<ErrorDetail, 'message'>;
}

/** How it stands with one secret: names and states, never a value. */
export interface SecretStatus {
  readonly reference: string;
  readonly backend: string;
  readonly state: SecretState;
  /** Null where nothing is wrong. */
  readonly reason: SecretFailure | null;
  readonly message: string | null;
  readonly version: string | null;
  /** How long ago it was read, in milliseconds; null where it was not. */
  readonly ageMs: number | null;
  /** Whether detectors look for it: a value of fewer than 8 characters would be found by chance. */
  readonly searched: boolean;
}

/** How it stands with one backend. */
export interface BackendStatus {
  readonly backend: string;
  /**
   * `ok`; `stale`: last values are used on; `failed`: a value cannot be had, or a login has ended; `unused`: nothing
   * was asked of it.
   */
  readonly state: 'ok' | 'stale' | 'failed' | 'unused';
  /** How many references it is asked for. */
  readonly references: number;
  readonly reason: SecretFailure | null;
  readonly message: string | null;
}

/** How it stands with all of them. */
export interface SecretsStatus {
  readonly backends: readonly BackendStatus[];
  readonly secrets: readonly SecretStatus[];
}
