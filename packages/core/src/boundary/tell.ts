import type { Ports } from '../ports.ts';
import { appendRecord } from './append-record.ts';
import type { AuditRecord } from './record.ts';

/** What happened besides a decision on content. Names in it are guarded already. */
export type Happening = Omit<
  AuditRecord,
  'ts' | 'decisionId' | 'boundary' | 'dataTags' | 'detections' | 'approverId' | 'latencyUs'
> & {
  readonly boundary?: 'memory';
  readonly detail: NonNullable<AuditRecord['detail']>;
};

/**
 * Records what happened under an id of its own, then tells it as an event.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made; nothing is told then
 */
export async function recordAndTell(ports: Ports, happening: Happening): Promise<void> {
  const record: AuditRecord = {
    boundary: 'action',
    ...happening,
    ts: ports.clock.now(),
    decisionId: ports.ids.decisionId(),
    dataTags: [],
    detections: [],
    approverId: null,
    latencyUs: 0,
  };
  await appendRecord(ports, record);
  ports.events.emit({
    id: record.decisionId,
    event: record.event,
    timestamp: record.ts,
    tenantId: record.tenantId,
    agentId: record.agentId,
    boundary: record.boundary,
    action: record.action,
    rule: record.policyName,
    decisionId: record.decisionId,
    detail: { ...happening.detail, tool_name: record.toolName },
  });
}
