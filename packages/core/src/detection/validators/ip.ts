import ipaddr from 'ipaddr.js';

/** Ranges that name no one: this host, the local network or the carrier's, multicast and the unspecified address. */
const LOCAL = new Set([
  'unspecified',
  'broadcast',
  'multicast',
  'linkLocal',
  'loopback',
  'private',
  'uniqueLocal',
  'carrierGradeNat',
]);

/**
 * A public IPv4 address in four decimal parts, one of them of three digits: four short parts are a version
 * or a section far more often, and need a word beside them.
 */
export function isPublicIpv4(value: string): boolean {
  if (!/[0-9]{3}/.test(value) || !ipaddr.IPv4.isValidFourPartDecimal(value)) return false;
  const address = ipaddr.IPv4.parse(value);
  return !LOCAL.has(address.range()) && (address.octets[0] ?? 0) < 240;
}

/**
 * An IPv6 address that is not a local one and has a group of three digits or more: short ones such as
 * `a::b` are names in program text far more often.
 */
export function isPublicIpv6(value: string): boolean {
  return isIpv6(value) && /[0-9a-fA-F]{3}/.test(value) && !isLocal(ipaddr.IPv6.parse(value));
}

/** Groups of hexadecimal digits, with a place where some are left out, or all of them. */
const SHORT = /^(?:[0-9a-f]{0,4}:){2,8}(?:[0-9a-f]{0,4}|[0-9.]{7,15})$/i;
const FULL = /^(?:[0-9a-f]{1,4}:){6}(?:[0-9a-f]{1,4}:[0-9a-f]{1,4}|[0-9.]{7,15})$/i;

/** An IPv6 address as RFC 4291 prints it, without zone. */
function isIpv6(value: string): boolean {
  const hasShape = value.includes('::') ? SHORT.test(value) : FULL.test(value);
  return hasShape && ipaddr.IPv6.isValid(value);
}

function isLocal(address: ipaddr.IPv6): boolean {
  if (LOCAL.has(address.range())) return true;
  return address.isIPv4MappedAddress() && LOCAL.has(address.toIPv4Address().range());
}
