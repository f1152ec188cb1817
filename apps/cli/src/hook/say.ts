import { writeSync } from 'node:fs';
import type { HookAnswer } from '@safeai/adapters-coding-agents';

/** Longest wait for a host that does not read, in milliseconds. */
const PATIENCE = 1000;

/**
 * Gives a host its answer, whole and at once.
 *
 * @returns the exit code: 2 where an answer could not be given, for the host would take none for consent
 */
export function say({ exitCode, output, message }: HookAnswer): 0 | 2 {
  if (message !== null) write(2, `${message}\n`);
  if (output === null) return exitCode;
  return write(1, `${JSON.stringify(output)}\n`) ? exitCode : 2;
}

/** Writes all of a text; false where nobody takes it. */
function write(to: 1 | 2, text: string): boolean {
  const bytes = Buffer.from(text);
  const end = Date.now() + PATIENCE;
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(to, bytes, at);
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'EAGAIN';
      if (!isFull || Date.now() > end) return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  return true;
}
