/** Text that is no prose: code, logs, tables, settings, answers of interfaces. `repeat` lines make one document. */

const LOG = [
  '{instant} INFO  [{component}] started in {n} ms, version {version}',
  '{instant} DEBUG [{component}] trace={trace} {event} took {float} ms',
  '{instant} WARN  [{component}] {store} slow: {n} ms, retry {n} of 10',
  '{instant} ERROR [{component}] {event} {uuid} failed with status {status}',
  '{instant} INFO  [{component}] cache hit {percent}% size {big} keys {n}',
  '{epoch} {component}[{n}]: accepted {event} id={uuid} bytes={big}',
  'at {component}.handle (/srv/app/dist/{name}.js:{n}:{n})',
];

const LOCK = [
  '    "node_modules/{name}-{component}": {',
  '      "version": "{version}",',
  '      "integrity": "{integrity}",',
  '      "engines": { "node": ">={n}" }',
  '    },',
];

const TABLE = [
  '| {name} | {n} | {float} | {percent} % | {date} | {sha} |',
  '| {component} | {big} | {float} | {percent} % | {date} | {hash} |',
];

const CSV = ['{order},{date},{name},{n},{float},{money}', '{epoch};{uuid};{status};{float};{name}'];

const JSON_LINES = [
  '{"id": "{uuid}", "at": "{instant}", "kind": "{event}", "size": {big}, "ok": true}',
  '{"cursor": "{cursor}", "items": [{n}, {n}, {n}], "etag": "{hash}"}',
  '{"model": "{name}-{n}b", "max_tokens": {n}, "usage": {"input_tokens": {n}, "output_tokens": {n}}}',
];

const JAVASCRIPT = [
  'export async function load{n}(key, options = {}) {',
  '  const token = reader.nextToken(); // {event} {n}',
  "  if (token === undefined || token.kind !== 'identifier') return undefined;",
  "  const password = await prompt('Password: ', { hidden: true });",
  '  const secret = await vault.read(`kv/${options.team}/{name}`);',
  '  cache.set(key, { value: token.text, expires: Date.now() + {big} });',
  '  const api = createClient({ apiKey: process.env.{setting}, timeout: {n} });',
  "  log.debug('{component}: %d of %d in %s ms', {n}, {n}, {float});",
  '  return items.filter(({ id }) => id !== key).map((item) => item.{field});',
  '}',
  "const COLORS = ['{color}', '{color}', '{color}'];",
];

const PYTHON = [
  'def {name}_{n}(self, {field}: str, limit: int = {n}) -> list[dict]:',
  '    """Reads the {field} of every {event}; see revision {sha}."""',
  '    token = self.lexer.next_token()',
  '    password = getpass.getpass("Password: ")',
  '    rows = self.db.execute("SELECT {field} FROM {name} WHERE id = ?", (limit,))',
  '    assert hashlib.sha256(data).hexdigest() == "{hash}"',
  '    return [row for row in rows if row["{field}"] > {float}]',
  '    secret = os.environ["{name}"]  # set by the deployment',
];

const YAML = [
  'apiVersion: apps/v1',
  'metadata:',
  '  name: {name}-{n}',
  '  annotations:',
  '    checksum/config: {hash}',
  'spec:',
  '  replicas: {n}',
  '  image: registry.example.net/{name}:{version}@sha256:{hash}',
  '  env:',
  '    - name: DB_PASSWORD',
  '      valueFrom: { secretKeyRef: { name: {name}, key: password } }',
  '  schedule: "{n} 4 * * *"',
];

const DIFF = [
  'diff --git a/src/{name}.ts b/src/{name}.ts',
  'index {sha}..{sha} 100644',
  '@@ -{n},7 +{n},9 @@',
  '-  const limit = {n}; // see {sha}',
  '+  const limit = settings.{field} ?? {n};',
  '   return limit * {float};',
];

const STYLE = [
  '.{name}-{n} { color: {color}; background: {color}; margin: {n}px {n}px; width: {percent}%; }',
  '@font-face { font-family: {name}; src: url(data:font/woff2;base64,d09GMgABAAAA{base}); }',
];

const MARKUP = [
  '<p class="{name}"><a href="https://docs.example.net/{name}/{version}/#section-{n}">{component}</a></p>',
  '<img alt="{name}" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA{base}">',
  '<input type="password" name="password" id="field-{n}" autocomplete="current-password">',
  '<td>{order}</td><td>{date}</td><td align="right">{money}</td>',
];

const CHANGES = [
  '## {version} ({date})',
  '* **{component}:** keep the {field} when the {store} restarts ({sha})',
  '* **{component}:** answer {status} instead of 500, closes #{n} ({sha})',
  '* rename the token of the {component} to cursor (#{n})',
];

const NUMBERS = [
  '{float} {float} {float} {float} {big} {n}',
  '{big}\t{float}\t{n}\t{epoch}\t{float}',
];

const JAVA = [
  'public final class {name}Reader{n} implements Closeable {',
  '  private static final long serialVersionUID = {big}L;',
  '  private final Map<String, {name}> tokens = new HashMap<>({n});',
  '  private String password; // never logged, see {sha}',
  '  @Override public void close() throws IOException { reader.close(); }',
  '  static final UUID ROOT = UUID.fromString("{uuid}");',
  '  String secret = System.getenv().getOrDefault("{name}", "");',
  '}',
];

const GO = [
  'func (s *{name}Store) Load{n}(ctx context.Context, key string) (*Item, error) {',
  '\ttoken, err := s.lexer.Next()',
  '\tif err != nil { return nil, fmt.Errorf("{component} %s: %w", key, err) }',
  '\tconst limit, ratio = {big}, {float}',
  '\treturn &Item{ID: "{uuid}", Sum: "{hash}"}, nil',
  '}',
];

const SHELL = [
  '#!/usr/bin/env bash',
  'set -euo pipefail',
  'version="{version}" commit="{sha}"',
  'read -rsp "Password: " password',
  'token=$(vault read -field=token "kv/{name}")',
  'npm ci && npm run build -- --name {name} --limit {n}',
  'for file in dist/*.js; do gzip -9 -k "$file"; done',
  'docker build -t "registry.example.net/{name}:$version" .',
  'echo "{hash}  {name}.tar.gz" | sha256sum --check',
];

const SCHEMA = [
  'CREATE TABLE {name}_{n} (id uuid PRIMARY KEY, {field} text NOT NULL, password_hash bytea, created_at timestamptz);',
  "INSERT INTO {name} (id, {field}, amount) VALUES ('{uuid}', '{name}', {float});",
  'CREATE INDEX {name}_{field}_idx ON {name} ({field}, created_at DESC);',
  "COMMENT ON COLUMN {name}.{field} IS 'the {field} of the {event}, at most {n} characters';",
  'SELECT {field}, count(*) FROM {name} WHERE created_at > $1 GROUP BY 1 HAVING count(*) > {n};',
];

const MANUAL = [
  '## {name} {version}',
  'Reads a {event} from the {store} and prints its {field}.',
  '- Print the last {n} entries: `{name} list --limit {n}`',
  '- Ask for the password and log in: `{name} login --user {{user}} --host {{host}}`',
  '- Write to a file: `{name} export --format json --output {{path/to/file}}`',
  '- Remove one entry: `{name} remove --id {{id}}`',
  '| option | default | what |',
  '| `--{field}` | {n} | limits the {field} of each {event} |',
  'See also: `{name} help`, section {n}. Since {version}, {date}.',
];

const TRACE = [
  'Traceback (most recent call last):',
  '  File "/usr/lib/python3.12/site-packages/{name}/core.py", line {n}, in handle',
  '    raise TokenError(f"unexpected token at {n}:{n}")',
  "{name}.errors.TokenError: unexpected token at {n}:{n}, expected '{field}'",
  '0x00007f{n}a{n}b0 in __libc_start_main () from /lib64/libc.so.6',
  '    at async Promise.all (index {n})',
];

const PICTURE = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {n} {n}">',
  '<path fill="{color}" d="M{float} {float}L{float} {float}C{float} {float} {float} {float} {float} {float}z"/>',
  '<text x="{n}" y="{n}">{name} {version}</text></svg>',
];

const CHAT = [
  'user: can you look at build {sha}? it fails since {date}',
  'assistant: The test of the {component} expects {n} and gets {n}; the {field} is read too early.',
  'user: ok, and what about the {store}? it uses {n} GB now',
  'assistant: That is normal after an import of {big} rows. Wait {n} minutes and look again.',
  'user: thanks! order {order} is fine too',
];

export const DOCUMENTS = {
  log: LOG,
  lock: LOCK,
  table: TABLE,
  csv: CSV,
  json: JSON_LINES,
  javascript: JAVASCRIPT,
  python: PYTHON,
  yaml: YAML,
  diff: DIFF,
  style: STYLE,
  markup: MARKUP,
  changes: CHANGES,
  numbers: NUMBERS,
  java: JAVA,
  go: GO,
  shell: SHELL,
  schema: SCHEMA,
  manual: MANUAL,
  trace: TRACE,
  picture: PICTURE,
  chat: CHAT,
};
