import { type AuditSink, SafeAIError } from '@safeai/core';
import type { AuditLog } from './audit-log.ts';

/**
 * A sink that lets a request go on although its record could not be written (`audit.on_failure: allow_with_alert`).
 * What was lost is counted, and the log says so once it can be written again.
 *
 * @param onLost told of each lost record how many there are by now; must not throw
 */
export function tolerantSink(
  log: Pick<AuditLog, 'append' | 'countLost'>,
  onLost: (lost: number) => void,
): AuditSink {
  return {
    append: async (record) => {
      try {
        await log.append(record);
      } catch (error) {
        if (!SafeAIError.isInstance(error) || error.code !== 'audit_unavailable') throw error;
        onLost(log.countLost(record.ts));
      }
    },
  };
}
