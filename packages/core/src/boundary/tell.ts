import type { Ports, SafeAIEvent } from '../ports.ts';
import { appendRecord } from './append-record.ts';
import type { AuditRecord, RecordDetail } from './record.ts';

/** What a record says of what happened that says nothing else of it. */
const UNSAID = {
  boundary: 'action',
  policyName: null,
  sessionId: null,
  toolName: null,
  parametersDigest: null,
  approverId: null,
  reasonCode: null,
  approvalRequestId: null,
} as const;

/** The record of what is no decision on content: shadow rules have no part in it. */
export type HappeningRecord = Omit<AuditRecord, 'detail'> & { readonly detail?: RecordDetail };

/** What happened besides a decision on content. Names in it are guarded already. */
export type Happening = Omit<
  HappeningRecord,
  'ts' | 'decisionId' | 'dataTags' | 'detections' | 'latencyUs' | keyof typeof UNSAID
> &
  Partial<Pick<AuditRecord, keyof typeof UNSAID>>;

/**
 * Records what happened, under an id of its own.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export async function recordHappening(
  ports: Ports,
  happening: Happening,
): Promise<HappeningRecord> {
  const record: HappeningRecord = {
    ...UNSAID,
    ...happening,
    ts: ports.clock.now(),
    decisionId: ports.ids.decisionId(),
    dataTags: [],
    detections: [],
    latencyUs: 0,
  };
  await appendRecord(ports, record);
  return record;
}

/** Tells what is on record as an event. */
export function tellRecorded(
  ports: Ports,
  record: AuditRecord,
  detail: SafeAIEvent['detail'] = {},
): void {
  const { boundary, action, dataTags } = record;
  ports.events.emit({
    id: record.decisionId,
    event: record.event,
    timestamp: record.ts,
    tenantId: record.tenantId,
    agentId: record.agentId,
    boundary,
    action,
    rule: record.policyName,
    decisionId: record.decisionId,
    ...(dataTags.length === 0 ? {} : { dataTags }),
    detail: { boundary, action, ...detail, tool_name: record.toolName },
  });
}

/** Records what happened, then tells it. @throws SafeAIError `audit_unavailable`; nothing is told then */
export async function recordAndTell(ports: Ports, happening: Happening): Promise<void> {
  tellRecorded(ports, await recordHappening(ports, happening), happening.detail);
}
