import { SecretError } from './secret-error.ts';

/**
 * What a promise gives, or `timeout` once the signal is aborted, even if the promise never ends.
 *
 * @throws SecretError `timeout`
 */
export async function within<T>(
  promise: Promise<T>,
  signal: AbortSignal,
  message: string,
): Promise<T> {
  let onAbort: (() => void) | undefined;
  const overdue = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(new SecretError('timeout', message));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, overdue]);
  } catch (error) {
    // What was aborted may say so in its own words, and first.
    if (signal.aborted) throw new SecretError('timeout', message);
    throw error;
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
    promise.catch(() => undefined);
  }
}
