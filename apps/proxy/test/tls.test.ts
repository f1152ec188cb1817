import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog, createServer } from '../src/index.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'safeai-tls-'));
  // Node makes keys, but no certificates.
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '1'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  );
  writeFileSync(join(folder, 'other.pem'), 'nothing');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const yaml = (cert: string, key: string, more = '') =>
  `server: { tls: { cert_file: ${join(folder, cert)}, key_file: ${join(folder, key)}${more} } }`;

/** The status of a GET, with the caller's certificate where it has one. */
function statusOf(url: string, own: { cert?: Buffer; key?: Buffer } = {}): Promise<number> {
  const { port } = new URL(url);
  const ca = readFileSync(join(folder, 'cert.pem'));
  return new Promise((resolve, reject) => {
    const options = { host: 'localhost', port, path: '/v1/health', ca, agent: false, ...own };
    request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('TLS ends here', async () => {
  const { url } = await startServer(fakeRuntime(yaml('cert.pem', 'key.pem')));
  expect(url).toMatch(/^https:/);
  expect(await statusOf(url)).toBe(200);
});

test('callers need a certificate where an authority is named', async () => {
  const more = `, client_ca_file: ${join(folder, 'cert.pem')}`;
  const { url } = await startServer(fakeRuntime(yaml('cert.pem', 'key.pem', more)));
  await expect(statusOf(url)).rejects.toThrow();
  const own = {
    cert: readFileSync(join(folder, 'cert.pem')),
    key: readFileSync(join(folder, 'key.pem')),
  };
  expect(await statusOf(url, own)).toBe(200);
});

describe('what cannot be used is one clear line', () => {
  test.each([
    ['missing.pem', 'key.pem', /^server\.tls\.cert_file: .*missing\.pem cannot be read\.$/],
    ['cert.pem', 'missing.pem', /^server\.tls\.key_file: .*missing\.pem cannot be read\.$/],
    ['other.pem', 'key.pem', /^server\.tls: this is no certificate in PEM form, or not its key\.$/],
  ])('%s and %s', (cert, key, message) => {
    const runtime = fakeRuntime(yaml(cert, key));
    expect(() => createServer({ runtime, log: createLog() })).toThrow(message);
  });
});
