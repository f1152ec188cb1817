/** Secrets that are a text of their own rather than one value: keys in armour, connection strings, headers. */
import { password } from './secret-formats.mjs';
import { BASE64, BASE64URL, DIGITS, LOWER, UPPER } from './seeded.mjs';

const user = (random) => random.pick(['app', 'svc_report', 'root', 'etl', 'ada.king', 'deploy']);
const host = (random) =>
  `${random.pick(['db', 'pg', 'queue', 'cache', 'sql'])}-${random.int(1, 9)}.internal.example.net`;
const urlPassword = (random) => random.string(`${LOWER}${UPPER}${DIGITS}_.`, random.int(10, 24));

/** Lines of base64 as armour has them. */
function armour(random, lines, first = '') {
  const rows = Array.from({ length: lines }, () => random.string(BASE64, 64));
  rows[0] = first + rows[0].slice(first.length);
  return [...rows, `${random.string(BASE64, 38)}==`];
}

function pem(random, label, first, lines = 12, glue = '\n') {
  return [
    `-----BEGIN ${label}-----`,
    ...armour(random, lines, first),
    `-----END ${label}-----`,
  ].join(glue);
}

const text = (group, source, template, make) => ({ group, source, template, make });

export const TEXTS = [
  text('private-keys', 'file', '{v}\n', (r) => pem(r, 'RSA PRIVATE KEY', 'MIIEpAIBAAKCAQEA', 25)),
  text('private-keys', 'prompt', 'Is this the right format?\n\n{v}\n\nThanks!', (r) =>
    pem(r, 'PRIVATE KEY', 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC', 26),
  ),
  text('private-keys', 'file', '$ cat ~/.ssh/id_ed25519\n{v}\n', (r) =>
    pem(r, 'OPENSSH PRIVATE KEY', 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU', 5),
  ),
  text(
    'private-keys',
    'json',
    '{"type": "service_account", "private_key": "{v}\\n", "client_id": "1"}',
    (r) => pem(r, 'PRIVATE KEY', 'MIIEvQIBADANBgkq', 26, '\\n'),
  ),
  text('private-keys', 'yaml', 'tls:\n  key: |\n    {v}\n', (r) =>
    pem(r, 'EC PRIVATE KEY', 'MHcCAQEEI', 3, '\n    '),
  ),
  text('private-keys', 'log', 'loaded key {v} from /etc/app', (r) =>
    pem(r, 'DSA PRIVATE KEY', 'MIIBuwIBAAKBgQ', 7),
  ),
  text('private-keys', 'file', '{v}', (r) => pem(r, 'PGP PRIVATE KEY BLOCK', 'lQPGBF', 20)),
  text('private-keys', 'javascript', 'const key = `{v}`;', (r) =>
    pem(r, 'ENCRYPTED PRIVATE KEY', 'MIIFHDBOBgkqhkiG9w0BBQ0w', 26),
  ),

  text(
    'databases',
    'env',
    'DATABASE_URL=postgres://{u}:{v}@{h}:5432/orders?sslmode=require',
    urlPassword,
  ),
  text('databases', 'yaml', 'datasource:\n  url: "postgresql://{u}:{v}@{h}/shop"', urlPassword),
  text(
    'databases',
    'json',
    '{"mongo": "mongodb+srv://{u}:{v}@cluster0.a1b2c.mongodb.net/prod?retryWrites=true"}',
    urlPassword,
  ),
  text(
    'databases',
    'python',
    'engine = create_engine("mysql+pymysql://{u}:{v}@{h}:3306/crm")',
    urlPassword,
  ),
  text(
    'databases',
    'log',
    'WARN could not reach redis://default:{v}@{h}:6379/0, retrying',
    urlPassword,
  ),
  text('databases', 'env', 'CELERY_BROKER_URL=amqp://{u}:{v}@{h}:5672//', urlPassword),
  text(
    'databases',
    'properties',
    'spring.datasource.url=jdbc:postgresql://{h}:5432/app?user={u}&password={v}',
    urlPassword,
  ),
  text(
    'databases',
    'json',
    '{"ConnectionStrings": {"Main": "Server={h};Database=Sales;User Id={u};Password={v};Encrypt=true"}}',
    urlPassword,
  ),
  text(
    'databases',
    'prose',
    'The replica is at rediss://:{v}@{h}:6380 and only ops may write.',
    urlPassword,
  ),
  text('databases', 'cli', 'git clone https://{u}:{v}@git.example.net/team/app.git', urlPassword),
  text('databases', 'env', 'PSCALE={v}', (r) => `pscale_pw_${r.string(BASE64URL, 43)}`),
  text(
    'databases',
    'cli',
    'psql "host={h} port=5432 dbname=app user={u} password={v} sslmode=require"',
    urlPassword,
  ),

  text(
    'headers',
    'http',
    'GET /v1/users HTTP/1.1\nHost: api.example.net\nAuthorization: Bearer {v}\nAccept: */*',
    (r) => r.string(BASE64URL, 43),
  ),
  text('headers', 'http', 'Authorization: Basic {v}', (r) =>
    Buffer.from(`${user(r)}:${password(r)}`).toString('base64'),
  ),
  text('headers', 'cli', "curl -H 'X-API-Key: {v}' https://api.example.net/items", (r) =>
    r.alnum(36),
  ),
  text('headers', 'javascript', "fetch(url, { headers: { Authorization: 'Bearer {v}' } })", (r) =>
    r.hex(40),
  ),
  text('headers', 'python', "requests.get(url, headers={'Authorization': 'token {v}'})", (r) =>
    r.hex(40),
  ),
  text(
    'headers',
    'json',
    '{"headers": {"x-auth-token": "{v}", "accept": "application/json"}}',
    (r) => r.alnum(32),
  ),
  text('headers', 'http', 'PRIVATE-TOKEN: {v}', (r) => r.string(BASE64URL, 20)),
  text('headers', 'url', 'https://files.example.net/download/report.pdf?access_token={v}', (r) =>
    r.string(BASE64URL, 40),
  ),

  text(
    'commands',
    'cli',
    'curl -u {u}:{v} https://nexus.example.net/repository/raw/app.tgz -O',
    password,
  ),
  text('commands', 'cli', 'mysql -h {h} -u {u} -p{v} shop < dump.sql', (r) => r.alnum(14)),
  text('commands', 'cli', 'PGPASSWORD={v} pg_dump -h {h} -U {u} orders', (r) => r.alnum(16)),
  text('commands', 'cli', 'sshpass -p {v} ssh {u}@{h}', (r) => r.alnum(14)),
  text('commands', 'cli', 'docker login -u {u} -p {v} registry.example.net', (r) => r.alnum(18)),
  text('commands', 'cli', 'redis-cli -h {h} -a {v} ping', (r) => r.alnum(20)),
  text('commands', 'netrc', 'machine git.example.net\n  login {u}\n  password {v}\n', (r) =>
    r.alnum(20),
  ),
  text('commands', 'sql', "CREATE USER '{u}'@'%' IDENTIFIED BY '{v}';", password),
  text('commands', 'sql', "ALTER ROLE {u} WITH PASSWORD '{v}';", password),
  text('commands', 'cli', 'htpasswd -bc .htpasswd {u} {v}', (r) => r.alnum(16)),

  text('spoken', 'chat', 'the password is {v}, please change it after you log in', password),
  text(
    'spoken',
    'mail',
    'Hi,\n\nyour account is ready.\nUser: {u}\nPassword: {v}\n\nRegards\nIT',
    password,
  ),
  text('spoken', 'chat', 'my wifi password: {v}', password),
  text('spoken', 'chat', 'Das Passwort lautet {v} und gilt bis Ende des Monats.', password),
  text('spoken', 'chat', 'log in as {u} with password {v} on the staging host', password),
  text('spoken', 'ticket', 'Credentials for the test shop: {u} / {v}', password),

  text(
    'config-files',
    'yaml',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: app\ndata:\n  password: {v}\n',
    (r) => Buffer.from(password(r)).toString('base64'),
  ),
  text('config-files', 'json', '{"auths": {"registry.example.net": {"auth": "{v}"}}}', (r) =>
    Buffer.from(`${user(r)}:${r.alnum(20)}`).toString('base64'),
  ),
  text(
    'config-files',
    'xml',
    '<server>\n  <id>nexus</id>\n  <username>{u}</username>\n  <password>{v}</password>\n</server>',
    password,
  ),
  text('config-files', 'xml', '<add key="StorageSecret" value="{v}" />', (r) =>
    r.string(BASE64, 44),
  ),
  text('config-files', 'python', "SECRET_KEY = 'django-insecure-{v}'", (r) =>
    r.string(`${LOWER}${DIGITS}!@^&*(-_=+)`, 50),
  ),
  text(
    'config-files',
    'shadow',
    '{u}:{v}:19700:0:99999:7:::',
    (r) => `$6$${r.alnum(16)}$${r.string(`./${BASE64URL.slice(0, 62)}`, 86)}`,
  ),
  text('config-files', 'yaml', 'users:\n- name: admin\n  user:\n    client-key-data: {v}\n', (r) =>
    Buffer.from(pem(r, 'RSA PRIVATE KEY', 'MIIEpAIBAAKCAQEA', 25)).toString('base64'),
  ),
];

/** What fills the other slots of a template. */
export function surroundings(random) {
  return { u: user(random), h: host(random) };
}

/** Texts of the same kinds that hold no secret: `[group, source, text]`. */
export const HARMLESS_TEXTS = [
  [
    'private-keys',
    'talk',
    'Convert it with `openssl pkcs8 -topk8 -in key.pem`; the file must begin with BEGIN PRIVATE KEY.',
  ],
  [
    'private-keys',
    'code',
    "if (!text.startsWith('-----BEGIN RSA PRIVATE KEY-----')) throw new Error('no key');",
  ],
  ['private-keys', 'sample', '-----BEGIN PRIVATE KEY-----\n<your key>\n-----END PRIVATE KEY-----'],
  [
    'private-keys',
    'config',
    'ssl_certificate_key /etc/nginx/tls/server.key;\nIdentityFile ~/.ssh/id_ed25519',
  ],
  ['databases', 'config', 'DATABASE_URL=postgres://localhost:5432/test'],
  ['databases', 'config', 'redis://cache.internal.example.net:6379/0'],
  [
    'databases',
    'reference',
    'url: jdbc:postgresql://${DB_HOST}:5432/app?user=${DB_USER}&password=${DB_PASSWORD}',
  ],
  [
    'databases',
    'config',
    'Server=sql.example.net;Database=Sales;Integrated Security=true;Encrypt=true',
  ],
  [
    'databases',
    'talk',
    'mongodb+srv://<user>:<password>@cluster0.example.mongodb.net is the form that you need.',
  ],
  ['headers', 'code', 'headers: { Authorization: `Bearer ${await tokens.next()}` }'],
  ['headers', 'talk', 'Requests without an Authorization header are answered with 401.'],
  [
    'headers',
    'http',
    'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm="files"\nContent-Type: text/plain',
  ],
  ['headers', 'http', 'Access-Control-Allow-Headers: Authorization, X-API-Key, Content-Type'],
  ['commands', 'cli', 'mysql -h db -u root -p shop < dump.sql'],
  ['commands', 'cli', 'curl -u "$USER:$TOKEN" https://nexus.example.net/status'],
  ['commands', 'cli', 'docker login registry.example.net --password-stdin < token.txt'],
  ['commands', 'cli', 'ssh -p 2222 deploy@host.example.net'],
  ['commands', 'sql', 'ALTER ROLE app PASSWORD NULL;'],
  ['config-files', 'xml', '<password>${env.NEXUS_PASSWORD}</password>'],
  ['config-files', 'xml', '<add key="PageSize" value="50" />'],
  ['config-files', 'yaml', 'kind: Secret\nmetadata:\n  name: app\ntype: Opaque\n'],
  ['config-files', 'shadow', 'daemon:*:19700:0:99999:7:::'],
  ['spoken', 'chat', 'the password is on the sticky note under the keyboard'],
  ['spoken', 'chat', 'What was the password again?'],
  ['spoken', 'chat', 'my password is too long to remember'],
  ['spoken', 'mail', 'Password: see the other mail'],
];
