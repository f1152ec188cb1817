import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog, createServer, tlsProblems } from '../src/index.ts';
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
function statusOf(
  url: string,
  own: ConnectionOptions = {},
  watch: (socket: TLSSocket) => void = () => undefined,
): Promise<number> {
  const { port } = new URL(url);
  const ca = readFileSync(join(folder, 'cert.pem'));
  return new Promise((resolve, reject) => {
    const options = { host: 'localhost', port, path: '/v1/health', ca, agent: false, ...own };
    request(options, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('socket', (socket) => {
        if (socket instanceof TLSSocket) watch(socket);
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

describe('a program of this machine', () => {
  const byKey = (key: string, identity = 'safeai-local') => ({
    ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
    maxVersion: 'TLSv1.2' as const,
    pskCallback: () => ({ psk: Buffer.from(key), identity }),
    checkServerIdentity: () => undefined,
  });

  async function start(more = ''): Promise<{ url: string; token: string }> {
    const runtime = fakeRuntime(yaml('cert.pem', 'key.pem', more));
    runtime.stateFolder = folder;
    const { url } = await startServer(runtime, { host: '127.0.0.1' });
    const told = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as { token: string };
    return { url, token: told.token };
  }

  test.each([
    ['where callers need no certificate', ''],
    ['where they do', ', client_ca_file: $cert'],
  ])('gets in by the key of the server %s, and by no other', async (_, more) => {
    const { url, token } = await start(more.replace('$cert', join(folder, 'cert.pem')));
    expect(await statusOf(url, byKey(token))).toBe(200);
    await expect(statusOf(url, byKey(`${token}a`))).rejects.toThrow();
    await expect(statusOf(url, byKey(token, 'another'))).rejects.toThrow();
  });

  test('that brings a ticket of an earlier connection is no other than it was', async () => {
    const { url } = await start();
    let session: Buffer | undefined;
    const keep = (socket: TLSSocket) => socket.on('session', (ticket) => (session = ticket));
    expect(await statusOf(url, {}, keep)).toBe(200);
    expect(session).toBeDefined();
    let isReused = false;
    const see = (socket: TLSSocket) =>
      socket.on('secureConnect', () => (isReused = socket.isSessionReused()));
    expect(await statusOf(url, session === undefined ? {} : { session }, see)).toBe(200);
    expect(isReused).toBe(true);
  });
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

test('all that is wrong with the files is told at once', () => {
  const at = (name: string) => join(folder, name);
  execFileSync('mkfifo', [at('pipe.pem')]);
  const wrong = { certFile: at('gone.pem'), keyFile: folder, clientCaFile: at('pipe.pem') };
  expect(tlsProblems(wrong)).toMatchObject([
    { path: 'server.tls.cert_file', message: `${at('gone.pem')} cannot be read` },
    { path: 'server.tls.key_file', message: `${folder} cannot be read` },
    { path: 'server.tls.client_ca_file', message: `${at('pipe.pem')} cannot be read` },
  ]);
  expect(tlsProblems({ certFile: at('cert.pem'), keyFile: at('other.pem') })).toMatchObject([
    { path: 'server.tls' },
  ]);
  expect(tlsProblems({ certFile: at('cert.pem'), keyFile: at('key.pem') })).toEqual([]);
});
