import { isIPv4, isIPv6 } from 'node:net';

/** Shared by all whose address cannot be read: what some proxy in between wrote must not make callers anew. */
const UNREADABLE = 'unreadable';

/** Groups of an IPv6 address that one network has; whoever has it can take any address in it. */
const NETWORK_GROUPS = 4;

/**
 * Who shares limits by address: an IPv4 address, an IPv6 network of 64 bits. A port that a proxy has added and a zone
 * are no part of it. At most 40 characters.
 */
export function addressKey(address: string): string {
  const plain = withoutPort(address.trim()).replace(/%.*$/s, '');
  if (isIPv4(plain)) return plain;
  if (!isIPv6(plain)) return UNREADABLE;
  const groups = groupsOf(plain);
  const mapped = mappedIPv4(groups);
  return mapped ?? `${groups.slice(0, NETWORK_GROUPS).map(hex).join(':')}::/64`;
}

/** `192.0.2.1:443` and `[2001:db8::1]:443` without the port. */
function withoutPort(address: string): string {
  const match = /^(?:\[([^\]]*)\]|(\d+\.\d+\.\d+\.\d+))(?::\d+)?$/.exec(address);
  return match?.[1] ?? match?.[2] ?? address;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.split('::');
  const before = groupsIn(head);
  if (tail === undefined) return before;
  const after = groupsIn(tail);
  const zeros = new Array<number>(8 - before.length - after.length).fill(0);
  return [...before, ...zeros, ...after];
}

function groupsIn(part: string): number[] {
  if (part === '') return [];
  return part.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

/** The IPv4 address that an IPv6 one stands for (`::ffff:0:0/96`). */
function mappedIPv4(groups: readonly number[]): string | undefined {
  const [high = 0, low = 0] = groups.slice(6);
  if (groups[5] !== 0xffff || groups.slice(0, 5).some((group) => group !== 0)) return undefined;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function hex(group: number): string {
  return group.toString(16);
}
