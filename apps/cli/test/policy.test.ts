import { afterEach, expect, test } from '@jest/globals';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const WEAK = `policies:
  - { name: default-pii-redaction, boundary: output, data_tags: [personal], action: allow }
`;

test('the shipped rules have no findings', async () => {
  const cwd = await folderWith({});
  const { code, stdout, stderr } = await runCli(['policy', 'lint'], { cwd });
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^\d+ rules, 0 findings\n$/);
  expect(code).toBe(0);
});

test('a finding is told with the place of its rule, and exits with 1', async () => {
  const cwd = await folderWith({ 'safeai.yaml': WEAK });
  const { code, stdout } = await runCli(['policy', 'lint'], { cwd });
  expect(stdout).toBe(
    'safeai.yaml:2:5: warning: default-pii-redaction: Replaces the shipped rule by a weaker one. (replaces_shipped)\n',
  );
  expect(code).toBe(1);
  expect((await runCli(['policy', 'lint', '--fail-on', 'never'], { cwd })).code).toBe(0);
  const ran = await runCli(['policy', 'lint', '--json'], { cwd });
  expect(json(ran)).toMatchObject({
    schema_version: 1,
    ok: false,
    findings: [
      {
        code: 'replaces_shipped',
        severity: 'warning',
        rule: 'default-pii-redaction',
        file: 'safeai.yaml',
        line: 2,
        column: 5,
      },
    ],
  });
});

test('validate tells findings too, and is content', async () => {
  const cwd = await folderWith({ 'safeai.yaml': WEAK });
  const { code, stdout } = await runCli(['validate'], { cwd });
  expect(stdout).toMatch(/^safeai\.yaml:2:5: warning: /);
  expect(code).toBe(0);
});

test('rules that cannot be compiled are told with their place', async () => {
  const cwd = await folderWith({
    'safeai.yaml': `policies:
  - name: locked-allow
    boundary: input
    action: allow
    locked: true
`,
  });
  const { code, stderr } = await runCli(['policy', 'lint'], { cwd });
  expect(stderr).toMatch(/^safeai\.yaml:\d+:\d+: policies\[0\]/);
  expect(code).toBe(2);
});

test('explain tells what would be decided and why', async () => {
  const cwd = await folderWith({});
  const argv = ['policy', 'explain', '--boundary', 'output', '--tag', 'personal.pii.email'];
  const { code, stdout } = await runCli(argv, { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('boundary output, tenant default, policy revision ');
  expect(stdout).toMatch(/^personal\.pii\.email declared, confidence 1\.00: /m);
  expect(stdout).toMatch(/^ {2}> +default-pii-redaction +redact +shipped /m);
});

test('explain takes a tool with its parameters', async () => {
  const cwd = await folderWith({});
  const argv = ['policy', 'explain', '--boundary', 'action', '--tool', 'shell_exec'];
  const ran = await runCli([...argv, '--parameters', '{"command":"rm -rf /"}', '--json'], { cwd });
  expect(json(ran)).toMatchObject({
    schema_version: 1,
    decision: { action: 'block', reason: 'Destructive command blocked by policy' },
    explanation: { boundary: 'action' },
  });
});

test('explain reads its text from standard input and masks what it finds', async () => {
  const cwd = await folderWith({});
  const argv = ['policy', 'explain', '--boundary', 'input', '--text', '-'];
  const { stdout } = await runCli(argv, { cwd, stdin: 'token=sk-ABCDEF1234567890ABCDEF' });
  expect(stdout).toMatch(/^block: Secret detected in input /);
  expect(stdout).not.toContain('sk-ABCDEF1234567890ABCDEF');
});

test.each([
  ['[1]', '--parameters must be a JSON object, such as {"command": "ls"}'],
  ['{', '--parameters'],
])('the parameters %s are refused', async (parameters, message) => {
  const cwd = await folderWith({});
  const argv = ['policy', 'explain', '--boundary', 'action', '--parameters', parameters];
  const { code, stderr } = await runCli(argv, { cwd });
  expect(stderr).toContain(`safeai: ${message}`);
  expect(code).toBe(2);
});
