import type { IncomingHttpHeaders } from 'node:http';
import { inScope, SafeAIError, type Principal } from '@safeai/core';
import { EVERY_ROLE, firstTenant, type EdgeSettings, type User } from '../settings/settings.ts';
import type { LocalKey } from './local-key.ts';
import type { Peer } from './peer.ts';

/** Begins every key that SafeAI gives out; here at the start of a header or of any word in it. */
const KEY_PREFIX = /(?<![\w-])sfai_/i;

/** Whether the caller is believed without a credential: on this machine, nothing in between, asking for us. */
export function isTrustedLoopback(peer: Peer, settings: EdgeSettings): boolean {
  return settings.loopbackTrusted && peer.loopback && !peer.forwarded && !peer.foreignHost;
}

/** Who sends the key of the running server. */
const LOCAL_CLI: Principal = {
  tenant: firstTenant(['*']),
  tenants: ['*'],
  user: 'local-cli',
  roles: EVERY_ROLE,
  source: 'key',
};

/**
 * Who makes a request.
 *
 * @param localKey of this server, where it has one; it counts from this machine alone, with nothing in between
 * @throws SafeAIError `unauthenticated` without trust or a known credential; `forbidden` for a user that is not
 *   configured and a tenant that is not the caller's
 */
export function principalOf(
  peer: Peer,
  headers: IncomingHttpHeaders,
  settings: EdgeSettings,
  localKey?: LocalKey,
): Principal {
  const sendsLocal = sendsLocalKey(peer, headers, localKey);
  if (!sendsLocal && !isTrustedLoopback(peer, settings)) {
    throw new SafeAIError(
      'unauthenticated',
      peer.loopback && settings.loopbackTrusted
        ? 'The request was forwarded or is for another host, and needs a credential.'
        : 'The request needs a credential.',
    );
  }
  const user = headers[settings.userHeader];
  const unnamed = sendsLocal ? LOCAL_CLI : settings.local;
  const principal = user === undefined ? unnamed : configuredUser(user, settings);
  const tenant = headers[settings.tenantHeader];
  return tenant === undefined ? principal : narrowed(principal, tenant);
}

/** Whether a principal may act in a tenant. `*` stands for all, and is none. */
export function mayName(principal: Principal, tenant: string): boolean {
  return tenant !== '*' && inScope(principal.tenants, tenant);
}

function configuredUser(name: string | string[], settings: EdgeSettings): Principal {
  const user = typeof name === 'string' ? settings.users.get(name) : undefined;
  if (user === undefined) {
    throw new SafeAIError(
      'forbidden',
      `The ${settings.userHeader} header names no user of dashboard.users.`,
    );
  }
  return userPrincipal(user);
}

/** A configured user as a principal. */
export function userPrincipal(user: User): Principal {
  return {
    tenant: firstTenant(user.tenants),
    tenants: user.tenants,
    user: user.userId,
    roles: [user.role],
    source: 'header',
  };
}

function narrowed(principal: Principal, tenant: string | string[]): Principal {
  if (typeof tenant !== 'string' || tenant === '' || !mayName(principal, tenant)) {
    throw new SafeAIError('forbidden', 'The caller may not act in the tenant that it names.');
  }
  return { ...principal, tenant, tenants: [tenant] };
}

/**
 * Whether a request brings the key of this server.
 *
 * @param localKey of this server, where it has one; it counts from this machine alone, with nothing in between
 * @throws SafeAIError `unauthenticated` for any other SafeAI key, and for this one from elsewhere
 */
export function sendsLocalKey(
  peer: Peer,
  headers: IncomingHttpHeaders,
  localKey: LocalKey | undefined,
): boolean {
  if (!sendsKey(headers)) return false;
  const keys = sentKeys(headers);
  const isHere = peer.loopback && !peer.forwarded && !peer.foreignHost;
  if (isHere && localKey !== undefined && keys.every((key) => localKey.is(key))) return true;
  throw new SafeAIError('unauthenticated', 'The SafeAI key of the request is not known.');
}

/** Whether there is a SafeAI key at all. Asked of every request: it makes nothing. */
function sendsKey(headers: IncomingHttpHeaders): boolean {
  return (
    headers['x-safeai-key'] !== undefined ||
    holdsKey(headers.authorization) ||
    holdsKey(headers['x-api-key']) ||
    holdsKey(headers['x-goog-api-key'])
  );
}

/** SafeAI keys: what the header of their own says and, told by the prefix, what stands where provider keys travel. */
function sentKeys(headers: IncomingHttpHeaders): string[] {
  const own = headers['x-safeai-key'];
  const others = [headers.authorization, headers['x-api-key'], headers['x-goog-api-key']];
  return [
    ...(own === undefined ? [] : [textOf(own)]),
    ...others.filter(holdsKey).map((value) => withoutScheme(textOf(value))),
  ];
}

function textOf(value: string | string[]): string {
  return typeof value === 'string' ? value : value.join();
}

function holdsKey(value: string | string[] | undefined): value is string | string[] {
  return value !== undefined && KEY_PREFIX.test(textOf(value));
}

function withoutScheme(value: string): string {
  return value.replace(/^bearer +/i, '');
}
