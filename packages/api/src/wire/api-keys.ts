import {
  InvalidRequestError,
  type ApiKeyFilter,
  type ApiKeyRequest,
  type ApiKeyView,
} from '@safeai/core';
import type { AnswerOf, BodyOf, QueryOf } from '../routes/types.ts';

/**
 * POST /v1/keys: the body as a request.
 *
 * @param tenant the caller's own, for a body that names none
 * @param expiresInMs the body's `expires_in` in milliseconds
 * @throws InvalidRequestError for a body that names tenants twice over
 */
export function toApiKeyRequest(
  body: BodyOf<'key_create'>,
  { tenant, expiresInMs }: { tenant: string; expiresInMs: number | undefined },
): ApiKeyRequest {
  const { tenant_id: one, tenant_ids: several } = body;
  if (one !== undefined && several !== undefined) {
    const message = 'goes without tenant_id: name the tenants in one of them';
    throw new InvalidRequestError(`$.tenant_ids: ${message}.`, {
      details: [{ path: '$.tenant_ids', message }],
    });
  }
  return {
    tenants: several ?? [one ?? tenant],
    roles: body.roles,
    ...(body.agent_ids === undefined ? {} : { agents: body.agent_ids }),
    ...(body.user_id === undefined ? {} : { user: body.user_id }),
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
  };
}

/** GET /v1/keys: the query as a filter. */
export function toApiKeyFilter({ tenant_id, limit }: QueryOf<'keys'>): ApiKeyFilter {
  return {
    ...(tenant_id === undefined ? {} : { tenantId: tenant_id }),
    ...(limit === undefined ? {} : { limit }),
  };
}

/** A key as answers show it. */
export function fromApiKey(key: ApiKeyView): AnswerOf<'key_revoke'> {
  return {
    id: key.id,
    tenant_ids: [...key.tenants],
    roles: [...key.roles],
    agent_ids: key.agents === null ? null : [...key.agents],
    user_id: key.user,
    issuer: key.issuer,
    created_at: new Date(key.createdAt).toISOString(),
    expires_at: timeOrNull(key.expiresAt),
    revoked_at: timeOrNull(key.revokedAt),
  };
}

function timeOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
