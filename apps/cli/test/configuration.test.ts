import { SafeAIConfig } from '@safeai/config';
import { afterEach, expect, test } from '@jest/globals';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const BROKEN = `audit:
  max_size_m: 5
server:
  port: http
policies:
  - name: a
    boundary: inputt
    action: allow
`;

test('validate tells all problems at once, each with file, line and column', async () => {
  const cwd = await folderWith({ 'safeai.yaml': BROKEN });
  const { code, stdout, stderr } = await runCli(['validate'], { cwd });
  expect(code).toBe(2);
  const lines = stdout.trimEnd().split('\n');
  expect(lines[0]).toMatch(
    /^safeai\.yaml:2:3: audit\.max_size_m: unknown key; did you mean "max_size_mb"\?$/,
  );
  expect(lines[1]).toMatch(/^safeai\.yaml:4:9: server\.port: must be /);
  expect(lines[2]).toMatch(/^safeai\.yaml:7:15: policies\[0\]\.boundary: .*did you mean "input"\?/);
  expect(lines).toHaveLength(3);
  expect(stderr).toBe('invalid: 3 problems\n');
});

test('validate --json tells them as data', async () => {
  const cwd = await folderWith({ 'safeai.yaml': BROKEN });
  const ran = await runCli(['validate', '--json'], { cwd });
  expect(ran.code).toBe(2);
  expect(json(ran)).toMatchObject({
    schema_version: 1,
    valid: false,
    problems: [
      { file: 'safeai.yaml', line: 2, column: 3, path: 'audit.max_size_m' },
      { line: 4 },
      { line: 7 },
    ],
  });
});

test('broken YAML is told with its place', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'audit: [\n' });
  const { code, stdout } = await runCli(['validate'], { cwd });
  expect(stdout).toMatch(/^safeai\.yaml:\d+:\d+: /);
  expect(code).toBe(2);
});

test('a missing variable is told by name', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'server:\n  host: ${SAFEAI_TEST_HOST}\n' });
  const { code, stdout } = await runCli(['validate'], { cwd });
  expect(stdout).toBe(
    'safeai.yaml:2:9: server.host: the environment variable SAFEAI_TEST_HOST is not set\n',
  );
  expect(code).toBe(2);
  const env = { SAFEAI_TEST_HOST: '127.0.0.1' };
  expect((await runCli(['validate'], { cwd, env })).code).toBe(0);
});

test('a file that is not there is told by the name that was given', async () => {
  const cwd = await folderWith({});
  expect(await runCli(['validate', '--config', 'conf/other.yaml'], { cwd })).toEqual({
    code: 2,
    stdout: 'conf/other.yaml:1:1: there is no such file\n',
    stderr: 'invalid: 1 problem\n',
  });
});

test('a valid file is told with what it stands for', async () => {
  const cwd = await folderWith({ 'safeai.yaml': 'policies: []\n' });
  const { code, stdout } = await runCli(['validate'], { cwd });
  expect(stdout).toMatch(/^valid: .*safeai\.yaml \(\d+ rules, policy revision [0-9a-f]{12}\)\n$/);
  expect(code).toBe(0);
});

test('--config, SAFEAI_CONFIG and the search upward all find the file', async () => {
  const folder = await folderWith({ 'safeai.yaml': '', 'other.yaml': '' });
  const inner = join(folder, 'inner');
  await mkdir(inner);
  const fileOf = async (argv: string[], given: object) =>
    (json(await runCli(['validate', '--json', ...argv], given)) as { file: string }).file;
  expect(await fileOf([], { cwd: inner })).toBe(join(folder, 'safeai.yaml'));
  expect(await fileOf(['-c', '../other.yaml'], { cwd: inner })).toBe(join(folder, 'other.yaml'));
  const env = { SAFEAI_CONFIG: join(folder, 'other.yaml') };
  expect(await fileOf([], { cwd: inner, env })).toBe(join(folder, 'other.yaml'));
});

test('--env and SAFEAI_ENV lay an overlay over the file', async () => {
  const cwd = await folderWith({
    'safeai.yaml': 'server: { port: 1 }\n',
    'safeai.prod.yaml': 'server: { port: 2 }\n',
  });
  const portOf = async (argv: string[], env = {}) => {
    const ran = await runCli(['config', 'show', '--json', ...argv], { cwd, env });
    return (json(ran) as { config: { server: { port: number } } }).config.server.port;
  };
  expect(await portOf([])).toBe(1);
  expect(await portOf(['--env', 'prod'])).toBe(2);
  expect(await portOf([], { SAFEAI_ENV: 'prod' })).toBe(2);
});

test('config show prints every setting in snake_case, secrets masked', async () => {
  const cwd = await folderWith({
    'safeai.yaml': 'proxy: { target: "https://api.example.com", api_key: "${KEY}" }\n',
  });
  const ran = await runCli(['config', 'show'], { cwd, env: { KEY: 'sk-very-secret' } });
  expect(ran.code).toBe(0);
  expect(ran.stdout).toContain('  max_size_mb: 100\n');
  expect(ran.stdout).toContain('  api_key: "[secret]"\n');
  expect(ran.stdout + ran.stderr).not.toContain('sk-very-secret');
  expect(ran.stderr).toBe(`from ${join(cwd, 'safeai.yaml')}\n`);
});

test('config show without a file shows the defaults and says so', async () => {
  const { stderr, stdout } = await runCli(['config', 'show'], { cwd: await folderWith({}) });
  expect(stderr).toBe('no safeai.yaml: the defaults\n');
  expect(stdout).toContain(`port: ${new SafeAIConfig().server.port}\n`);
});

test('config schema is a JSON Schema of the file', async () => {
  const ran = await runCli(['config', 'schema']);
  expect(json(ran)).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: { audit: { properties: { max_size_mb: { default: 100 } } } },
  });
  expect(ran.code).toBe(0);
});
