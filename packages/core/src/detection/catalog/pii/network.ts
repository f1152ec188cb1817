import { personal, words } from './shape.ts';

/** Not the rest of a longer number or name, and no version. */
const BEFORE =
  '(?<![0-9A-Za-z_.^~$§-]|[=<>~]=|(?:version|release|section|chapter|ver\\.|rev\\.)[ :])';
const AFTER = '(?![0-9A-Za-z_-]|\\.[0-9])';

/** Addresses of a person's devices. */
export const NETWORK_RULES = [
  personal({
    id: 'ipv4',
    type: 'ip',
    tags: ['personal.pii.ip'],
    pattern: `${BEFORE}[0-9]{1,3}(?:\\.[0-9]{1,3}){3}${AFTER}`,
    maxLength: 15,
    confidence: 0.6,
    generic: true,
    validator: 'publicIpv4',
    source: 'https://www.rfc-editor.org/rfc/rfc791',
    examples: {
      positive: ['from 203.0.113.7 at noon', '{"ip":"198.51.100.23"}', 'http://203.0.113.7:8080/'],
      negative: [
        'v1.2.3.4',
        'version 1.2.3.4',
        '1.2.3.4.5',
        '256.1.2.3',
        'pkg-1.2.3.4',
        '192.168.1.10',
      ],
    },
  }),
  personal({
    id: 'ipv4-short',
    type: 'ip',
    tags: ['personal.pii.ip'],
    pattern: `${BEFORE}(?!10\\.)[1-9][0-9]?(?=(?:\\.[0-9]{1,2}){3}${AFTER})[0-9.]{6,9}(?<=[0-9])`,
    maxLength: 11,
    confidence: 0.4,
    priority: 105,
    context: {
      words: words(
        'ip|ips|ip address|address|host|server|dns|client|remote|ping|src|dst|addr|inet|network|nameserver|resolver|proxy|login|source ip|forwarded for|logged in from|connection from',
      ),
      window: 24,
      boost: 0.4,
    },
    source: 'https://www.rfc-editor.org/rfc/rfc791',
    examples: {
      positive: ['nameserver 8.8.8.8', 'client 1.2.3.4'],
      negative: ['v1.2.3.4', '10.0.0.1', '203.0.113.7', '1.2.3.4.5'],
    },
  }),
  personal({
    id: 'ipv4-local',
    type: 'ip',
    tags: ['personal.pii.ip'],
    pattern: `${BEFORE}(?=(?:10\\.[0-9]{1,3}|127\\.[0-9]{1,3}|192\\.168|169\\.254|172\\.(?:1[6-9]|2[0-9]|3[01]))\\.[0-9]{1,3}\\.[0-9]{1,3}${AFTER})1[0-9]{1,2}\\.[0-9.]{5,11}(?<=[0-9])`,
    maxLength: 15,
    confidence: 0.3,
    priority: 110,
    source: 'https://www.rfc-editor.org/rfc/rfc1918',
    examples: {
      positive: ['listening on 127.0.0.1', 'host 192.168.1.10'],
      negative: ['203.0.113.7', 'v10.1.2.3', '172.15.0.1'],
    },
  }),
  personal({
    id: 'ipv6',
    type: 'ip',
    tags: ['personal.pii.ip'],
    lead: { class: '0-9A-Fa-f:', max: 40 },
    pattern:
      '(?<![0-9A-Za-z_:.])(?:[0-9A-Fa-f:]{7,39}(?<!:)|[0-9A-Fa-f:]{1,30}:[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?![0-9A-Za-z_]|[.:][0-9A-Fa-f:])',
    maxLength: 46,
    confidence: 0.7,
    generic: true,
    validator: 'publicIpv6',
    source: 'https://www.rfc-editor.org/rfc/rfc4291',
    examples: {
      positive: ['2001:db8:85a3::8a2e:370:7334', 'client=2001:db8:0:0:8:800:200c:417a,'],
      negative: [
        '12:34:56',
        'std::vector1',
        'a:b:c:d',
        '2001:db8:85a3',
        'fe80::1ff:fe23:4567:890a',
      ],
    },
  }),
  personal({
    id: 'ipv6-local',
    type: 'ip',
    tags: ['personal.pii.ip'],
    lead: { class: '0-9A-Fa-f:', max: 40 },
    pattern: '(?<![0-9A-Za-z_:.])(?:::1|fe80:[0-9A-Fa-f:]{2,34})(?<!:)(?![0-9A-Za-z_:])',
    maxLength: 39,
    confidence: 0.3,
    priority: 110,
    source: 'https://www.rfc-editor.org/rfc/rfc4291#section-2.5.6',
    examples: {
      positive: ['connecting from ::1', 'scope fe80::1ff:fe23:4567:890a'],
      negative: ['2001:db8:85a3::8a2e:370:7334', 'a::1'],
    },
  }),
  personal({
    id: 'mac-address',
    type: 'mac',
    tags: ['personal.pii.mac'],
    lead: { class: 'A-Fa-f:-', max: 16 },
    pattern:
      '(?<![0-9A-Za-z_:.-])(?:[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4})(?![0-9A-Za-z_:.-]|:)',
    maxLength: 17,
    confidence: 0.85,
    validator: 'macAddress',
    generic: true,
    source: 'https://standards.ieee.org/products-programs/regauth/',
    examples: {
      positive: [
        'ether 02:1a:2b:3c:4d:5e',
        '02-1A-2B-3C-4D-5E',
        '021a.2b3c.4d5e',
        'fe:ab-0 fe-ab-cd-0e-92-cb',
      ],
      negative: ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff', '12:34:56', '02:1a:2b:3c:4d:5e:6f:70'],
    },
  }),
  personal({
    id: 'mac-address-named',
    type: 'mac',
    tags: ['personal.pii.mac'],
    // A hardware address may hold no digit at all.
    anchors: [
      'MAC address',
      'MAC:',
      'MAC ',
      'ardware address',
      'HWaddr',
      'link/ether',
      'lladdr',
      'BSSID',
      'hysical address',
    ],
    mode: 'sticky',
    ignoreCase: true,
    pattern:
      '(?:MAC(?: address)?|ardware address|HWaddr|link/ether|lladdr|BSSID|hysical address)(?: is|[:=])?[ "\']{0,3}(?<value>[0-9A-F]{2}(?::[0-9A-F]{2}){5}|[0-9A-F]{2}(?:-[0-9A-F]{2}){5}|[0-9A-F]{12})(?![0-9A-Za-z_:.-])',
    maxLength: 40,
    confidence: 0.85,
    validator: 'macAddress',
    generic: true,
    source: 'https://standards.ieee.org/products-programs/regauth/',
    examples: {
      positive: ['Hardware address: AA-BB-CC-DD-EE-FA', 'MAC is ab:cd:ef:fa:bc:de'],
      negative: ['MAC ff:ff:ff:ff:ff:ff', 'MAC address of the card', 'cd:ef:fa:bc:de:ab'],
    },
  }),
  personal({
    id: 'imei',
    type: 'imei',
    tags: ['personal.pii.device_id'],
    pattern: '(?<![0-9A-Za-z_])[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}[ -]?[0-9](?![0-9A-Za-z_])',
    maxLength: 18,
    confidence: 0.6,
    validator: 'luhn',
    generic: true,
    context: {
      words: words('imei|imeisv|device id|handset'),
      window: 32,
      required: true,
      boost: 0.2,
    },
    source: 'https://www.gsma.com/solutions-and-impact/industry-services/device-services/',
    examples: {
      positive: ['IMEI 490154203237518', 'imei: 49-015420-323751-8'],
      negative: ['IMEI 490154203237519', 'order 490154203237518'],
    },
  }),
];
