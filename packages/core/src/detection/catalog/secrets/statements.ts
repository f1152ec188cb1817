import { alnum, lower } from '../samples.ts';
import { FILLERS } from './fillers.ts';
import { secret } from './shape.ts';
import { MIXED, NOT_CODE } from './value.ts';

const HARD_CODED = 'https://cwe.mitre.org/data/definitions/798.html';

/** Secrets that stand beside their name: passed with it, or said after it. */
export const STATEMENT_RULES = [
  secret({
    id: 'secret-call-argument',
    tags: ['secret.credential'],
    anchors: [
      'token"',
      "token'",
      'secret"',
      "secret'",
      '_key"',
      "_key'",
      'apikey"',
      "apikey'",
      'password"',
      "password'",
    ],
    ignoreCase: true,
    pattern: `(?:token|secret|_key|apikey|password)["'] {0,2}, {0,2}["'](?<value>${NOT_CODE}(?![A-Za-z_.]{1,60}\\()${MIXED}[^\\s"'\\\\<>{}]{12,200})["']`,
    maxLength: 220,
    confidence: 0.65,
    priority: 200,
    entropy: 3,
    generic: true,
    allow: FILLERS,
    source: HARD_CODED,
    examples: {
      positive: [
        `System.setProperty("SERVICE_TOKEN", "${lower(32)}")`,
        `os.environ.get('APP_SECRET_KEY','${lower(30)}*2#')`,
      ],
      negative: [
        'getenv("TOKEN", "default")',
        'f("token", "getToken(1234567890)")',
        'required("secret", "must not be empty")',
      ],
    },
  }),
  secret({
    id: 'secret-argument',
    tags: ['secret.credential'],
    anchors: [
      '-password ',
      '--password',
      '--passwd',
      '--token',
      '--secret',
      '--api-key',
      '--apikey',
      '--api_key',
      '--auth-token',
      '--access-token',
      '--client-secret',
      '--passphrase',
      '--secret-key',
    ],
    ignoreCase: true,
    pattern: `-{1,2}(?:password|passwd|token|secret|api[-_]?key|auth-token|access-token|client-secret|passphrase|secret-key)[ =]["']?(?<value>${NOT_CODE}(?!--|-[a-z]|id=|type=)(?=[^0-9\\s]{0,64}[0-9])[^\\s"'\`<>(){}\\[\\],;]{6,200})`,
    maxLength: 224,
    confidence: 0.7,
    priority: 200,
    entropy: 2.5,
    generic: true,
    allow: FILLERS,
    source: 'https://cwe.mitre.org/data/definitions/214.html',
    examples: {
      positive: ['mysqldump --password=fake0nly7 app', `deploy --token ${alnum(24)}`],
      negative: [
        '--password {{password}}',
        '--token $TOKEN',
        '--password-file /run/secrets/pw1',
        '--secret id=npm1',
      ],
    },
  }),
  secret({
    id: 'spoken-secret',
    tags: ['secret.credential'],
    anchors: [
      'password is',
      'passcode is',
      'passphrase is',
      'token is',
      'secret is',
      'key is',
      'password was',
    ],
    ignoreCase: true,
    pattern: `(?:(?:password|passcode|passphrase) (?:is|was):? ["'\`]?(?=[^0-9\\s]{0,64}[0-9])|(?:token|secret|key) (?:is|was):? ["'\`]?(?=[^\\s]{12})${MIXED})(?<value>(?=[^A-Za-z\\s]{0,64}[A-Za-z])[^\\s"'\`<>(){}\\[\\],;]{5,127}[A-Za-z0-9$#@%&*=+/_-])`,
    maxLength: 160,
    confidence: 0.65,
    priority: 210,
    entropy: 2.5,
    generic: true,
    allow: FILLERS,
    source: 'https://cwe.mitre.org/data/definitions/522.html',
    examples: {
      positive: ['My password is fake0nly7.', `the API key is "${alnum(24)}"`],
      negative: [
        'the password is required',
        'the key is to practise',
        'the token is valid until 2030',
      ],
    },
  }),
];
