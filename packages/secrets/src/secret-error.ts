import { SafeAIError, type ErrorDetail } from '@safeai/core';

/**
 * Why a secret cannot be had.
 *
 * - `unreachable`: no connection; `untrusted`: its certificate is not trusted
 * - `timeout`: no answer in time; `rate_limited`: asked too often; `unavailable`: it is there and does not serve now
 * - `sealed`: Vault is sealed
 * - `unauthenticated`: no credentials, or wrong or expired ones; `denied`: they may not read this
 * - `missing`: there is no such secret, or it is empty; `deleted`: not any more; `no_key`: it has no such field
 * - `malformed`: what was answered cannot be read; `misconfigured`: a setting is wrong
 * - `failed`: anything else
 */
export type SecretFailure =
  | 'unreachable'
  | 'untrusted'
  | 'timeout'
  | 'rate_limited'
  | 'unavailable'
  | 'sealed'
  | 'unauthenticated'
  | 'denied'
  | 'missing'
  | 'deleted'
  | 'no_key'
  | 'malformed'
  | 'misconfigured'
  | 'failed';

/** What a {@link SecretError} may carry. */
export interface SecretErrorOptions {
  /** How long the backend asked to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly details?: readonly ErrorDetail[];
}

/**
 * A secret that cannot be had. Code `secret_unavailable`. Never holds a value, nor anything else that a backend sent: it has
 * no `cause`, because what parsers and clients of backends throw may quote what they read.
 */
export class SecretError extends SafeAIError {
  override readonly name = 'SecretError';
  readonly reason: SecretFailure;
  readonly retryAfterMs: number | undefined;

  /** @param message what is wrong and what to do; never a value, nor a text of the backend's */
  constructor(
    reason: SecretFailure,
    message: string,
    { retryAfterMs, details = [] }: SecretErrorOptions = {},
  ) {
    super('secret_unavailable', message, { details });
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** May do better at once, or in a moment. */
const PASSING: ReadonlySet<SecretFailure> = new Set([
  'unreachable',
  'rate_limited',
  'unavailable',
  'sealed',
]);

/** Whether the same request may do better in a moment. */
export function isPassing({ reason }: SecretError): boolean {
  return PASSING.has(reason);
}

const GONE: ReadonlySet<SecretFailure> = new Set(['missing', 'deleted', 'no_key']);

/** Whether the backend said that there is no such secret: an older value must not be used any more. */
export function isGone({ reason }: SecretError): boolean {
  return GONE.has(reason);
}

/**
 * What was thrown, as an error that may be shown. Of errors that are not known, nothing is shown: they may quote a value.
 *
 * @param who the backend, as it begins a sentence: `Vault at https://vault.internal:8200`
 */
export function toSecretError(error: unknown, who: string): SecretError {
  if (error instanceof SecretError) return error;
  const code = (error as { readonly code?: unknown } | null | undefined)?.code;
  if (typeof code === 'string' && UNTRUSTED.test(code)) {
    const message = `${who} has a certificate that is not trusted (${code}); check its address and the certificates to trust`;
    return new SecretError('untrusted', message);
  }
  if (code === 'ABORT_ERR') {
    return new SecretError('timeout', `${who} did not answer in time; check that it runs`);
  }
  if (typeof code === 'string' && NETWORK.has(code)) {
    const message = `${who} cannot be reached (${code}); check its address and that it runs`;
    return new SecretError('unreachable', message);
  }
  return new SecretError('failed', `${who} failed for a reason that is not known`);
}

const NETWORK: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'EPROTO',
  'HPE_INVALID_CONSTANT',
]);

/** Codes of OpenSSL and Node.js about certificates. */
const UNTRUSTED =
  /^(?:CERT_[A-Z_]{1,40}|UNABLE_TO_[A-Z_]{1,40}|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)$/;
