import type { IncomingHttpHeaders } from 'node:http';
import { SafeAIError, type Principal } from '@safeai/core';
import { firstTenant, type EdgeSettings } from '../settings/settings.ts';
import type { Peer } from './peer.ts';

/** Begins every key that SafeAI gives out; here at the start of a header or of any word in it. */
const KEY_PREFIX = /(?<![\w-])sfai_/i;

/** Whether the caller is believed without a credential: on this machine, nothing in between, asking for us. */
export function isTrustedLoopback(peer: Peer, settings: EdgeSettings): boolean {
  return settings.loopbackTrusted && peer.loopback && !peer.forwarded && !peer.foreignHost;
}

/**
 * Who makes a request.
 *
 * @throws SafeAIError `unauthenticated` without trust or a known credential; `forbidden` for a user that is not
 *   configured and a tenant that is not the caller's
 */
export function principalOf(
  peer: Peer,
  headers: IncomingHttpHeaders,
  settings: EdgeSettings,
): Principal {
  if (sendsKey(headers)) {
    throw new SafeAIError('unauthenticated', 'The SafeAI key of the request is not known.');
  }
  if (!isTrustedLoopback(peer, settings)) {
    throw new SafeAIError(
      'unauthenticated',
      peer.loopback && settings.loopbackTrusted
        ? 'The request was forwarded or is for another host, and needs a credential.'
        : 'The request needs a credential.',
    );
  }
  const user = headers[settings.userHeader];
  const principal = user === undefined ? settings.local : configuredUser(user, settings);
  const tenant = headers[settings.tenantHeader];
  return tenant === undefined ? principal : narrowed(principal, tenant);
}

/** Whether a principal may act in a tenant. `*` stands for all, and is none. */
export function mayName(principal: Principal, tenant: string): boolean {
  if (tenant === '*') return false;
  return principal.tenants.includes('*') || principal.tenants.includes(tenant);
}

function configuredUser(name: string | string[], settings: EdgeSettings): Principal {
  const user = typeof name === 'string' ? settings.users.get(name) : undefined;
  if (user === undefined) {
    throw new SafeAIError(
      'forbidden',
      `The ${settings.userHeader} header names no user of dashboard.users.`,
    );
  }
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

/** A SafeAI key, in the header of its own or, told by its prefix, where provider keys travel. */
function sendsKey(headers: IncomingHttpHeaders): boolean {
  return (
    headers['x-safeai-key'] !== undefined ||
    holdsKey(headers.authorization) ||
    holdsKey(headers['x-api-key']) ||
    holdsKey(headers['x-goog-api-key'])
  );
}

function holdsKey(value: string | string[] | undefined): boolean {
  return value !== undefined && KEY_PREFIX.test(typeof value === 'string' ? value : value.join());
}
