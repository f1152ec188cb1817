import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../caller.ts';
import { sentKeys } from '../sent-keys.ts';

/** Longest name that stands for itself. */
const LONGEST = 100;

/** Whose limits a request counts against: one for each credential, whatever tenant or agent it is used for. */
export function callerKey(
  { principal, isTrustedLocal, owner }: Caller,
  headers: IncomingHttpHeaders,
): string {
  const { source, user } = principal;
  if (isTrustedLocal) return short(`local:${user}`);
  if (owner !== undefined) return short(owner);
  if (source === 'key') return principal.keyId ?? keyId(headers);
  return short(`${source}:${user}`);
}

/** Whose limits the requests of an agent count against. The name is the caller's own words: a digest stands for it. */
export function agentKey(tenant: string, agent: string): string {
  return digest(JSON.stringify([tenant, agent]));
}

/** Whose limits the requests for a tenant count against. */
export function tenantKey(tenant: string): string {
  return short(tenant);
}

/** The public part of an API key; users may share a name, keys share nothing. */
function keyId(headers: IncomingHttpHeaders): string {
  const [text = ''] = sentKeys(headers);
  const id = /^sfai_([0-9a-z]{12})_/.exec(text)?.[1];
  return id === undefined ? digest(text) : `key-${id}`;
}

function short(name: string): string {
  return name.length <= LONGEST ? name : digest(name);
}

function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('base64url')}`;
}
