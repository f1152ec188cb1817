import ipaddr from 'ipaddr.js';

/** Ranges that name no one: this host, the local network, multicast and the unspecified address. */
const LOCAL = new Set([
  'unspecified',
  'broadcast',
  'multicast',
  'linkLocal',
  'loopback',
  'private',
  'uniqueLocal',
]);

/** An IPv4 address in four decimal parts or an IPv6 address (RFC 4291) that is not a local one. */
export function isPublicIp(value: string): boolean {
  const address = value.split('/')[0] ?? '';
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return !LOCAL.has(ipaddr.IPv4.parse(address).range());
  }
  return isIpv6(address) && !LOCAL.has(ipaddr.IPv6.parse(address).range());
}

/**
 * An IPv6 address that is not a local one and has a group of three digits or more: short ones such as
 * `a::b` are names in program text far more often.
 */
export function isPublicIpv6(value: string): boolean {
  return /[0-9a-fA-F]{3}/.test(value) && isPublicIp(value);
}

/** An IPv6 address as RFC 4291 prints it, without zone. */
function isIpv6(value: string): boolean {
  return value.includes(':') && !value.includes('%') && ipaddr.IPv6.isValid(value);
}
