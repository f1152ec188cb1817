import type { DecisionContext } from './decision-context.ts';
import type { RecordDetail } from './record.ts';
import { safeName, safeTenant } from './safe-names.ts';
import type { Scope } from './scope.ts';
import { recordAndTell } from './tell.ts';

/**
 * Records and tells what was done to a tenant's memory as a whole, which no policy decides.
 *
 * @throws SafeAIError `audit_unavailable` when the record cannot be made
 */
export function recordUpkeep(
  context: DecisionContext,
  operation: 'purged' | 'shredded',
  scope: Scope,
  detail: RecordDetail,
): Promise<void> {
  const { ports, snapshot } = context;
  const safe = (name: string | null): string | null => safeName(context, scope.tenantId, name);
  return recordAndTell(ports, {
    boundary: 'memory',
    event: `memory.${operation}`,
    action: 'allow',
    policyName: null,
    policyRevision: snapshot.policy.revision,
    tenantId: safeTenant(context, scope.tenantId),
    agentId: safe(scope.agentId),
    sessionId: null,
    toolName: null,
    parametersDigest: null,
    principal: safe(scope.userId),
    reasonCode: null,
    approvalRequestId: null,
    requestId: safe(scope.requestId),
    detail,
  });
}
