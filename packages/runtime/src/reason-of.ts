import { SafeAIError } from '@safeai/core';

/** What may be told of an error: SafeAI's own words. Those of another one might quote a value. */
export function reasonOf(error: unknown): string {
  if (SafeAIError.isInstance(error)) return error.message;
  return `Internal error (${(error as Error | undefined)?.name ?? 'unknown'}).`;
}
