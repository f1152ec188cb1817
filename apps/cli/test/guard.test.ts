import { afterEach, expect, test } from '@jest/globals';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const TEXT = 'Contact alice@example.com or call 555-0100.';
const SAFE = 'Contact [EMAIL_REDACTED] or call [PHONE_REDACTED].';

test('the safe text is the data, the decision a note', async () => {
  const { code, stdout, stderr } = await runCli(['guard', TEXT]);
  expect(stdout).toBe(`${SAFE}\n`);
  expect(stderr).toMatch(
    /^redact: PII detected in output \(default-pii-redaction\)\n {2}1:9 +email/,
  );
  expect(stderr).not.toContain('alice@example.com');
  expect(code).toBe(0);
});

test('a filter: what comes from standard input goes on byte by byte', async () => {
  expect((await runCli(['guard', '-'], { stdin: TEXT })).stdout).toBe(SAFE);
  expect((await runCli(['guard', '-'], { stdin: '\uFEFFplain\r\n' })).stdout).toBe(
    '\uFEFFplain\r\n',
  );
});

test('--json gives the fields of the wire', async () => {
  const ran = await runCli(['guard', TEXT, '--json']);
  expect(json(ran)).toMatchObject({
    schema_version: 1,
    decision: { action: 'redact', reason: 'PII detected in output' },
    safe_output: SAFE,
    fallback_used: false,
    detections: [{ type: 'email' }, { type: 'phone' }],
  });
  expect(ran.stdout).not.toContain('alice@example.com');
  expect(ran.stderr).toBe('');
});

test('--fail-on redact exits with 1', async () => {
  expect((await runCli(['guard', TEXT, '--fail-on', 'redact'])).code).toBe(1);
});

test("a tenant's rule holds for that tenant", async () => {
  const cwd = await folderWith({
    'safeai.yaml': `tenants:
  acme:
    policies:
      - { name: acme-block-pii, boundary: output, data_tags: [personal.pii], action: block }
`,
  });
  const blocked = await runCli(['guard', TEXT, '--tenant', 'acme'], { cwd });
  expect(blocked.code).toBe(1);
  expect(blocked.stdout).not.toContain('alice');
  expect((await runCli(['guard', TEXT], { cwd })).code).toBe(0);
});

test('without a text', async () => {
  expect(await runCli(['guard'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'safeai: nothing to guard\nGive a text, --file FILE, or - to read standard input.\n',
  });
});
