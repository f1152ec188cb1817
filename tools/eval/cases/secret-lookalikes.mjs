/** Texts in which nothing is secret, though they are near to it: placeholders, references, hashes, talk. */
import { ALNUM, BASE64, LOWER } from './seeded.mjs';

/** Names that would make a value beside them a secret. */
const NAMES = [
  'API_KEY',
  'DB_PASSWORD',
  'CLIENT_SECRET',
  'GITHUB_TOKEN',
  'OPENAI_API_KEY',
  'STRIPE_SECRET_KEY',
];

/** What stands for a value. */
const PLACEHOLDERS = [
  '<your-key-here>',
  '${VALUE_FROM_VAULT}',
  'xxxxxxxxxxxxxxxxxxxxxxxx',
  'CHANGE_ME',
  'your_api_key',
  '********',
  '{{ value }}',
  'REPLACE_WITH_YOUR_VALUE',
  '...',
  '""',
  'null',
  '[REDACTED]',
  '%KEY%',
  '$(cat /run/secrets/key)',
  'process.env.SECRET_VALUE',
  'os.environ["SECRET_VALUE"]',
  '<redacted>',
  'TODO',
  'none',
  '{{ secrets.VALUE }}',
];

/** Placeholders beside names, each name with each way of writing. */
const ASSIGNMENTS = PLACEHOLDERS.map((placeholder, index) => {
  const name = NAMES[index % NAMES.length];
  const write = [
    () => ['placeholder-env', `${name}=${placeholder}\nPORT=8080`],
    () => ['placeholder-yaml', `settings:\n  ${name.toLowerCase()}: ${placeholder}\n  retries: 3`],
    () => ['placeholder-prose', `Set \`${name}=${placeholder}\` before you start the service.`],
  ][index % 3];
  return write();
});

/** The same in every run. */
const FIXED = [
  [
    'prefix-talk',
    'A GitHub token starts with ghp_, a GitLab one with glpat-, a Stripe one with sk_live_.',
  ],
  [
    'prefix-talk',
    'If the value begins with AKIA it is an access key id; with ASIA it is a temporary one.',
  ],
  [
    'prefix-talk',
    'Bot tokens look like xoxb-..., user tokens like xoxp-..., and app tokens like xapp-1-...',
  ],
  ['prefix-talk', 'Use a key of the form sk-proj-... and never paste it into a chat.'],
  ['prefix-talk', 'grep -rE "hf_[A-Za-z]{34}" . finds them in a minute.'],
  [
    'prefix-talk',
    'The header must be `Authorization: Bearer <token>`, not `Authorization: <token>`.',
  ],
  ['sample', 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE'],
  ['sample', 'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
  ['sample', 'postgres://user:password@localhost:5432/db'],
  ['sample', 'mongodb://<username>:<password>@<host>/<database>'],
  ['sample', 'https://user:pass@example.com/path is the form of an address with credentials.'],
  ['talk', 'Your password must have at least 12 characters, one digit and one symbol.'],
  ['talk', 'We store password hashes with argon2id and rotate the signing keys every quarter.'],
  ['talk', 'The secret of a good soup: time, and not too much salt.'],
  ['talk', 'Please reset your password; the link is valid for one hour.'],
  ['talk', 'Token limits differ: this model takes 200000 tokens of context, that one 32768.'],
  ['talk', 'He forgot the password again and asked the help desk for a new one.'],
  ['talk', 'The API key is stored in the vault under team/platform/api-key, ask Ines for access.'],
  ['talk', 'Passwort vergessen? Bitte wenden Sie sich an den Helpdesk im zweiten Stock.'],
  ['talk', 'El token de acceso caduca a los treinta minutos y hay que renovarlo.'],
  [
    'code',
    'const token = tokenizer.next();\nif (token.type === TokenType.Identifier) return token;',
  ],
  ['code', 'interface Login {\n  username: string;\n  password: string;\n  token?: string;\n}'],
  ['code', 'password = getpass.getpass("Password: ")\nuser = authenticate(username, password)'],
  ['code', 'api_key = config.get("api_key") or raise_missing("api_key")'],
  ['code', 'String apiKey = System.getenv("API_KEY");\nObjects.requireNonNull(apiKey, "apiKey");'],
  [
    'code',
    'CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, password_hash text NOT NULL);',
  ],
  ['code', '<input type="password" name="password" autocomplete="current-password" required>'],
  [
    'code',
    'def verify(secret: bytes, token: str) -> bool:\n    return hmac.compare_digest(sign(secret), token)',
  ],
  [
    'code',
    "const secretKey = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']);",
  ],
  ['code', 'password: Joi.string().min(12).max(128).required()'],
  ['code', "app.post('/password/reset', rateLimit({ max: 5 }), resetPassword);"],
  ['code', 'token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")'],
  ['code', 'SELECT token, expires_at FROM sessions WHERE user_id = $1 ORDER BY expires_at DESC'],
  ['code', '$password = Read-Host -AsSecureString "Password"'],
  ['code', 'if password == "":\n    raise ValueError("password must not be empty")'],
  [
    'reference',
    'env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: db\n        key: password',
  ],
  ['reference', 'NPM_TOKEN: ${{ secrets.NPM_TOKEN }}'],
  ['reference', 'password: !vault-ref secret/data/app#password'],
  ['reference', 'API_KEY_FILE=/run/secrets/api_key'],
  ['reference', 'db_password = data.aws_secretsmanager_secret_version.db.secret_string'],
  ['reference', 'secretName: wildcard-example-net-tls'],
  [
    'reference',
    'token_endpoint: https://login.example.net/oauth2/token\ntoken_type: bearer\nexpires_in: 3600',
  ],
  ['reference', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-a1b2c3'],
  ['reference', 'ssh -i ~/.ssh/id_ed25519 deploy@host.example.net'],
  ['settings', 'max_tokens: 4096\ntemperature: 0.2\ntop_p: 0.95'],
  ['settings', 'keyboard.layout=de\nkey.repeat=30\nhotkey=ctrl+shift+k'],
  ['settings', 'password_policy:\n  min_length: 14\n  history: 5\n  max_age_days: 365'],
  ['settings', 'PASSWORD_RESET_TIMEOUT=259200\nSESSION_COOKIE_SECURE=True'],
  ['settings', 'primary_key: customer_id\nforeign_key: order_customer_id\npartition_key: region'],
];

/** With values that a form could mistake. */
const MADE = [
  ['hash', (r) => `commit ${r.hex(40)}\nAuthor: Ada King\nDate: Tue Mar 4 10:11:12 2025 +0100`],
  ['hash', (r) => `sha256:${r.hex(64)} is the digest of the image that runs in production.`],
  ['hash', (r) => `${r.hex(32)}  release.tar.gz\n${r.hex(32)}  release.zip`],
  ['hash', (r) => `"integrity": "sha512-${r.string(BASE64, 86)}==",`],
  ['hash', (r) => `ETag: "${r.hex(32)}"\nCache-Control: max-age=600`],
  ['hash', (r) => `go.sum: golang.org/x/text v0.14.0 h1:${r.string(BASE64, 43)}=`],
  ['id', (r) => `request_id=${r.uuid()} status=200 duration=12ms`],
  ['id', (r) => `traceparent: 00-${r.hex(32)}-${r.hex(16)}-01`],
  ['id', (r) => `{"id": "${r.uuid()}", "parent": "${r.uuid()}", "kind": "span"}`],
  [
    'id',
    (r) =>
      `Order ${r.int(1e6, 9e6)} was sent with ${r.int(1, 9)} parcels, tracking ${r.string('0123456789', 14)}.`,
  ],
  ['id', (r) => `client_id: ${r.int(1e9, 9e9)}-${r.string(LOWER, 32)}.apps.googleusercontent.com`],
  ['id', (r) => `arn:aws:iam::${r.digits(12)}:role/deploy-${r.string(LOWER, 6)}`],
  ['public', (r) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${r.string(BASE64, 43)} ada@laptop`],
  [
    'public',
    (r) =>
      `-----BEGIN CERTIFICATE-----\n${r.string(BASE64, 64)}\n${r.string(BASE64, 64)}\n-----END CERTIFICATE-----`,
  ],
  [
    'public',
    (r) => `-----BEGIN PUBLIC KEY-----\n${r.string(BASE64, 64)}\n-----END PUBLIC KEY-----`,
  ],
  [
    'public',
    (r) => `age1${r.string('qpzry9x8gf2tvdw0s3jn54khce6mua7l', 58)} is the recipient's public key.`,
  ],
  [
    'data',
    (r) =>
      `<img src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${r.string(BASE64, 180)}" alt="logo">`,
  ],
  [
    'data',
    (r) => `@font-face { src: url(data:font/woff2;base64,d09GMgABAAAAA${r.string(BASE64, 160)}) }`,
  ],
  [
    'data',
    (r) =>
      `{"cursor": "${Buffer.from(`{"after":${r.int(1000, 9999)},"limit":50}`).toString('base64')}", "next": true}`,
  ],
  ['data', (r) => `https://cdn.example.net/assets/app.${r.hex(20)}.js`],
  ['data', (r) => `https://www.example.net/watch?v=${r.alnum(11)}&list=PL${r.alnum(32)}`],
  [
    'data',
    (r) => `background: #${r.hex(6)}; color: #${r.hex(3)}; box-shadow: 0 0 4px #${r.hex(8)};`,
  ],
  ['cut-off', (r) => `ghp_${r.alnum(8)} was cut off in the log.`],
  ['cut-off', (r) => `glpat-${r.alnum(4)}… belongs to the deploy job.`],
  ['cut-off', (r) => `The key that ends in ...${r.alnum(4)} expires tomorrow.`],
  ['masked', (r) => `Authorization: Bearer ${r.alnum(4)}****************`],
  ['masked', (r) => `stripe key sk_live_************************${r.alnum(4)} last used today`],
  [
    'version',
    (r) =>
      `node v20.${r.int(10, 20)}.${r.int(0, 9)}, npm 10.${r.int(1, 9)}.${r.int(0, 9)}, build ${r.hex(7)}`,
  ],
];

/** `[source, text]` of every row. */
export function lookalikes(random) {
  const made = MADE.flatMap(([source, make]) => [0, 1, 2].map(() => [source, make(random)]));
  return [...ASSIGNMENTS, ...FIXED, ...made];
}

/** How somebody writes about a value without giving it away, where its beginning shows what it is. */
const HIDDEN = [
  ['masked', (prefix) => `${prefix}${'*'.repeat(20)}`],
  ['filled', (prefix) => `${prefix}${'x'.repeat(24)}`],
  ['cut-off', (prefix, random) => `${prefix}${random.alnum(3)}...`],
  ['placeholder', (prefix) => `${prefix}<your-token>`],
];

/** How a setting is written whose value stands elsewhere. */
const ELSEWHERE = [
  ['reference', (name) => `${name}=\${${name}}`],
  ['reference', (name) => `${name.toLowerCase()}: \${{ secrets.${name} }}`],
  ['placeholder', (name) => `export ${name}="<paste it here>"`],
  ['code', (name) => `const value = process.env.${name} ?? fail('${name} is not set');`],
  ['code', (name) => `value = os.environ["${name}"]  # from the deployment`],
];

/** Text that is about a format, and holds no value of it: `[source, text]`. */
export function aboutFormat({ name, make }, index, random) {
  const prefix = commonStart(make(random), make(random));
  const [elsewhere, refer] = ELSEWHERE[index % ELSEWHERE.length];
  const rows = [[elsewhere, refer(name)]];
  if (prefix.length >= 3 && prefix.length <= 20) {
    const [hidden, write] = HIDDEN[index % HIDDEN.length];
    rows.push([hidden, `${name}=${write(prefix, random)}`]);
  }
  return rows;
}

function commonStart(left, right) {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return left.slice(0, length);
}

/** One character short or with one outside the alphabet: no token of the form. */
export function broken(random) {
  return [
    ['wrong-form', `id: AKIA${random.string(ALNUM.toLowerCase(), 9)} in the old export`],
    ['wrong-form', `see AIza${random.alnum(12)} in the fixture`],
    ['wrong-form', `branch sk_live_migration_${random.string(LOWER, 6)}`],
    ['wrong-form', `table hf_${random.string(LOWER, 8)}_daily`],
    ['wrong-form', `file npm_${random.string(LOWER, 6)}_cache.tar`],
    ['wrong-form', `-----BEGIN PRIVATE KEY-----\n(omitted)\n-----END PRIVATE KEY-----`],
  ];
}
