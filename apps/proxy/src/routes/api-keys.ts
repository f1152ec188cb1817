import { fromApiKey, toApiKeyFilter, toApiKeyRequest } from '@safeai/api';
import { parseDuration } from '@safeai/config';
import { DEFAULT_TENANT } from '../settings/settings.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/keys: the one answer that shows the key. */
export function createKey({ runtime }: Dependencies): Handler<'key_create'> {
  return async ({ body, call }) => {
    const expiresInMs = body.expires_in === undefined ? undefined : parseDuration(body.expires_in);
    const tenant = call.principal?.tenant ?? DEFAULT_TENANT;
    const request = toApiKeyRequest(body, { tenant, expiresInMs });
    const { key, text } = await runtime.boundary.apiKeys.create(request, call);
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
