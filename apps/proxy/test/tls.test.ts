import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog, createServer, tlsProblems } from '../src/index.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

let folder: string;

/** Node makes keys, but no certificates. */
function makeCertificate(cert: string, key: string): void {
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '1'],
      ...['-keyout', join(folder, key), '-out', join(folder, cert)],
    ],
    { stdio: 'ignore' },
  );
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'safeai-tls-'));
  makeCertificate('cert.pem', 'key.pem');
  makeCertificate('stranger.pem', 'stranger-key.pem');
  writeFileSync(join(folder, 'other.pem'), 'nothing');
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const yaml = (cert: string, key: string, more = '') =>
  `server: { tls: { cert_file: ${join(folder, cert)}, key_file: ${join(folder, key)}${more} } }`;

const withCertificate = (cert = 'cert.pem', key = 'key.pem') => ({
  cert: readFileSync(join(folder, cert)),
  key: readFileSync(join(folder, key)),
});

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

/** The ticket of an earlier connection, to bring to a later one. */
class Ticket {
  #session: Buffer | undefined;

  readonly keep = (socket: TLSSocket): void => {
    socket.on('session', (session) => (this.#session = session));
  };

  /** Nothing where none was given. */
  get own(): ConnectionOptions {
    return this.#session === undefined ? {} : { session: this.#session };
  }
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
  expect(await statusOf(url, withCertificate())).toBe(200);
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

  const wanted = () => `, client_ca_file: ${join(folder, 'cert.pem')}`;

  test.each([
    ['where callers need no certificate', () => ''],
    ['where they do', wanted],
  ])('gets in by the key of the server %s, and by no other', async (_, more) => {
    const { url, token } = await start(more());
    expect(await statusOf(url, byKey(token))).toBe(200);
    await expect(statusOf(url, byKey(`${token}a`))).rejects.toThrow();
    await expect(statusOf(url, byKey(token, 'another'))).rejects.toThrow();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'without it needs a certificate of the authority where others do, over %s',
    async (maxVersion) => {
      const { url } = await start(wanted());
      expect(await statusOf(url, { ...withCertificate(), maxVersion })).toBe(200);
      const stranger = withCertificate('stranger.pem', 'stranger-key.pem');
      for (const own of [{}, stranger]) {
        const ticket = new Ticket();
        await expect(statusOf(url, { ...own, maxVersion }, ticket.keep)).rejects.toThrow();
        // The handshake is over before the server looks: what it gave out must be worth nothing.
        await expect(statusOf(url, { ...own, maxVersion, ...ticket.own })).rejects.toThrow();
      }
    },
  );

  test('that has a certificate is no other than it was when it brings a ticket', async () => {
    const { url } = await start(wanted());
    const ticket = new Ticket();
    expect(await statusOf(url, withCertificate(), ticket.keep)).toBe(200);
    expect(ticket.own).toHaveProperty('session');
    expect(await statusOf(url, ticket.own)).toBe(200);
  });

  // What comes from an address of the network to one of loopback comes, for the server, from elsewhere.
  const outer = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  (outer === undefined ? test.skip : test)(
    'that comes from elsewhere has no use for it',
    async () => {
      const { url, token } = await start(wanted());
      const ticket = new Ticket();
      expect(await statusOf(url, byKey(token), ticket.keep)).toBe(200);
      expect(ticket.own).toHaveProperty('session');
      const elsewhere = { host: '127.0.0.1', servername: 'localhost', localAddress: outer };
      await expect(statusOf(url, { ...elsewhere, ...byKey(token) })).rejects.toThrow();
      const resumed = { ...byKey(token), ...ticket.own };
      await expect(statusOf(url, { ...elsewhere, ...resumed })).rejects.toThrow();
      await expect(statusOf(url, elsewhere)).rejects.toThrow(/alert/);
      expect(await statusOf(url, { ...elsewhere, ...withCertificate() })).toBe(200);
    },
  );

  test('that brings a ticket of an earlier connection is no other than it was', async () => {
    const { url } = await start();
    const ticket = new Ticket();
    expect(await statusOf(url, {}, ticket.keep)).toBe(200);
    expect(ticket.own).toHaveProperty('session');
    let isReused = false;
    const see = (socket: TLSSocket) =>
      socket.on('secureConnect', () => (isReused = socket.isSessionReused()));
    expect(await statusOf(url, ticket.own, see)).toBe(200);
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
