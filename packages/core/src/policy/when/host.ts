import ipaddr from 'ipaddr.js';

/** A host that a value names, as every client would understand it. */
export interface Host {
  /** Lower case, punycode, without a trailing dot; an IP address in its usual form, IPv6 without brackets. */
  readonly name: string;
  /** As it was written. */
  readonly written: string;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** `http:host`, which browsers read as a URL; and any `name:` that no port follows. */
const HALF_URL = /^(?:https?|wss?|ftp|file):(?!\/\/)|^[a-z][a-z0-9+.-]*:(?!\/\/|\d+(?:[/?#]|$))/i;

/**
 * The host of a URL (`https://user@host:1/x`, `//host/x`) or of a plain `host`, `host:port` or IP address.
 * Numbers that clients read as IPv4 (`2130706433`, `0x7f.1`) come out as addresses.
 *
 * @returns `null` where there is none, or where clients are known to disagree on it. O(length).
 */
export function parseHost(value: string): Host | null {
  if (value === '' || /[\s\p{Cc}\\]/u.test(value)) return null;
  if (HALF_URL.test(value) && !ipaddr.IPv6.isValid(withoutZone(value))) return null;
  const rest = value.startsWith('//') ? value.slice(2) : value.replace(SCHEME, '');
  const end = rest.search(/[/?#]/);
  const authority = end === -1 ? rest : rest.slice(0, end);
  // Old clients look for the last `@`, whatever comes before it.
  if (end !== -1 && rest[end] !== '/' && rest.includes('@', end)) return null;
  const at = authority.indexOf('@');
  if (at !== authority.lastIndexOf('@')) return null;
  const written = withoutZone(authority.slice(at + 1));
  if (written.includes('%')) return null;
  const name = hostname(ipaddr.IPv6.isValid(written) ? `[${written}]` : written);
  return name === null ? null : { name, written: written.replace(/:\d*$/, '') };
}

/** `fe80::1%eth0` → `fe80::1`, in brackets or not. */
function withoutZone(host: string): string {
  return host.includes(':') ? host.replace(/%[^\]]*/, '') : host;
}

function hostname(authority: string): string | null {
  let name: string;
  try {
    name = new URL(`http://${authority}/`).hostname;
  } catch {
    return null;
  }
  if (name.startsWith('[')) return name.slice(1, -1);
  if (name.endsWith('.')) name = name.slice(0, -1);
  return name === '' || name.endsWith('.') ? null : name;
}
