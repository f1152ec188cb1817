import ipaddr from 'ipaddr.js';

/** What kind of place an address is. */
export type AddressRange =
  | 'public'
  | 'loopback'
  | 'private'
  | 'link_local'
  | 'shared'
  | 'metadata'
  | 'multicast'
  | 'unspecified'
  | 'reserved';

type Block = readonly [base: string, bits: number, range: AddressRange];

/** Where machines of a cloud ask for their credentials. First, as some lie inside other ranges. */
const METADATA: readonly string[] = [
  ...['169.254.169.254', '169.254.170.2', '169.254.170.23'],
  ...['100.100.100.200', '192.0.0.192', '168.63.129.16'],
  ...['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
];

/** IANA's special purpose registry for IPv4. */
const V4: readonly Block[] = [
  ['0.0.0.0', 8, 'unspecified'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link_local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'reserved'],
  ['192.88.99.0', 24, 'reserved'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'reserved'],
  ['198.51.100.0', 24, 'reserved'],
  ['203.0.113.0', 24, 'reserved'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
];

/** The same for IPv6, and all that is not 2000::/3, which alone is given out. The first that matches counts. */
const V6: readonly Block[] = [
  ['::1', 128, 'loopback'],
  ['::', 128, 'unspecified'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link_local'],
  ['fec0::', 10, 'private'],
  ['ff00::', 8, 'multicast'],
  ['64:ff9b:1::', 48, 'private'],
  ['2001::', 23, 'reserved'],
  ['2001:db8::', 32, 'reserved'],
  ['2002::', 16, 'reserved'],
  ['3fff::', 20, 'reserved'],
  ['2000::', 3, 'public'],
  ['::', 0, 'reserved'],
];

const metadata = new Set(METADATA.map((address) => ipaddr.parse(address).toNormalizedString()));
const v4 = V4.map(([base, bits, range]) => ({ base: ipaddr.IPv4.parse(base), bits, range }));
const v6 = V6.map(([base, bits, range]) => ({ base: ipaddr.IPv6.parse(base), bits, range }));

/**
 * The range of an address. An IPv6 address that carries an IPv4 one (mapped, compatible, translated, NAT64,
 * 6to4, Teredo, ISATAP) is in the range of what it carries, and where that is public, public if it is
 * mapped or NAT64 and reserved if not.
 *
 * @param address as a resolver or a socket gives it; what is no address is `reserved`
 */
export function rangeOf(address: string): AddressRange {
  const parsed = parseAddress(address);
  if (parsed === undefined) return 'reserved';
  if (parsed instanceof ipaddr.IPv4) return rangeOfV4(parsed);
  if (metadata.has(parsed.toNormalizedString())) return 'metadata';
  const own = v6.find(({ base, bits }) => parsed.match(base, bits))?.range ?? 'reserved';
  if (own === 'loopback' || own === 'unspecified') return own;
  const { addresses, translated } = carriedBy(parsed);
  const carried = addresses.map(rangeOfV4).find((range) => range !== 'public');
  if (carried !== undefined) return carried;
  return translated ? 'public' : own;
}

/** The address that a text spells: four decimal parts, or IPv6; a mapped one as the IPv4 address that it is. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = text.replace(/%.*$/s, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function rangeOfV4(address: ipaddr.IPv4): AddressRange {
  if (metadata.has(address.toNormalizedString())) return 'metadata';
  return v4.find(({ base, bits }) => address.match(base, bits))?.range ?? 'public';
}

/** The IPv4 addresses inside an IPv6 one; `translated`: a packet to it does reach the one that it carries. */
function carriedBy(address: ipaddr.IPv6): { addresses: ipaddr.IPv4[]; translated: boolean } {
  const bytes = address.toByteArray();
  const at = (...places: number[]): ipaddr.IPv4 =>
    new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0));
  const within = (base: string, bits: number): boolean =>
    address.match(ipaddr.IPv6.parse(base), bits);
  const last = at(12, 13, 14, 15);
  if (within('64:ff9b::', 96)) return { addresses: [last], translated: true };
  if (within('64:ff9b:1::', 48)) return { addresses: [last, at(6, 7, 9, 10)], translated: false };
  if (within('::', 96) || within('::ffff:0:0:0', 96))
    return { addresses: [last], translated: false };
  if (within('2002::', 16)) return { addresses: [at(2, 3, 4, 5)], translated: false };
  if (within('2001::', 32)) {
    const client = new ipaddr.IPv4(bytes.slice(12).map((byte) => byte ^ 0xff));
    return { addresses: [client, at(4, 5, 6, 7)], translated: false };
  }
  const isatap = bytes[10] === 0x5e && bytes[11] === 0xfe && ((bytes[8] ?? 0) & 0xfd) === 0;
  if (isatap && bytes[9] === 0) return { addresses: [last], translated: false };
  return { addresses: [], translated: false };
}
