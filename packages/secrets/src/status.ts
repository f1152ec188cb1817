import type { ErrorDetail, SecretRef } from '@safeai/core';
import type { SecretState, Slot } from './cache/slot.ts';
import { isSearched } from './exact-values.ts';
import type { SecretError, SecretFailure } from './secret-error.ts';

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
   * `ok`; `stale`: last values are used on, or its login will end; `failed`: a value cannot be had; `unused`: nothing
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

/** How it stands with a slot. */
export function statusOf(slot: Slot, backend: string, now: number): SecretStatus {
  const { reference, state, error, secret, readAt } = slot;
  return {
    reference: reference.toString(),
    backend,
    state,
    reason: error?.reason ?? null,
    message: error?.message ?? null,
    version: shownVersion(slot.version),
    ageMs: secret === undefined ? null : now - readAt,
    searched: isSearched(slot),
  };
}

/**
 * How it stands with a backend.
 *
 * @param secrets of all backends
 * @param login what is wrong with its login
 */
export function backendStatus(
  backend: string,
  secrets: readonly SecretStatus[],
  login: SecretError | undefined,
): BackendStatus {
  const own = secrets.filter((status) => status.backend === backend);
  const lost = own.find(({ state }) => state === 'lost');
  const wrong = lost ?? own.find(({ state }) => state === 'stale') ?? login;
  const { reason = null, message = null } = wrong ?? {};
  const references = own.length;
  if (wrong !== undefined) {
    return { backend, state: lost === undefined ? 'stale' : 'failed', references, reason, message };
  }
  return { backend, state: references === 0 ? 'unused' : 'ok', references, reason, message };
}

/** A version as backends write them; a text that could be anything is not shown. */
export function shownVersion(version: string | undefined): string | null {
  return version !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(version) ? version : null;
}
