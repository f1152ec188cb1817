import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, json, removeFolders, runCli } from './run-cli.ts';

afterEach(removeFolders);

const YAML = 'server:\n  port: 0\n  tls:\n    cert_file: cert.pem\n    key_file: key.pem\n';

async function withPair(yaml = YAML): Promise<string> {
  const cwd = await folderWith({ 'safeai.yaml': yaml, 'other.pem': 'nothing' });
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', '/CN=localhost', '-days', '1'],
      ...['-keyout', join(cwd, 'key.pem'), '-out', join(cwd, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  return cwd;
}

/** The check of the doctor about TLS. */
async function checked(cwd: string): Promise<unknown> {
  const { checks } = json(await runCli(['doctor', '--json'], { cwd })) as {
    checks: { name: string }[];
  };
  return checks.find(({ name }) => name === 'tls');
}

test('a certificate and its key are valid', async () => {
  const cwd = await withPair();
  expect((await runCli(['validate'], { cwd })).code).toBe(0);
  expect(await checked(cwd)).toMatchObject({ status: 'ok' });
});

test('files that are not there are told at once, each with its place', async () => {
  const cwd = await folderWith({ 'safeai.yaml': YAML });
  const { code, stdout, stderr } = await runCli(['validate'], { cwd });
  expect(stdout.split('\n')).toEqual([
    `safeai.yaml:4:16: server.tls.cert_file: ${join(cwd, 'cert.pem')} cannot be read`,
    `safeai.yaml:5:15: server.tls.key_file: ${join(cwd, 'key.pem')} cannot be read`,
    '',
  ]);
  expect(stderr).toBe('invalid: 2 problems\n');
  expect(code).toBe(2);
  expect(await checked(cwd)).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('server.tls.key_file'),
  });
});

test('what is no pair is told as serve would', async () => {
  const cwd = await withPair(YAML.replace('key.pem', 'other.pem'));
  const what = 'server.tls: this is no certificate in PEM form, or not its key';
  const validated = await runCli(['validate'], { cwd });
  expect(validated.stdout).toMatch(new RegExp(`^safeai\\.yaml:\\d+:\\d+: ${what}\n$`));
  expect(validated.code).toBe(2);
  expect((await runCli(['serve'], { cwd })).stderr).toContain(what);
  expect(await checked(cwd)).toMatchObject({ status: 'fail', detail: what });
});
