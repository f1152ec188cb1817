import type { AuditNotice } from '@safeai/audit';
import { randomIds } from '@safeai/core';
import type { StorageParts } from './storage-parts.ts';

/** Who is told how the audit log is. */
export interface AuditAlerts {
  /** To the operator, in words. */
  readonly notice: (notice: Pick<AuditNotice, 'message'>) => void;
  /** The same for the log that decisions are recorded in: that it fails is an event too. */
  readonly ofRecording: (notice: AuditNotice) => void;
  /**
   * Told of each record that a request went on without (`audit.on_failure: allow_with_alert`).
   *
   * @param lost how many there are since a record was last written
   */
  readonly lost: (lost: number) => void;
}

/** Tells the operator, and those who listen to events (`audit.failure`). */
export function auditAlerts(
  parts: Pick<StorageParts, 'loaded' | 'clock' | 'onNotice' | 'events'>,
): AuditAlerts {
  const { loaded, clock, onNotice, events } = parts;
  const ids = randomIds(clock);
  const notice: AuditAlerts['notice'] = ({ message }) => {
    onNotice({ part: 'audit', message });
  };
  return {
    notice,
    ofRecording: ({ kind, message }) => {
      notice({ message });
      if (kind !== 'failing') return;
      events.emit({
        id: ids.decisionId(),
        event: 'audit.failure',
        timestamp: clock.now(),
        tenantId: '*',
        agentId: null,
        boundary: null,
        action: null,
        rule: null,
        decisionId: null,
        detail: { reason: message, on_failure: loaded.config.audit.onFailure },
      });
    },
    lost: (lost) => {
      if (lost > 1) return;
      notice({
        message:
          'Requests go on without being recorded (audit.on_failure: allow_with_alert), until the log can be written again.',
      });
    },
  };
}
