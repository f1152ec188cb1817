import { SafeAIError } from '@safeai/core/stores';
import { errorCode } from './files.ts';

/** The error of a record that could not be written. */
export function unavailable(message: string, cause?: unknown): SafeAIError {
  return new SafeAIError('audit_unavailable', message, cause === undefined ? {} : { cause });
}

/** What is thrown once the log was closed. */
export function closed(): SafeAIError {
  return unavailable('The audit log is closed.');
}

/** Whatever was thrown on the way to the disk, as the caller gets it. */
export function asUnavailable(cause: unknown): SafeAIError {
  if (SafeAIError.isInstance(cause)) return cause;
  return unavailable(`The audit log cannot be written (${errorCode(cause)}).`, cause);
}
