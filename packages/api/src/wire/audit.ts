import { normalizeTag, type AuditFilter, type AuditQuery } from '@safeai/core';
import type { AuditQueryFields } from '../routes/audit.ts';
import { millisecondsOfTime } from '../validation/formats.ts';

/** Records of a page whose request says nothing of it. */
const DEFAULT_LIMIT = 50;

/** A query of the audit log without the tenants that the caller may see. */
export type AuditQuestion = Omit<AuditQuery, 'tenants'>;

/** What may be asked of records, whichever way. */
type AuditConditions = Omit<AuditQueryFields, 'limit' | 'cursor'>;

/**
 * GET /v1/audit, POST /v1/audit/query: what is asked.
 *
 * @param since milliseconds since the epoch, from `last`; the later of this and the one asked for counts
 * @throws SafeAIError `invalid_tag`
 */
export function toAuditQuestion(asked: AuditQueryFields, since?: number): AuditQuestion {
  return {
    ...toAuditConditions(asked, since),
    limit: asked.limit ?? DEFAULT_LIMIT,
    ...(asked.cursor === undefined ? {} : { cursor: asked.cursor }),
  };
}

/**
 * Which records are meant.
 *
 * @param since as with {@link toAuditQuestion}
 * @throws SafeAIError `invalid_tag`
 */
export function toAuditConditions(
  asked: AuditConditions,
  since?: number,
): Omit<AuditFilter, 'tenants'> {
  const from = [since, momentOf(asked.since)].filter((moment) => moment !== undefined);
  const conditions = {
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
  const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : millisecondsOfTime(text);
}
