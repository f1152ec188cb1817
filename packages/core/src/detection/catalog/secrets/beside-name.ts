import { FAKE_UUID, alnum, hex, lower, upper } from '../samples.ts';
import { FILLERS } from './fillers.ts';
import { UUID, secret } from './shape.ts';
import { NOT_SECRETS } from './value.ts';

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';

/** Further words of a name: `secret access key`, `token_value`. */
const FURTHER = '(?:[ _.-]?(?:access|api|auth|private|secret|token|key|value|code|for|is)){0,2}';

/** What stands between a name and a value beside it. */
const GAP = '(?:_|[^\\w\\n]{1,5})';

const NO_MORE = '(?![A-Za-z0-9_+/([.-])';

/** Values that are no words, names, dates or versions: a UUID, or letters and digits with at least five digits among them. */
const MIXED_VALUE = `${UUID}|(?!0x)(?=(?:[A-Za-z]{0,16}[0-9]){5})(?=(?:[0-9]{0,16}[A-Za-z]){3})[A-Za-z0-9]{15,128}={0,2}`;

/** The same, or base 64 with both cases and digits, where case is told apart. */
const CASED_VALUE = `${MIXED_VALUE}|(?=(?:[^A-Z\\s]{0,16}[A-Z]){3})(?=(?:[^a-z\\s]{0,16}[a-z]){3})(?=(?:[^0-9\\s]{0,24}[0-9]){3})[A-Za-z0-9+/_-]{24,128}={0,2}`;

/** Ends of names of what stands beside such values and is none. */
const NOT_KEYS: readonly string[] = [
  ...NOT_SECRETS,
  ...'public,id,rev,ref,primarykey,foreignkey,partitionkey,sortkey,objectkey,rowkey,hostkey,sshkey,url,path,file'.split(
    ',',
  ),
];

/** Secrets that stand beside a word for them, without anything that assigns. */
export const BESIDE_NAME_RULES = [
  secret({
    id: 'secret-beside-name',
    tags: ['secret.credential'],
    anchors: [
      'secret',
      'token',
      'apikey',
      '_key',
      '-key',
      ' key',
      '.key',
      'accesskey',
      'privatekey',
    ],
    ignoreCase: true,
    pattern: `(?:secret|token|api|[_. -]|access|private)${FURTHER}${GAP}(?<value>${MIXED_VALUE})${NO_MORE}`,
    maxLength: 290,
    confidence: 0.55,
    priority: 220,
    entropy: 2.9,
    generic: true,
    notKey: NOT_KEYS,
    allow: [...FILLERS, '*25519*', '*publickey', '*privatekey'],
    source: HARD_CODED,
    examples: {
      positive: [
        `service SECRET ${hex(32)}`,
        `use the API key ${alnum(32)} for now`,
        `acme-secret-key-${lower(32)}`,
        `acme.TOKEN.${FAKE_UUID}`,
      ],
      negative: [
        'the token getNextTokenFromLexer',
        'secret sauce',
        'api key rotation-2024-01-01-schedule',
        'public key 0x0123456789abcdef0123',
      ],
    },
  }),
  secret({
    id: 'secret-beside-capitals',
    tags: ['secret.credential'],
    anchors: [
      'ACCESS',
      'PRIVATE',
      'KEY ',
      'KEY-',
      'KEY_',
      'KEY=',
      'KEY:',
      'Key ',
      'Key-',
      'Key=',
      'Key:',
    ],
    pattern: `(?:ACCESS|PRIVATE|K(?:EY|ey))${FURTHER}${GAP}(?<value>${CASED_VALUE})${NO_MORE}`,
    maxLength: 290,
    confidence: 0.55,
    priority: 221,
    entropy: 2.9,
    generic: true,
    notKey: NOT_KEYS,
    allow: [...FILLERS, '*25519*', '*publickey', '*privatekey'],
    source: HARD_CODED,
    examples: {
      positive: [
        `acmeKEY ${hex(64)}`,
        `acme ACCESS ${lower(32)}`,
        `acmePRIVATE-A1B2C3${upper(18)}`,
      ],
      negative: [
        'PRIMARY KEY (id_0123456789012345)',
        'ACCESS DENIED',
        'cacheKey = 1234567890123456',
      ],
    },
  }),
];
