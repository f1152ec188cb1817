import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { SafeAIError } from '@safeai/core';
import { isLoopbackAddress } from './peer.ts';

/** Which names a server answers to. */
export interface HostRules {
  /** The address that was asked to be bound, e.g. `127.0.0.1` or `gateway.internal`. */
  readonly boundHost: string;
  /** The address that this connection reached. */
  readonly localAddress: string | undefined;
  readonly allowedHosts: ReadonlySet<string>;
}

/**
 * Refuses a `Host` that is not ours: a page whose name was made to resolve to this machine (DNS rebinding)
 * still sends its own name.
 *
 * @throws SafeAIError `foreign_host`
 */
export function checkHost(header: string | undefined, rules: HostRules): void {
  const host = hostnameOf(header);
  if (host !== undefined && isOurs(host, rules)) return;
  throw new SafeAIError(
    'foreign_host',
    'The Host header names none of the names of this server. Names beside localhost and the bound address are listed in server.allowed_hosts.',
  );
}

function isOurs(host: string, { boundHost, localAddress, allowedHosts }: HostRules): boolean {
  return (
    host === 'localhost' ||
    isLoopbackAddress(host) ||
    host === boundHost.toLowerCase() ||
    (isIP(host) !== 0 && host === localAddress?.replace(/^::ffff:/, '')) ||
    allowedHosts.has(host)
  );
}

/** The name in a `Host` header: lower case, without port, brackets and the root's dot. */
function hostnameOf(header: string | undefined): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^:[\]@/\s]+))(?::\d{1,5})?$/i.exec(header ?? '');
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
}

/**
 * Refuses a request that a page of another site makes a browser send. `null` is such a site.
 *
 * @param publicUrl where browsers reach this server; a proxy in between may ask it under another name
 * @throws SafeAIError `foreign_origin`
 */
export function checkOrigin(
  origin: string | undefined,
  host: string | undefined,
  publicUrl?: string,
): void {
  if (origin === undefined) return;
  const [, scheme, authority] = /^(https?):\/\/([^/?#@\s]+)$/i.exec(origin) ?? [];
  if (scheme !== undefined && authority !== undefined && host !== undefined) {
    if (withoutDefaultPort(authority, scheme) === withoutDefaultPort(host, scheme)) return;
  }
  if (publicUrl !== undefined && origin.toLowerCase() === new URL(publicUrl).origin) return;
  throw foreignOrigin();
}

/** What browsers say of requests that no page of another site made. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/**
 * Refuses what a page of another site makes a browser ask without an `Origin`: pictures, scripts, forms by GET. Whoever
 * follows a link is let in. Browsers alone send these headers (W3C Fetch Metadata), and no page can set them.
 *
 * @throws SafeAIError `foreign_origin`
 */
export function checkFetchSite(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  if (typeof site !== 'string' || OWN_SITES.has(site)) return;
  if (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document') return;
  throw foreignOrigin();
}

function foreignOrigin(): SafeAIError {
  return new SafeAIError(
    'foreign_origin',
    'The request comes from a page of another site, which may not use this server.',
  );
}

function withoutDefaultPort(authority: string, scheme: string): string {
  const port = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const lower = authority.toLowerCase();
  return lower.endsWith(port) ? lower.slice(0, -port.length) : lower;
}
