import type { Caller } from '../connection/caller.ts';
import type { Output } from './output.ts';

/** Says so where records are missing from the log because no server has run since. */
export async function noteWaiting({ hasWaiting }: Caller, output: Output): Promise<void> {
  if ((await hasWaiting?.()) !== true) return;
  await output.note(
    'records of commands wait for the next safeai serve, which takes them into the log',
  );
}
