import type { AuditLine, AuditRecord, DecisionHistory } from '@safeai/core';
import type { AuditAccess } from '../audit-access.ts';

/** The recorded history as the decision path asks it. */
export function decisionHistory(audit: Pick<AuditAccess, 'find'>): DecisionHistory {
  return {
    find: async (tenants, decisionId) => {
      const line = await audit.find(tenants, decisionId);
      return line === undefined ? undefined : recordOf(line);
    },
  };
}

/** A line as the record that it was made of. */
function recordOf(line: AuditLine): AuditRecord {
  return {
    ts: Date.parse(line.ts),
    event: line.event,
    decisionId: line.decision_id,
    boundary: line.boundary,
    action: line.action,
    policyName: line.policy_name,
    policyRevision: line.policy_revision,
    tenantId: line.tenant_id,
    agentId: line.agent_id,
    sessionId: line.session_id,
    toolName: line.tool_name,
    dataTags: line.data_tags,
    detections: line.detections,
    parametersDigest: line.parameters_digest,
    principal: line.principal,
    approverId: line.approver_id,
    reasonCode: line.reason_code,
    approvalRequestId: line.approval_request_id,
    requestId: line.request_id,
    latencyUs: line.latency_us,
    ...(line.detail === undefined ? {} : { detail: line.detail }),
  };
}
