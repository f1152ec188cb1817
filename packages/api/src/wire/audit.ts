import { InvalidRequestError, normalizeTag, type AuditFilter, type AuditQuery } from '@safeai/core';
import type { ABSENT_FIELDS, AuditQueryFields } from '../routes/audit.ts';
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
 * @throws SafeAIError as {@link toAuditConditions}
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
 * @throws SafeAIError `invalid_tag`; InvalidRequestError for a field that is to have a value and none
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
    wouldHave: asked.would_have,
    shadowPolicyName: asked.shadow_policy_name,
  };
  const given = Object.entries(conditions).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(given), ...absent(asked) };
}

type AbsentField = (typeof ABSENT_FIELDS)[number];

const NAMES = {
  agent_id: 'agentId',
  tool_name: 'toolName',
  session_id: 'sessionId',
  policy_name: 'policyName',
  data_tag: 'dataTag',
  approval_request_id: 'approvalRequestId',
} as const satisfies Record<AbsentField, keyof AuditFilter>;

/** Fields of which records are to have none. */
function absent(asked: AuditConditions): Partial<Record<(typeof NAMES)[AbsentField], null>> {
  const fields = (asked.without?.split(',') ?? []) as AbsentField[];
  const both = fields.find((field) => asked[field] !== undefined);
  if (both !== undefined) {
    throw new InvalidRequestError(
      `${both} is asked for, and in without: no record has both. Leave one of them out.`,
    );
  }
  return Object.fromEntries(fields.map((field) => [NAMES[field], null]));
}

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : millisecondsOfTime(text);
}
