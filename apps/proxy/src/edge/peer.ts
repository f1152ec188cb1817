import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { EdgeSettings } from '../settings/settings.ts';

/** What a connection and the names of its headers tell of the caller. */
export interface Peer {
  /** The other end is this machine, by a loopback address. */
  readonly loopback: boolean;
  /** The other end is this machine, by whichever of its addresses. */
  readonly sameMachine: boolean;
  /** Something stands in between that says so: the other end is not the caller. */
  readonly forwarded: boolean;
  /** The other end is one of `auth.trusted_proxies`: what it says of the caller is believed. */
  readonly trustedProxy: boolean;
  /** The caller's address: the other end, or what a trusted proxy says. */
  readonly address: string;
  /** It asked for a name that is not this server's, as those who watch it may; set where that is let in. */
  foreignHost: boolean;
  readonly headerCount: number;
  /** More than one makes it unclear which host is meant. */
  readonly hostCount: number;
  /** A header that says who asks and was sent more than once; lower case. */
  readonly repeated: string | undefined;
}

const LOWER = 0x20;
const F = 0x66;
const H = 0x68;
const V = 0x76;
const X = 0x78;

/** Reads the raw header names: Node hides repeated ones in `headers`. */
export function peerOf(req: IncomingMessage, settings: EdgeSettings): Peer {
  const names = req.rawHeaders;
  const { identifying } = settings;
  const seen = new Set<string>();
  let repeated: string | undefined;
  let forwarded = false;
  let hostCount = 0;
  for (let index = 0; index < names.length; index += 2) {
    const name = names[index] ?? '';
    for (const single of identifying) {
      if (name.length !== single.length || name.toLowerCase() !== single) continue;
      if (seen.has(single)) repeated = single;
      seen.add(single);
      break;
    }
    const first = name.charCodeAt(0) | LOWER;
    if (first === H && name.length === 4 && name.toLowerCase() === 'host') hostCount++;
    else if (first === X || first === F || first === V) forwarded ||= isForwarding(name);
  }
  return {
    loopback: isLoopbackAddress(req.socket.remoteAddress),
    sameMachine: isSameMachine(req.socket),
    forwarded,
    trustedProxy: settings.isTrustedProxy(req.socket.remoteAddress ?? ''),
    address: forwarded ? settings.callerAddress(req) : (req.socket.remoteAddress ?? ''),
    foreignHost: false,
    headerCount: names.length / 2,
    hostCount,
    repeated,
  };
}

function isForwarding(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    lower.startsWith('x-forwarded-') ||
    lower === 'forwarded' ||
    lower === 'x-real-ip' ||
    lower === 'via'
  );
}

/** Whether a connection is from this machine to itself: no other one has the address that it came to. */
export function isSameMachine({
  remoteAddress,
  localAddress,
}: Pick<Socket, 'remoteAddress' | 'localAddress'>): boolean {
  if (remoteAddress === undefined) return false;
  return isLoopbackAddress(remoteAddress) || remoteAddress === localAddress;
}

/** 127.0.0.0/8 or ::1, also written as an IPv4-mapped IPv6 address. */
export function isLoopbackAddress(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(plain);
}
