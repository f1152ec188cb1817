import type { Grant, GrantFilter, GrantRequest } from '@safeai/core';
import type { AnswerOf, BodyOf, QueryOf } from '../routes/types.ts';

/**
 * POST /v1/capabilities: the body as a request.
 *
 * @param ttlMs the body's `ttl` in milliseconds
 */
export function toGrantRequest(
  body: BodyOf<'capability_grant'>,
  ttlMs: number | undefined,
): GrantRequest {
  return {
    agentId: body.agent_id,
    ...(body.tenant_id === undefined ? {} : { tenantId: body.tenant_id }),
    ...(body.session_id === undefined ? {} : { sessionId: body.session_id }),
    ...(body.tools === undefined ? {} : { tools: body.tools }),
    ...(body.secrets === undefined ? {} : { secrets: body.secrets }),
    ...(body.actions === undefined ? {} : { actions: body.actions }),
    ...(ttlMs === undefined ? {} : { ttlMs }),
  };
}

/** GET /v1/capabilities: the query as a filter. */
export function toGrantFilter({ tenant_id, limit }: QueryOf<'capabilities'>): GrantFilter {
  return {
    ...(tenant_id === undefined ? {} : { tenantId: tenant_id }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** A grant as answers show it. */
export function fromGrant(grant: Grant): AnswerOf<'capability_revoke'> {
  return {
    id: grant.id,
    tenant_id: grant.tenantId,
    agent_id: grant.agentId,
    session_id: grant.sessionId,
    tools: [...grant.tools],
    secrets: [...grant.secrets],
    actions: [...grant.actions],
    issuer: grant.issuer,
    created_at: new Date(grant.createdAt).toISOString(),
    expires_at: new Date(grant.expiresAt).toISOString(),
    revoked_at: grant.revokedAt === null ? null : new Date(grant.revokedAt).toISOString(),
  };
}
