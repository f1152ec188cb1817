import { FAKE_UUID, alnum, hex, lower } from '../samples.ts';
import { FILLERS } from './fillers.ts';
import { UUID, secret } from './shape.ts';
import { MIXED, NOT_A_SECRET_KEY, NOT_CODE, NOT_SECRETS, VALUE_END, WELL_MIXED } from './value.ts';

/** Keys of tables, caches and lists. */
const NOT_A_CREDENTIAL_KEY =
  '(?<!(?:foreign|primary|partition|sort|object|row|map|registry|translation|group|unique|issue|project|pub|ssh|host|dedup|routing|s3|storage|composite|lookup|natural|surrogate|license|product)[_ -]?key["\']? ?[:=] ?["\']?)';

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';

/** Secrets that are assigned to a name which gives them away. */
export const ASSIGNMENT_RULES = [
  secret({
    id: 'generic-secret',
    tags: ['secret.credential'],
    anchors: (
      'secret|token|api_key|apikey|api-key|api key|access_key|accesskey|access-key|auth_key|authkey|auth-key|private_key|privatekey|encryption_key|' +
      'encryptionkey|signing_key|signingkey|master_key|masterkey|account_key|accountkey|app_key|appkey|application_key|client_key|service_key|' +
      'servicekey|license_key|licensekey|subscription_key|subscription-key|subscriptionkey|shared_key|sharedkey|storage_key|admin_key|deploy_key|' +
      'consumer_key|session_key|webhook_key|credential|auth_code|x-auth'
    ).split('|'),
    mode: 'assign',
    ignoreCase: true,
    pattern: `${NOT_A_SECRET_KEY}${NOT_CODE}${MIXED}(?:[A-Za-z0-9+/=_~:%-]{16,256}${VALUE_END}|(?<=["'])[A-Za-z0-9+/=_~:%.-]{32,256}(?=["']))`,
    maxLength: 256,
    confidence: 0.7,
    priority: 200,
    entropy: 3,
    generic: true,
    notKey: NOT_SECRETS,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [
        `api_key = "${alnum(32)}"`,
        `"client_secret": "${hex(40)}"`,
        `export SERVICE_TOKEN=${alnum(24)}`,
        `token: ${alnum(20)}`,
        `token: ${alnum(32)}-example`,
      ],
      negative: [
        'token = getToken()',
        'api_key = os.environ["X"]',
        'api_key: <your-api-key>',
        'secret: ${SECRET_42_VALUE_99}',
        `token_type: ${alnum(20)}`,
        'token: xxxxxxxxxxxxxxxxxxxx',
        'secretName: app1-credentials-prod2',
        'token_count = 1234567890123456789',
        `next_token: "${alnum(24)}"`,
      ],
    },
  }),
  secret({
    id: 'generic-key',
    tags: ['secret.api_key'],
    anchors: ['_key', '-key', ' key'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `${NOT_A_SECRET_KEY}${NOT_A_CREDENTIAL_KEY}${NOT_CODE}(?!${UUID})${WELL_MIXED}[A-Za-z0-9+/=_-]{20,200}${VALUE_END}`,
    maxLength: 200,
    confidence: 0.55,
    priority: 220,
    entropy: 3.3,
    generic: true,
    notKey: NOT_SECRETS,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [`weather_key = "${hex(32)}"`, `maps-key: '${alnum(39)}'`],
      negative: [
        `public_key = "${alnum(44)}"`,
        `cache_key: ${hex(32)}`,
        'sort_key: created_at',
        'primary_key = True',
        'row_key: fa4e0123-4567-0abc-0def-fa4e01234567',
      ],
    },
  }),
  secret({
    id: 'uuid-key',
    tags: ['secret.api_key'],
    anchors: ['_key', '-key'],
    mode: 'assign',
    ignoreCase: true,
    pattern: `${NOT_A_SECRET_KEY}${NOT_A_CREDENTIAL_KEY}${UUID}(?![0-9A-Za-z-])`,
    maxLength: 36,
    confidence: 0.5,
    priority: 225,
    notKey: NOT_SECRETS,
    source: HARD_CODED,
    examples: {
      positive: [`weather_key = "${FAKE_UUID}"`, `maps-key: ${FAKE_UUID}`],
      negative: [`row_key = "${FAKE_UUID}"`, `id: ${FAKE_UUID}`, `idempotency_key: ${FAKE_UUID}`],
    },
  }),
  secret({
    id: 'django-secret-key',
    tags: ['secret.credential.django'],
    anchors: ['SECRET_KEY'],
    mode: 'assign',
    pattern: '(?<=["\'])(?:django-insecure-)?[a-z0-9!@#$%^&*(_=+)-]{50}(?=["\'])',
    maxLength: 66,
    confidence: 0.9,
    priority: 150,
    entropy: 3.5,
    generic: true,
    source: 'https://docs.djangoproject.com/en/stable/ref/settings/#secret-key',
    examples: {
      positive: [
        `SECRET_KEY = "${lower(24)}!@#$%^&*(-_=+)${lower(12)}"`,
        `SECRET_KEY = 'django-insecure-${lower(30)}#$*(-_=+)${lower(11)}'`,
      ],
      negative: ['SECRET_KEY = os.environ["KEY"]', 'SECRET_KEY = "change-me"'],
    },
  }),
];
