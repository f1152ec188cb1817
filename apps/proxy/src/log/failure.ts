import { SafeAIError } from '@safeai/core';
import type { Logger } from 'winston';

/** Whether an error is answered as one of this server's own. An upstream may answer 500 too. */
export function isInternal(error: unknown): boolean {
  if (!SafeAIError.isInstance(error)) return true;
  return error.status === 500 && error.code !== 'upstream_error';
}

/** Logs an error that was answered as an internal one: what it was and where, for whoever runs the server. */
export function logFailure(log: Logger, error: unknown, context: Record<string, string>): void {
  log.error('request failed', { ...context, ...describe(error) });
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '));
  return { error: error.name, reason: error.message, stack: frames.slice(0, 10) };
}
