import {
  deciders,
  InvalidRequestError,
  type ApprovalCursor,
  type ApprovalFilter,
  type ApprovalRecord,
  type ApprovalStanding,
  type JsonValue,
  type TenantScope,
} from '@safeai/core';
import type { QueryOf } from '../routes/types.ts';
import type { WireApproval, WireApprovalDecision } from '../schema/approval.ts';
import { TIME } from './record.ts';

/** Requests of a page whose query says nothing of it. */
const DEFAULT_LIMIT = 50;

/** Longest parameters in a list, as JSON in UTF-16 code units. */
const MAX_LISTED = 8192;

/**
 * GET /v1/approvals: the query as a filter.
 *
 * @throws InvalidRequestError for a cursor that is none
 */
export function toApprovalFilter(
  query: QueryOf<'approvals'>,
  tenants: TenantScope,
): ApprovalFilter {
  return {
    tenants,
    limit: query.limit ?? DEFAULT_LIMIT,
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(query.agent_id === undefined ? {} : { agentId: query.agent_id }),
    ...(query.tool_name === undefined ? {} : { toolName: query.tool_name }),
    ...(query.cursor === undefined ? {} : { before: toCursor(query.cursor) }),
  };
}

function toCursor(text: string): ApprovalCursor {
  const [, createdAt = '', requestId = ''] = /^(\d{1,15})\.([A-Za-z0-9-]{1,64})$/.exec(text) ?? [];
  if (requestId !== '') return { createdAt: Number(createdAt), requestId };
  throw new InvalidRequestError('The cursor is none of x-next-cursor.', {
    details: [{ path: 'cursor', message: 'must be the x-next-cursor of the page before' }],
  });
}

/** Where the next page begins, for the header. */
export function fromApprovalCursor({ createdAt, requestId }: ApprovalCursor): string {
  return `${createdAt}.${requestId}`;
}

/**
 * What an agent sees of its own request: the status, and what the one who decided wrote.
 *
 * @param now milliseconds since the epoch
 */
export function fromApprovalStatus(record: ApprovalRecord, now: number): WireApproval {
  return {
    request_id: record.requestId,
    agent_id: record.agentId,
    tool_name: record.toolName,
    status: record.status,
    created_at: time(record.createdAt),
    expires_at: time(record.expiresAt),
    server_time: time(now),
    // Redacted, as core stores it.
    note: record.votes.at(-1)?.note ?? null,
  };
}

/** What an agent may know of a request of its own. */
export function toApprovalStanding(approval: WireApproval): ApprovalStanding {
  const { request_id: approvalRequestId, status, expires_at, note } = approval;
  return {
    ...{ approvalRequestId, status, expiresAt: TIME.toCore(expires_at) },
    ...(typeof note === 'string' ? { note } : {}),
  };
}

/** What those see who decide and audit. */
export function fromApproval(record: ApprovalRecord, now: number): WireApproval {
  return {
    ...fromApprovalStatus(record, now),
    tenant_id: record.tenantId,
    session_id: record.sessionId,
    policy_name: record.policyName,
    policy_revision: record.policyRevision,
    reason: record.reason,
    requester: record.requester,
    justification: record.justification ?? null,
    // Redacted JSON, as core stores it.
    parameters: record.redactedParameters as JsonValue,
    parameters_omitted: false,
    parameters_digest: record.parametersDigest,
    requirements: record.requirements.map((requirement) => ({
      policy_name: requirement.policyName,
      min_approvals: requirement.minApprovals ?? 1,
      groups: (requirement.groups ?? []).map(({ role, count }) => ({ role, count })),
      escalate_to: requirement.escalateTo ?? null,
    })),
    votes: record.votes.map(({ approverId, roles, verdict, at, note, verified }) => ({
      approver_id: approverId,
      roles: [...roles],
      verdict,
      at: time(at),
      note: note ?? null,
      verified,
    })),
    escalated: record.told.includes('escalation'),
    consumed_at: record.consumedAt === undefined ? null : time(record.consumedAt),
  };
}

/** One of a list: long parameters are left out, and said to be. */
export function fromListedApproval(record: ApprovalRecord, now: number): WireApproval {
  const wire = fromApproval(record, now);
  const isShort = JSON.stringify(record.redactedParameters).length <= MAX_LISTED;
  return isShort ? wire : { ...wire, parameters: null, parameters_omitted: true };
}

/** What a decision came to. */
export function fromApprovalDecision(
  record: ApprovalRecord,
  approverId: string,
  now: number,
): WireApprovalDecision {
  return {
    request_id: record.requestId,
    status: record.status,
    approver_id: approverId,
    decided_by: deciders(record),
    tenant_id: record.tenantId,
    agent_id: record.agentId,
    tool_name: record.toolName,
    expires_at: time(record.expiresAt),
    server_time: time(now),
  };
}

const time = TIME.toWire;
