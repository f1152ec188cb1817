import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { SafeAIConfig } from '@safeai/config';
import { ROLES, type Principal, type Role } from '@safeai/core';
import proxyAddress from 'proxy-addr';
import { CSRF_HEADER } from '../edge/session-cookie.ts';

/** Who a configured user is. */
export interface User {
  readonly userId: string;
  readonly role: Role;
  readonly tenants: readonly string[];
}

/** What the edge needs to know of the configuration, made ready once for each one that is loaded. */
export interface EdgeSettings {
  /** Callers on this machine need no credential. */
  readonly loopbackTrusted: boolean;
  /** Off, roles are not checked on trusted loopback. */
  readonly rbacEnabled: boolean;
  /** The dashboard is served. */
  readonly dashboardEnabled: boolean;
  /** Who a trusted loopback caller is that names no user. */
  readonly local: Principal;
  readonly users: ReadonlyMap<string, User>;
  /** Lower case, as Node names headers. */
  readonly userHeader: string;
  readonly tenantHeader: string;
  /** Headers that say who asks: each may come once. Lower case. */
  readonly identifying: readonly string[];
  readonly isTrustedProxy: (address: string) => boolean;
  /** The address of the caller before the first trusted proxy, as `X-Forwarded-For` has it; the peer's where it has none. */
  readonly callerAddress: (req: IncomingMessage) => string;
  /** Names beside the loopback ones and the bound address; lower case, without ports. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Where others reach the server, if it says so. */
  readonly publicUrl: string | undefined;
  readonly limits: SafeAIConfig['limits'];
  /** What answers show of found values; absent: whole on trusted loopback, masked elsewhere. */
  readonly values: SafeAIConfig['responses']['values'];
}

/** The tenant of requests that name none. */
export const DEFAULT_TENANT = 'default';

const known = new WeakMap<SafeAIConfig, EdgeSettings>();

/** The edge's view of a configuration. The same object for the same configuration. */
export function edgeSettings(config: SafeAIConfig): EdgeSettings {
  const made = known.get(config);
  if (made !== undefined) return made;
  const settings = makeSettings(config);
  known.set(config, settings);
  return settings;
}

function makeSettings(config: SafeAIConfig): EdgeSettings {
  const { auth, dashboard, server } = config;
  const userHeader = dashboard.userHeader.toLowerCase();
  const tenantHeader = dashboard.tenantHeader.toLowerCase();
  const trusts = proxyAddress.compile([...auth.trustedProxies]);
  return {
    loopbackTrusted: auth.loopback === 'trusted',
    rbacEnabled: dashboard.rbacEnabled,
    dashboardEnabled: dashboard.enabled,
    local: {
      tenant: firstTenant(auth.loopbackTenants),
      tenants: auth.loopbackTenants,
      user: 'local',
      roles: ROLES,
      source: 'loopback',
    },
    users: new Map(dashboard.users.map((user) => [user.userId, user])),
    userHeader,
    tenantHeader,
    identifying: [
      ...[userHeader, tenantHeader, 'authorization', 'cookie', CSRF_HEADER],
      ...['x-safeai-key', 'x-api-key', 'x-goog-api-key'],
    ],
    isTrustedProxy:
      auth.trustedProxies.length === 0
        ? () => false
        : (address) => isIP(address) !== 0 && trusts(address, 0),
    callerAddress: (req) => {
      const address = withoutPort(proxyAddress(req, trusts));
      return isIP(address) === 0 ? (req.socket.remoteAddress ?? '') : address;
    },
    allowedHosts: new Set([
      ...server.allowedHosts.map((host) => host.toLowerCase().replace(/:\d+$/, '')),
      ...(server.publicUrl === undefined ? [] : [new URL(server.publicUrl).hostname]),
    ]),
    publicUrl: server.publicUrl,
    limits: config.limits,
    values: config.responses.values,
  };
}

/** Some proxies write the port of their caller too. */
function withoutPort(address: string): string {
  const [, v6, v4] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(address) ?? [];
  return v6 ?? v4 ?? address;
}

/** The tenant that a caller acts in who names none: the default one where allowed, else the first. */
export function firstTenant(tenants: readonly string[]): string {
  if (tenants.includes('*') || tenants.includes(DEFAULT_TENANT)) return DEFAULT_TENANT;
  return tenants[0] ?? DEFAULT_TENANT;
}
