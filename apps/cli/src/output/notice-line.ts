import type { StorageNotice } from '@safeai/runtime';

/** What the audit log or the state has to tell, as a line. */
export function noticeLine({ part, message }: StorageNotice): string {
  return `safeai: ${part}: ${message}`;
}
