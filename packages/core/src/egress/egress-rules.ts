import type ipaddr from 'ipaddr.js';
import { parseAddress, rangeOf, type AddressRange } from './address-range.ts';

/** What a target may be named by without a word in `allow`. */
const LITERALS: readonly AddressRange[] = ['loopback', 'private', 'link_local', 'shared'];

/** Which addresses connections may lead to. */
export class EgressRules {
  readonly #ranges: ReadonlySet<string>;
  readonly #blocks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];
  readonly #named: string | undefined;
  readonly #loopbackName: boolean;

  /**
   * @param allow names of ranges, addresses and blocks, as in the setting `proxy.egress.allow`
   * @param target an address as an operator has written it. Where its host is an address in its plain spelling, that
   *   address is allowed, and `localhost` may lead to loopback. Nothing is allowed for its sake if absent
   */
  constructor(allow: readonly string[], target = '') {
    this.#ranges = new Set(allow);
    this.#blocks = allow.flatMap((text) => blockOf(text) ?? []);
    const host = spelledHost(target);
    const literal = parseAddress(host);
    this.#named =
      literal !== undefined && LITERALS.includes(rangeOf(host))
        ? literal.toNormalizedString()
        : undefined;
    this.#loopbackName = /^(?:.+\.)?localhost\.?$/i.test(host);
  }

  /** Why a connection to an address is refused: the range it is in. Undefined where it is allowed. */
  refusal(address: string): AddressRange | undefined {
    const range = rangeOf(address);
    if (range === 'public' || this.#ranges.has(range)) return undefined;
    if (range === 'loopback' && this.#loopbackName) return undefined;
    const parsed = parseAddress(address);
    if (parsed === undefined) return range;
    if (parsed.toNormalizedString() === this.#named) return undefined;
    const allowed = this.#blocks.some(
      ([base, bits]) =>
        base.kind() === parsed.kind() && parsed.match(base, bits) && exact(base, bits, range),
    );
    return allowed ? undefined : range;
  }
}

/** A wide block does not open the place where a cloud gives out credentials: that takes its very address. */
function exact(base: ipaddr.IPv4 | ipaddr.IPv6, bits: number, range: AddressRange): boolean {
  return range !== 'metadata' || bits === (base.kind() === 'ipv4' ? 32 : 128);
}

function blockOf(text: string): [[ipaddr.IPv4 | ipaddr.IPv6, number]] | undefined {
  const [address = '', bits] = text.split('/');
  const base = parseAddress(address);
  if (base === undefined) return undefined;
  // A mapped block is written in 128 bits, and is one of IPv4 addresses.
  const mapped = base.kind() === 'ipv4' && address.includes(':') ? 96 : 0;
  const full = base.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? full : Number(bits) - mapped;
  return length >= 0 && length <= full ? [[base, length]] : undefined;
}

/** The host as it is written: a number in another base is no plain address, though a URL reads it as one. */
function spelledHost(target: string): string {
  const [, authority = ''] = /^https?:\/\/([^/?#\\]*)/i.exec(target) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return /^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:\d*$/, '');
}
