import { normalizeTag, type AuditQuery } from '@safeai/core';
import type { AuditQueryFields } from '../routes/audit.ts';
import { millisecondsOfTime } from '../validation/formats.ts';

/** Records of a page whose request says nothing of it. */
const DEFAULT_LIMIT = 50;

/** A query of the audit log without the tenants that the caller may see. */
export type AuditQuestion = Omit<AuditQuery, 'tenants'>;

/**
 * GET /v1/audit, POST /v1/audit/query: what is asked.
 *
 * @param since milliseconds since the epoch, from `last`; the later of this and the one asked for counts
 * @throws SafeAIError `invalid_tag`
 */
export function toAuditQuestion(asked: AuditQueryFields, since?: number): AuditQuestion {
  const from = [since, momentOf(asked.since)].filter((moment) => moment !== undefined);
  const question = {
    limit: asked.limit ?? DEFAULT_LIMIT,
    cursor: asked.cursor,
    since: from.length === 0 ? undefined : Math.max(...from),
    until: momentOf(asked.until),
    boundary: asked.boundary,
    action: asked.action,
    event: asked.event,
    agentId: asked.agent_id,
    toolName: asked.tool_name,
    sessionId: asked.session_id,
    policyName: asked.policy_name,
    dataTag: asked.data_tag === undefined ? undefined : normalizeTag(asked.data_tag),
    decisionId: asked.decision_id,
    approvalRequestId: asked.approval_request_id,
  };
  const given = Object.entries(question).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as unknown as AuditQuestion;
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : millisecondsOfTime(text);
}
