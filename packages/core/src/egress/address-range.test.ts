import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rangeOf, type AddressRange } from './address-range.ts';

const RANGES: readonly (readonly [first: string, last: string, range: AddressRange])[] = [
  ['0.0.0.0', '0.255.255.255', 'unspecified'],
  ['10.0.0.0', '10.255.255.255', 'private'],
  ['100.64.0.0', '100.127.255.255', 'shared'],
  ['127.0.0.0', '127.255.255.255', 'loopback'],
  ['169.254.0.0', '169.254.255.255', 'link_local'],
  ['172.16.0.0', '172.31.255.255', 'private'],
  ['192.0.0.0', '192.0.0.255', 'reserved'],
  ['192.0.2.0', '192.0.2.255', 'reserved'],
  ['192.88.99.0', '192.88.99.255', 'reserved'],
  ['192.168.0.0', '192.168.255.255', 'private'],
  ['198.18.0.0', '198.19.255.255', 'reserved'],
  ['198.51.100.0', '198.51.100.255', 'reserved'],
  ['203.0.113.0', '203.0.113.255', 'reserved'],
  ['224.0.0.0', '239.255.255.255', 'multicast'],
  ['240.0.0.0', '255.255.255.255', 'reserved'],
];
const METADATA = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
];

const toNumber = (text: string): number =>
  text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toText = (address: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
const hex = (address: number): string =>
  `${Math.floor(address / 65_536).toString(16)}:${(address % 65_536).toString(16)}`;

function expected(address: number): AddressRange {
  if (METADATA.includes(toText(address))) return 'metadata';
  const found = RANGES.find(
    ([first, last]) => address >= toNumber(first) && address <= toNumber(last),
  );
  return found?.[2] ?? 'public';
}

/** Any address, those at the edges of a range more often. */
const v4 = fc.oneof(
  fc.nat(0xffff_ffff),
  fc
    .tuple(
      fc.constantFrom(...RANGES.flatMap(([first, last]) => [first, last])),
      fc.integer({ min: -1, max: 1 }),
    )
    .map(([edge, step]) => Math.min(Math.max(toNumber(edge) + step, 0), 0xffff_ffff)),
  fc.constantFrom(...METADATA).map(toNumber),
);

describe('an IPv4 address', () => {
  test('is in the range of the registry', () => {
    fc.assert(fc.property(v4, (address) => rangeOf(toText(address)) === expected(address)));
  });

  test('is in the same range mapped, and by NAT64, in each spelling', () => {
    fc.assert(
      fc.property(v4, (address) => {
        const spellings = [
          ...[`::ffff:${toText(address)}`, `::ffff:${hex(address)}`, `::FFFF:${hex(address)}%1`],
          ...[`0:0:0:0:0:ffff:${hex(address)}`, `64:ff9b::${hex(address)}`],
        ];
        for (const text of spellings)
          expect([text, rangeOf(text)]).toEqual([text, expected(address)]);
      }),
    );
  });

  test('is never public in any other form, and in its own range where it is not public', () => {
    fc.assert(
      fc.property(v4, fc.nat(0xffff), (address, more) => {
        const flipped = 0xffff_ffff - address;
        const forms = [
          `::ffff:0:${hex(address)}`,
          `2002:${hex(address)}:${more.toString(16)}::1`,
          `2001:0:0808:0808:${more.toString(16)}:0:${hex(flipped)}`,
          `2001:0:${hex(address)}:0:0:f7f7:f7f7`,
          `2600:${more.toString(16)}::5efe:${hex(address)}`.replace('::', ':0:0:0:'),
          `64:ff9b:1:0:0:0:${hex(address)}`,
        ];
        const own = expected(address);
        for (const text of forms) {
          const range = rangeOf(text);
          if (own !== 'public') expect([text, range]).toEqual([text, own]);
          else if (!text.startsWith('2600')) expect([text, range]).not.toEqual([text, 'public']);
        }
        if (address > 0xffff) expect(rangeOf(`::${hex(address)}`)).not.toBe('public');
      }),
    );
  });
});

test.each([
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['fc00::1', 'private'],
  ['fdff::1', 'private'],
  ['fe80::1%eth0', 'link_local'],
  ['febf::1', 'link_local'],
  ['fec0::1', 'private'],
  ['ff02::1', 'multicast'],
  ['fd00:ec2::254', 'metadata'],
  ['fd00:0ec2:0:0:0:0:0:254', 'metadata'],
  ['2001:db8::1', 'reserved'],
  ['2001:2::1', 'reserved'],
  ['3fff::1', 'reserved'],
  ['5f00::1', 'reserved'],
  ['100::1', 'reserved'],
  ['4000::1', 'reserved'],
  ['2606:4700::1111', 'public'],
  ['2a00:1450:4001::200e', 'public'],
] as const)('%s is %s', (address, range) => {
  expect(rangeOf(address)).toBe(range);
});

test.each([
  '',
  'x',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '1.2.3.4.5',
  '[::1]',
  '::g',
  '256.1.1.1',
])('what is no plain address is never public: %j', (text) => {
  expect(rangeOf(text)).not.toBe('public');
});

test('whatever text there is, there is an answer', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof rangeOf(text) === 'string'));
});
