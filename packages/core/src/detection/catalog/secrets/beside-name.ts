import type { DetectorRule } from '../../rule.ts';
import { FAKE_UUID, alnum, digits, hex, lower, upper } from '../samples.ts';
import { FILLERS } from './fillers.ts';
import { UUID, secret } from './shape.ts';
import { NOT_SECRETS } from './value.ts';

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';

/** Further words of a name: `secret access key`, `token_value`. */
const FURTHER_WORDS = 'access|api|auth|private|secret|token|key|value|code|for|is';
const FURTHER = `(?:[ _.-]?(?:${FURTHER_WORDS})){0,2}`;
const CASED_FURTHER = `(?:[ _.-]?(?:${FURTHER_WORDS}|${FURTHER_WORDS.toUpperCase()})){0,2}`;

/** What stands between a name and a value beside it. */
const GAP = '(?:_|[^\\w\\n]{1,5})';

/** The full stop of a sentence may follow. */
const NO_MORE = '(?![A-Za-z0-9_+/([-]|\\.[\\w.])';

/** Values that are no words, names, dates or versions: a UUID, or letters and digits with at least five digits among them. */
const MIXED_VALUE = `${UUID}|(?!0x)(?=(?:[A-Za-z]{0,16}[0-9]){5})(?=(?:[0-9]{0,16}[A-Za-z]){3})[A-Za-z0-9]{15,128}={0,2}`;

/** The same, or base 64 with both cases and digits, where case is told apart. */
const CASED_VALUE = `${MIXED_VALUE}|(?=(?:[^A-Z\\s]{0,16}[A-Z]){3})(?=(?:[^a-z\\s]{0,16}[a-z]){3})(?=(?:[^0-9\\s]{0,24}[0-9]){3})[A-Za-z0-9][A-Za-z0-9+/_-]{19,127}={0,2}`;

/** Shorter, but joined as names are not: three numbers in it, or a digit behind a capital or before a small letter; or all capitals. */
const IRREGULAR_VALUE =
  '(?=[A-Za-z]{0,16}[0-9]{1,8}[A-Za-z]{1,12}[0-9]{1,8}[A-Za-z]{1,12}[0-9])[A-Za-z0-9]{15,40}|(?=(?:[A-Z]{0,16}[0-9]){2})(?=(?:[0-9]{0,16}[A-Z]){3})[A-Z0-9]{16,40}|' +
  '(?=[A-Za-z0-9_-]{0,40}(?:[0-9][a-z]|[A-Z][0-9]))(?=(?:[a-z0-9_-]{0,16}[A-Z]){3})(?=(?:[A-Z0-9_-]{0,16}[a-z]){3})(?=(?:[A-Za-z_-]{0,20}[0-9]){2})[A-Za-z0-9][A-Za-z0-9_-]{14,47}';

/** Longer than names are, with two digits; or longer than words are. */
const LONG_WORD =
  '(?=(?:[A-Za-z]{0,48}[0-9]){2})(?=(?:[0-9]{0,24}[A-Za-z]){8})[A-Za-z0-9]{28,128}={0,2}|[A-Z]{20,128}|[a-z]{24,128}|[0-9]{22,64}';

/** Letters and digits behind a word: `k_…`; or in groups: `A1B2C3D4-E5F6G7H8`. */
const GROUPS =
  '[A-Za-z]{1,12}[_-](?=(?:[A-Za-z]{0,24}[0-9]){4})(?=(?:[0-9]{0,24}[A-Za-z]){3})[A-Za-z0-9]{16,80}|' +
  '(?=(?:[^0-9]{0,12}[0-9]){5})(?=(?:[^A-Za-z]{0,12}[A-Za-z]){5})(?:[A-Za-z]{2,16}[_-])?(?:(?=[A-Za-z]{0,15}[0-9])[A-Za-z0-9]{4,16}-){1,5}[A-Za-z0-9]{8,32}';

/** A signed or encrypted token. */
const LONG_VALUE =
  '(?=(?:[^0-9\\s]{0,24}[0-9]){8})(?=(?:[^A-Z\\s]{0,24}[A-Z]){6})[A-Za-z0-9][A-Za-z0-9+/_.=-]{63,2047}';

/** A word for a secret as it is written beside one. */
const WORD =
  '(?:ACCESS|PRIVATE|access(?=[:=-])|private(?=[:=-])|API|K(?:EY|ey)|[Kk]ey|T(?:OKEN|oken)|token|S(?:ECRET|ecret)|secret)';

const WORDS_BESIDE = ['key', 'Key', 'KEY', 'token', 'Token', 'TOKEN', 'secret', 'Secret', 'SECRET']
  .flatMap((word) => [' ', '=', ':', '-', '_', '"', "'"].map((joint) => word + joint))
  .concat(
    'ACCESS',
    'PRIVATE',
    'API ',
    'API-',
    'API=',
    'API:',
    'access-',
    'access=',
    'access:',
    'private-',
    'private=',
    'private:',
  );

/** Ends of names of what stands beside such values and is none. */
const NOT_KEYS: readonly string[] = [
  ...NOT_SECRETS,
  ...'public,id,rev,ref,primarykey,foreignkey,partitionkey,sortkey,objectkey,rowkey,hostkey,sshkey,url,path,file'.split(
    ',',
  ),
];

interface ValueBesideWord {
  readonly id: string;
  readonly value: string;
  readonly maxLength: number;
  readonly positive: readonly string[];
  readonly negative: readonly string[];
}

/** A rule for values of one form beside a word for a secret, cases told apart. */
function besideWord({ id, value, maxLength, positive, negative }: ValueBesideWord): DetectorRule {
  return secret({
    id,
    tags: ['secret.credential'],
    anchors: WORDS_BESIDE,
    pattern: `${WORD}${CASED_FURTHER}${GAP}(?<value>${value})`,
    maxLength,
    confidence: 0.55,
    priority: 221,
    entropy: 2.5,
    generic: true,
    notKey: NOT_KEYS,
    allow: [...FILLERS, '*25519*', '*publickey', '*privatekey'],
    source: HARD_CODED,
    examples: { positive, negative },
  });
}

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
  besideWord({
    id: 'secret-beside-capitals',
    value: `(?:${CASED_VALUE})${NO_MORE}`,
    maxLength: 360,
    positive: [
      `acmeKEY ${hex(64)}`,
      `acme ACCESS ${lower(32)}`,
      `acmePRIVATE-A1B2C3${upper(18)}`,
      `acme_access-${FAKE_UUID}`,
    ],
    negative: ['PRIMARY KEY (id_0123456789012345)', 'ACCESS DENIED', 'cacheKey = 1234567890123456'],
  }),
  besideWord({
    id: 'short-secret-beside-name',
    value: `(?:${IRREGULAR_VALUE})${NO_MORE}`,
    maxLength: 360,
    positive: ['acmeKEY FAKE12ONLY34EXAM', 'acme SECRET: fa1ke2only3thing'],
    negative: ['key: base64EncodedName2', 'API v1beta2resource'],
  }),
  besideWord({
    id: 'long-secret-beside-name',
    value: `(?:${LONG_WORD})${NO_MORE}`,
    maxLength: 360,
    positive: [
      'acme PRIVATE KEY fakeonlyfakeonlyfakeonly',
      'acmeACCESS=FAKEONLYFAKEONLYFAKE',
      `acme KEY ${digits(25)}`,
      `acmeTOKEN FakeOnlyFakeOnlyFakeOnlyFake12`,
    ],
    negative: [
      'KEY internationalization',
      'the key of things',
      'key: getSomethingForVersion2OfThis',
    ],
  }),
  besideWord({
    id: 'grouped-secret-beside-name',
    value: `(?:${GROUPS})${NO_MORE}`,
    maxLength: 360,
    positive: ['acme SECRET FAKEFAKE1234-ONLYONLY5678', `acmeTOKEN k_fake01${lower(30)}`],
    negative: ['a secret app-7d9f8b6c54-x2k4z', 'the key rotation-2024-01-01-schedule'],
  }),
  besideWord({
    id: 'signed-secret-beside-name',
    value: LONG_VALUE,
    maxLength: 2300,
    positive: [`acme_token = ${alnum(36)}.${alnum(80)}.${alnum(43)}`, `acmeSECRET-${alnum(400)}`],
    negative: ['token = lexer.tokens.nextOne', 'key: some.very.long.name.of.a.translation'],
  }),
  secret({
    id: 'secret-beside-joined-name',
    tags: ['secret.credential'],
    anchors: ['access ', 'private '],
    pattern: `(?<=[A-Za-z0-9_])(?:access|private) (?<value>${MIXED_VALUE})${NO_MORE}`,
    maxLength: 150,
    confidence: 0.55,
    priority: 221,
    entropy: 2.5,
    generic: true,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [`acmeaccess ${FAKE_UUID}`, `acme_private ${hex(32)}`],
      negative: [`they access ${FAKE_UUID}`, 'acmeaccess is down'],
    },
  }),
  secret({
    id: 'secret-after-words',
    tags: ['secret.credential'],
    anchors: [
      'key ',
      'Key ',
      'KEY ',
      'token ',
      'Token ',
      'TOKEN ',
      'secret ',
      'Secret ',
      'SECRET ',
    ],
    pattern: `(?:[Kk]ey|KEY|[Tt]oken|TOKEN|[Ss]ecret|SECRET)(?: [a-z]{2,12}){1,3}(?: ?[:=])? ["'\`]?(?<value>${CASED_VALUE})${NO_MORE}`,
    maxLength: 240,
    confidence: 0.55,
    priority: 221,
    entropy: 2.5,
    generic: true,
    notKey: [
      'sha',
      'commit',
      'revision',
      'hash',
      'digest',
      'checksum',
      'id',
      'uuid',
      'fingerprint',
      'version',
    ],
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [
        `the token for staging is ${alnum(32)}`,
        `acme SECRET of production: ${hex(40)}`,
        `use this key from now on ${FAKE_UUID}`,
      ],
      negative: [
        'the key to success in 2024',
        `the token was added in commit ${hex(40)}`,
        'the secret of a good life',
      ],
    },
  }),
];
