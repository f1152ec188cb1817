import { SafeAIError } from '../errors.ts';

/** A change of a request is tried again when another one came first, at most so often. */
export const MAX_ATTEMPTS = 8;

/** No request of that id in any tenant of the caller. */
export function noSuchRequest(): SafeAIError {
  return new SafeAIError('not_found', 'There is no such approval request.');
}

/** Another change came first every time. */
export function changedByOthers(): SafeAIError {
  return new SafeAIError('conflict', 'The approval request is being changed by others; try again.');
}
