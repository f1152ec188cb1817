import { fromGrant, inWireNames, toGrantFilter, toGrantRequest } from '@safeai/api';
import { parseDuration } from '@safeai/config';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/capabilities: the one answer that shows the token. */
export function grantCapability({ runtime }: Dependencies): Handler<'capability_grant'> {
  return async ({ body, call }) => {
    const ttlMs = body.ttl === undefined ? undefined : parseDuration(body.ttl);
    const request = toGrantRequest(body, ttlMs);
    const { capability, token } = await runtime.boundary.capabilities
      .grant(request, call)
      .catch(inWireNames());
    return { ...fromGrant(capability), token };
  };
}

/** GET /v1/capabilities */
export function listCapabilities({ runtime }: Dependencies): Handler<'capabilities'> {
  return async ({ query, call }) => {
    const grants = await runtime.boundary.capabilities.list(toGrantFilter(query), call);
    return grants.map(fromGrant);
  };
}

/** DELETE /v1/capabilities/{id} */
export function revokeCapability({ runtime }: Dependencies): Handler<'capability_revoke'> {
  return async ({ params, call }) =>
    fromGrant(await runtime.boundary.capabilities.revoke(params.id, call));
}
