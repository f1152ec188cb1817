import type { WireEvent } from '@safeai/client';

/** What tells, on this side, that something may have been missed. @param since the last `id` that was heard, if any */
export function ownGap(reason: string, since: string | null): WireEvent {
  return {
    ...{ id: since ?? '', event: 'stream.gap', timestamp: new Date().toISOString() },
    ...{ tenant_id: null, agent_id: null, boundary: null, action: null, rule: null },
    decision_id: null,
    detail: { boundary: null, action: null, detection_type: null, reason, resync: true, since },
  };
}
