import type { AuditStatus } from '@safeai/audit';
import { SafeAIError } from '@safeai/core';
import type { AuditAccess } from '../audit-access.ts';

/** What a SafeAI without a state folder has instead of a recorded history. */
export const NO_HISTORY: AuditAccess = {
  query: () => Promise.reject(noLog()),
  tally: () => Promise.reject(noLog()),
  find: () => Promise.reject(noLog()),
  verify: () => Promise.reject(noLog()),
  receipt: () => {
    throw noLog();
  },
  publicKeys: () => ({ keys: [] }),
  status: () => statusWithoutLog('memory'),
};

function noLog(): SafeAIError {
  return new SafeAIError(
    'audit_unavailable',
    'This SafeAI keeps no audit log: it was started without a state folder.',
  );
}

/** How the log is where this process writes none: well. @param writer where records go instead */
export function statusWithoutLog(writer: string): AuditStatus {
  return { state: 'ok', reason: null, writer, lastSeq: 0, refused: 0, freeBytes: null };
}
