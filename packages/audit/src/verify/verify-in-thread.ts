import { Worker } from 'node:worker_threads';
import type { VerifyReport } from './report.ts';
import { verifyLog, type VerifyOptions } from './safeai-verify.ts';

/** As it is installed; where it runs from source there is no compiled thread to start. */
const THREAD = import.meta.url.endsWith('.ts')
  ? undefined
  : new URL('./verify-thread.js', import.meta.url);

/**
 * {@link verifyLog} in a thread of its own, so that a server goes on answering meanwhile.
 *
 * @param signal ends the thread
 * @throws Error what `verifyLog` throws; with the signal's reason when that ends it
 */
export function verifyInThread(
  options: VerifyOptions,
  signal?: AbortSignal,
): Promise<VerifyReport> {
  if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
  if (THREAD === undefined) return verifyLog(options);
  const thread = new Worker(THREAD, { workerData: options, name: 'safeai-audit-verify' });
  const end = new AbortController();
  return new Promise<VerifyReport>((resolve, reject) => {
    signal?.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
      },
      {
        signal: end.signal,
      },
    );
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      reject(new Error('The thread that verifies the audit log ended.'));
    });
  }).finally(() => {
    end.abort();
    return thread.terminate();
  });
}
