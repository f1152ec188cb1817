import { fromApiKey, inWireNames, toApiKeyFilter, toApiKeyRequest } from '@safeai/api';
import { parseDuration } from '@safeai/config';
import { coversTenants, SafeAIError, type Principal } from '@safeai/core';
import { DEFAULT_TENANT, edgeSettings, type EdgeSettings } from '../settings/settings.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** What the wire calls the terms of a key. */
const NAMES = {
  tenants: 'tenant_ids',
  agents: 'agent_ids',
  user: 'user_id',
  expiresIn: 'expires_in',
};

/** POST /v1/keys: the one answer that shows the key. */
export function createKey({ runtime }: Dependencies): Handler<'key_create'> {
  return async ({ body, call }) => {
    const expiresInMs = body.expires_in === undefined ? undefined : parseDuration(body.expires_in);
    const tenant = call.principal?.tenant ?? DEFAULT_TENANT;
    const request = toApiKeyRequest(body, { tenant, expiresInMs });
    mustSpeakFor(request.user, call.principal, edgeSettings(runtime.config));
    const { key, text } = await runtime.boundary.apiKeys
      .create(request, call)
      .catch(inWireNames(NAMES));
    return { ...fromApiKey(key), key: text };
  };
}

/** GET /v1/keys */
export function listKeys({ runtime }: Dependencies): Handler<'keys'> {
  return async ({ query, call }) => {
    const keys = await runtime.boundary.apiKeys.list(toApiKeyFilter(query), call);
    return keys.map(fromApiKey);
  };
}

/** DELETE /v1/keys/{id} */
export function revokeKey({ runtime }: Dependencies): Handler<'key_revoke'> {
  return async ({ params, call }) =>
    fromApiKey(await runtime.boundary.apiKeys.revoke(params.id, call));
}

/**
 * Refuses a key in the name of a configured user to who is no admin of all of that user's tenants: records would name
 * somebody else.
 *
 * @throws SafeAIError `forbidden`
 */
function mustSpeakFor(
  name: string | undefined,
  maker: Principal | undefined,
  { users }: EdgeSettings,
): void {
  const user = name === undefined ? undefined : users.get(name);
  if (user === undefined || coversTenants(maker?.tenants ?? [], user.tenants)) return;
  throw new SafeAIError(
    'forbidden',
    'user_id is a user of dashboard.users whose tenants are not all the caller’s.',
  );
}
