import type { Decision } from '@safeai/core';
import { GuardUnreachableError } from './errors/guard-unreachable-error.ts';
import { ProblemError } from './errors/problem-error.ts';

/** What was let through unjudged. */
export interface FailedOpen {
  readonly operation:
    'scanInput' | 'scanStructured' | 'guardOutput' | 'interceptTool' | 'interceptMessage';
  /** Why: a GuardUnreachableError, or the ProblemError of a server that is shutting down. */
  readonly error: Error;
}

/**
 * What becomes of content while SafeAI cannot be reached. `closed`: the call throws, and nothing goes on. `open`: it is
 * allowed, with the `reasonCode` `guard_unreachable`, and `onFailOpen` is told each time.
 */
export type FailMode =
  | { readonly failMode?: 'closed'; readonly onFailOpen?: never }
  | {
      readonly failMode: 'open';
      /** If it throws, so does the call: what cannot be told is not let through. */
      readonly onFailOpen: (what: FailedOpen) => void;
    };

/** The `decisionId` of what nobody decided. There is no record of it. */
export const NO_DECISION_ID = '00000000-0000-0000-0000-000000000000';

/** In the place of a decision. */
export const UNJUDGED: Decision = Object.freeze({
  action: 'allow',
  reason: 'SafeAI could not be reached; it was let through unjudged.',
  policyName: null,
  decisionId: NO_DECISION_ID,
  policyRevision: '',
  reasonCode: 'guard_unreachable',
});

/** Whether nothing was decided because nobody was there. A server that refuses has decided. */
export function isOutage(error: unknown): error is GuardUnreachableError | ProblemError {
  if (error instanceof GuardUnreachableError) return true;
  return error instanceof ProblemError && error.code === 'shutting_down';
}
