import type { DecisionContext } from './decision-context.ts';
import type { RecordDetail } from './record.ts';
import { namesOf } from './safe-names.ts';
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
  const names = namesOf(context, scope.tenantId);
  return recordAndTell(ports, {
    boundary: 'memory',
    event: `memory.${operation}`,
    action: 'allow',
    policyRevision: snapshot.policy.revision,
    tenantId: names.tenantId,
    agentId: names.of(scope.agentId),
    principal: names.of(scope.userId),
    requestId: names.of(scope.requestId),
    detail,
  });
}
