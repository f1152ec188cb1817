import { SafeAIError } from '@safeai/core';
import type { AuditAccess } from '../audit-access.ts';

/** What a SafeAI without a state folder has instead of a recorded history. */
export const NO_HISTORY: AuditAccess = {
  query: () => Promise.reject(noLog()),
  find: () => Promise.reject(noLog()),
  verify: () => Promise.reject(noLog()),
  receipt: () => {
    throw noLog();
  },
  publicKeys: () => ({ keys: [] }),
  status: () => ({
    state: 'ok',
    reason: null,
    writer: 'memory',
    lastSeq: 0,
    refused: 0,
    freeBytes: null,
  }),
};

function noLog(): SafeAIError {
  return new SafeAIError(
    'audit_unavailable',
    'This SafeAI keeps no audit log: it was started without a state folder.',
  );
}
