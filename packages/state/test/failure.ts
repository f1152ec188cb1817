import { expect } from '@jest/globals';
import { SafeAIError } from '@safeai/core';

/** What is told of a request that the state files cannot answer. */
export async function failure(doing: Promise<unknown>): Promise<string> {
  const error: unknown = await doing.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!SafeAIError.isInstance(error)) throw new Error('No SafeAIError came of it.');
  expect(error.code).toBe('state_unavailable');
  return error.message;
}
