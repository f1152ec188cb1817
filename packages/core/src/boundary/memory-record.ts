import type { Ports } from '../ports.ts';
import { appendRecord } from './append-record.ts';
import type { DecisionContext } from './decision-context.ts';
import type { AuditRecord, RecordDetail } from './record.ts';
import { safeName, safeTenant } from './safe-names.ts';
import type { Scope } from './scope.ts';

/** What is decided about memory; the second part of the event's name. */
export type MemoryOperation = 'write' | 'read' | 'delete';

/** Ports that name the records and events of a decision about memory by what is done. */
export function memoryPorts(ports: Ports, operation: MemoryOperation): Ports {
  const nameOf = (action: string | null): string =>
    action === 'block' ? 'memory.blocked' : `memory.${operation}`;
  return {
    ...ports,
    audit: {
      append: (record) => ports.audit.append({ ...record, event: nameOf(record.action) }),
    },
    events: {
      emit: (event) => {
        ports.events.emit({ ...event, event: nameOf(event.action) });
      },
    },
  };
}

/**
 * Records and tells what was done to a tenant's memory as a whole, which no policy decides.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export async function recordUpkeep(
  context: DecisionContext,
  operation: 'purged' | 'shredded',
  scope: Scope,
  startedAt: number,
  detail: RecordDetail,
): Promise<void> {
  const { ports, snapshot } = context;
  const safe = (name: string | null): string | null => safeName(context, scope.tenantId, name);
  const record: AuditRecord = {
    ts: ports.clock.now(),
    event: `memory.${operation}`,
    decisionId: ports.ids.decisionId(),
    boundary: 'memory',
    action: 'allow',
    policyName: null,
    policyRevision: snapshot.policy.revision,
    tenantId: safeTenant(context, scope.tenantId),
    agentId: safe(scope.agentId),
    sessionId: null,
    toolName: null,
    dataTags: [],
    detections: [],
    parametersDigest: null,
    principal: safe(scope.userId),
    approverId: null,
    reasonCode: null,
    approvalRequestId: null,
    requestId: safe(scope.requestId),
    latencyUs: Math.round((ports.clock.monotonic() - startedAt) * 1000),
    detail,
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
    rule: null,
    decisionId: record.decisionId,
    detail,
  });
}
