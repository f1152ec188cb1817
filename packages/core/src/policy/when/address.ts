import ipaddr from 'ipaddr.js';
import { parseHost } from './host.ts';

export type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Cidr = [ipaddr.IPv4, number] | [ipaddr.IPv6, number];

/** The addresses that a value may lead to. */
export interface Reach {
  /** Where every client goes: any one of them. */
  readonly sure: readonly Address[];
  /** Where some clients or networks go. */
  readonly possible: readonly Address[];
}

const NONE: Reach = { sure: [], possible: [] };

/**
 * Reads an IP address, or a URL's host that is one. A name is not resolved and reaches nothing, but for
 * `localhost`.
 *
 * @returns `null` where the value is no host at all. O(length).
 */
export function parseReach(value: string): Reach | null {
  const host = parseHost(value);
  if (host === null) return null;
  if (host.name === 'localhost' || host.name.endsWith('.localhost')) {
    return { sure: [new ipaddr.IPv4([127, 0, 0, 1])], possible: [] };
  }
  if (ipaddr.IPv4.isValidFourPartDecimal(host.name)) {
    return { sure: [ipaddr.IPv4.parse(host.name)], possible: decimalReading(host.written) };
  }
  if (!ipaddr.IPv6.isValid(host.name)) return NONE;
  const address = ipaddr.IPv6.parse(host.name);
  if (address.isIPv4MappedAddress())
    return { sure: [address, address.toIPv4Address()], possible: [] };
  return { sure: [address], possible: embedded(address.parts) };
}

/** `010.0.0.1` is 8.0.0.1 to clients that read a leading zero as octal, 10.0.0.1 to the others. */
function decimalReading(written: string): Address[] {
  const parts = written.split('.');
  if (!parts.some((part) => /^0\d/.test(part))) return [];
  const octets = parts.map(Number);
  return octets.length === 4 && octets.every((octet) => octet <= 255)
    ? [new ipaddr.IPv4(octets)]
    : [];
}

/** The IPv4 address inside an IPv6 one: compatible, NAT64, 6to4 or Teredo. */
function embedded(parts: readonly number[]): Address[] {
  const [a = 0, b = 0, c = 0] = parts;
  const [g = 0, h = 0] = parts.slice(6);
  const isZero = (from: number, to: number): boolean =>
    parts.slice(from, to).every((part) => part === 0);
  if (isZero(0, 6)) return g === 0 && h <= 1 ? [] : [ipv4(g, h)];
  if (a === 0x64 && b === 0xff9b && (isZero(2, 6) || c === 1)) return [ipv4(g, h)];
  if (a === 0x2002) return [ipv4(b, c)];
  if (a === 0x2001 && b === 0) return [ipv4(g ^ 0xffff, h ^ 0xffff)];
  return [];
}

function ipv4(high: number, low: number): ipaddr.IPv4 {
  return new ipaddr.IPv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
}

/**
 * Parses a range such as `10.0.0.0/8` or `fc00::/7`; a range of IPv4-mapped addresses is one of IPv4.
 *
 * @returns `null` for anything else; IPv4 ranges need all four parts
 */
export function parseCidr(text: string): Cidr | null {
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return ipaddr.IPv4.parseCIDR(text);
  if (!text.includes(':') || !ipaddr.IPv6.isValidCIDR(text)) return null;
  const [address, bits] = ipaddr.IPv6.parseCIDR(text);
  return address.isIPv4MappedAddress() && bits >= 96
    ? [address.toIPv4Address(), bits - 96]
    : [address, bits];
}
