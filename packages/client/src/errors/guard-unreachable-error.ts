import { SafeAIError } from '@safeai/core';

/**
 * Nothing was decided, for SafeAI did not answer: refused, reset, too late, or something else answered in its place.
 * Code `guard_unavailable`. A closed guard stays closed: what was to be judged must not go on.
 */
export class GuardUnreachableError extends SafeAIError {
  override readonly name = 'GuardUnreachableError';
  /** The status of what answered in the place of SafeAI; null where nothing did. */
  readonly answeredStatus: number | null;

  /** @param message what was wrong, with the address */
  constructor(
    message: string,
    { cause, answeredStatus = null }: { cause?: unknown; answeredStatus?: number | null } = {},
  ) {
    super('guard_unavailable', message, cause === undefined ? {} : { cause });
    this.answeredStatus = answeredStatus;
  }
}
