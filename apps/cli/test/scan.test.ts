import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const SECRET = 'sk-ABCDEF1234567890ABCDEF';

test('a secret is refused with its place and reason, and not repeated', async () => {
  const { code, stdout, stderr } = await runCli(['scan', `token=${SECRET}`]);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^block: Secret detected in input \(default-secret-detection\)\n {2}1:7 +secret +sk\*\*\*\*EF +secret\./,
  );
  expect(stdout + stderr).not.toContain(SECRET);
});

test('an ordinary text passes', async () => {
  expect(await runCli(['scan', 'hello'])).toEqual({
    code: 0,
    stdout: 'allow: Allowed by default policy (default-allow)\n  nothing found\n',
    stderr: '',
  });
});

test('--json gives the fields of the wire, values masked unless asked for', async () => {
  const masked = await runCli(['scan', `token=${SECRET}`, '--json']);
  expect(masked.code).toBe(1);
  expect(json(masked)).toMatchObject({
    schema_version: 1,
    decision: {
      action: 'block',
      reason: 'Secret detected in input',
      policy_name: 'default-secret-detection',
    },
    detections: [{ type: 'secret', value: 'sk****EF', location: { start: 6, end: 31 } }],
    filtered: null,
  });
  expect(masked.stdout).not.toContain(SECRET);
  const shown = await runCli(['scan', `token=${SECRET}`, '--json', '--show-values']);
  expect(json(shown)).toMatchObject({ detections: [{ value: SECRET }] });
});

test('standard input is read, lines are counted', async () => {
  const { code, stdout } = await runCli(['scan', '-'], { stdin: `one\ntwo token=${SECRET}\n` });
  expect(code).toBe(1);
  expect(stdout).toContain('\n  2:11  secret');
});

test('a JSON file is scanned as structured data, by path', async () => {
  const cwd = await folderWith({ 'data.json': `{"request":{"token":"${SECRET}"}}` });
  const { code, stdout } = await runCli(['scan', '--file', 'data.json'], { cwd });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^block: Secret detected in file /);
  expect(stdout).toContain('\n  $.request.token  secret');
});

test('another file is scanned as text, and named', async () => {
  const cwd = await folderWith({ 'notes.txt': `\n\ntoken=${SECRET}` });
  const { stdout } = await runCli(['scan', '-f', 'notes.txt'], { cwd });
  expect(stdout).toContain('\n  notes.txt:3:7  secret');
});

test('--structured reads a text as JSON', async () => {
  const { stdout } = await runCli(['scan', '--structured', '--json', `["${SECRET}"]`]);
  expect(JSON.parse(stdout)).toMatchObject({
    decision: { reason: 'Secret detected in structured input' },
    detections: [{ path: '$[0]' }],
  });
});

test.each([
  [['--fail-on', 'never', `token=${SECRET}`], 0],
  [['--fail-on', 'block', `token=${SECRET}`], 1],
  [['--fail-on', 'flag', 'hello'], 0],
])('%j exits with its code', async (argv, code) => {
  expect((await runCli(['scan', ...argv])).code).toBe(code);
});

const PENDING = `policies:
  - { name: ask, boundary: input, data_tags: [internal], action: require_approval }
  - { name: hide, boundary: input, data_tags: [personal.pii], action: redact }
`;

test('a declared tag, a configuration, and an approval that nobody could use', async () => {
  const cwd = await folderWith({ 'safeai.yaml': PENDING });
  const asked = await runCli(['scan', 'hello', '--tag', 'internal'], { cwd });
  expect(asked.stdout).toMatch(/^block: .*only tool requests and messages can be approved/);
  expect(asked.code).toBe(1);
  const mail = ['scan', 'alice@example.com'];
  expect(json(await runCli([...mail, '--json'], { cwd }))).toMatchObject({
    filtered: '[EMAIL_REDACTED]',
  });
  expect((await runCli(mail, { cwd })).code).toBe(0);
  expect((await runCli([...mail, '--fail-on', 'redact'], { cwd })).code).toBe(1);
});

test('--explain adds the trace', async () => {
  const { stdout } = await runCli(['scan', '--explain', `token=${SECRET}`]);
  expect(stdout).toMatch(/boundary input, tenant default, policy revision [0-9a-f]{12}\n/);
  expect(stdout).toMatch(/>\s+default-secret-detection\s+block\s+shipped, locked/);
});

test('what no rule covers meets the default action, and that is told', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'policy: { defaults: false }\n' });
  const { code, stdout } = await runCli(['scan', 'hello', '--explain'], { cwd });
  expect(stdout).toMatch(/^block: default deny \(default action\)\n/);
  expect(stdout).toContain('policy.default_action decided.\n');
  expect(code).toBe(1);
});

test('what shadow rules would have done is told', async () => {
  const cwd = await folderWith({
    'safeai.yaml': `policies:
  - { name: trial, boundary: input, data_tags: [personal.pii], action: block, mode: shadow }
`,
  });
  const { code, stdout } = await runCli(['scan', 'alice@example.com'], { cwd });
  expect(stdout).toMatch(/^allow: .* \(default-allow; with the shadow rules: block\)\n/);
  expect(code).toBe(0);
});

test('colour on a terminal only', async () => {
  const escape = '\u001B[';
  expect((await runCli(['scan', 'hello'], { isTerminal: true })).stdout).toContain(escape);
  expect((await runCli(['scan', 'hello'])).stdout).not.toContain(escape);
  const plain = await runCli(['scan', 'hello'], { isTerminal: true, env: { NO_COLOR: '1' } });
  expect(plain.stdout).not.toContain(escape);
});

test.each([
  [
    ['scan'],
    {},
    'safeai: nothing to scan\nGive a text, --file FILE, or - to read standard input.\n',
  ],
  [
    ['scan', '-'],
    { stdin: Buffer.from([0, 1, 2]) },
    'safeai: standard input is binary; only text can be scanned\n',
  ],
  [
    ['scan', '--structured', '-'],
    { stdin: '{"a":1,"a":2}' },
    'safeai: standard input has an object in which a key stands twice.\n',
  ],
  [
    ['scan', '--file', 'missing.txt'],
    {},
    'safeai: cannot read missing.txt: no such file or folder\n',
  ],
  [['scan', 'a', '--config', 'missing.yaml'], {}, 'missing.yaml:1:1: there is no such file\n'],
  [['scan', 'a', '--tenant', ''], {}, 'safeai: --tenant must not be empty\n'],
  [
    ['scan', 'a', '--tag', 'a..b'],
    {},
    'safeai: A tag is one or more segments joined by single dots, without blanks, such as personal.pii.\n',
  ],
])('%j is refused with 2', async (argv, given, stderr) => {
  const cwd = await folderWith({});
  const ran = await runCli(argv, { ...given, cwd });
  expect(ran.code).toBe(2);
  expect(ran.stdout).toBe('');
  expect(ran.stderr).toBe(stderr);
});

test('a text past the limit is refused, and the setting named', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'scan: { max_file_bytes: 4 }\n' });
  const { code, stderr } = await runCli(['scan', '-'], { cwd, stdin: '12345' });
  expect(stderr).toMatch(
    /^safeai: standard input is larger than scan\.max_file_bytes \(4 bytes\)\n/,
  );
  expect(code).toBe(2);
});

test('a stack is printed for SAFEAI_DEBUG=1 alone', async () => {
  const argv = ['scan', '--file', 'missing.txt'];
  expect((await runCli(argv)).stderr).not.toContain(' at ');
  expect((await runCli(argv, { env: { SAFEAI_DEBUG: '1' } })).stderr).toContain('\n    at ');
});

test('a decision that cannot be recorded is refused, or told where the operator wants to go on', async () => {
  const cwd = await folderWith({ blocked: '', 'safeai.yaml': 'audit: { path: blocked/audit }\n' });
  const refused = await runCli(['scan', 'hello'], { cwd });
  expect(refused).toMatchObject({ code: 4, stdout: '' });
  await writeFile(
    join(cwd, 'safeai.yaml'),
    'audit: { path: blocked/audit, on_failure: allow_with_alert }\n',
  );
  const tolerated = await runCli(['scan', 'hello'], { cwd });
  expect(tolerated).toMatchObject({ code: 0, stderr: expect.stringContaining('safeai: audit: ') });
});
