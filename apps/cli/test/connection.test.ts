import { execFileSync } from 'node:child_process';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Installation } from './installation.ts';

const servers: { close: () => Promise<unknown> }[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Something that listens; its address. */
async function listen(answer: RequestListener): Promise<string> {
  const server = createHttpServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address at which nobody listens. */
async function nobody(): Promise<string> {
  const url = await listen(() => undefined);
  await servers.pop()?.close();
  return url;
}

const LIST = ['approvals', 'list'];

test('SAFEAI_URL that nobody answers at ends with 4', async () => {
  const installation = await Installation.make();
  const url = await nobody();
  expect(await installation.safeai(LIST, { env: { SAFEAI_URL: `${url}/` } })).toEqual({
    code: 4,
    stdout: '',
    stderr: `safeai: ${url} does not answer\nStart it with safeai serve, or name another one with SAFEAI_URL.\n`,
  });
});

test.each([
  ['no SafeAI', 200, '<html>'],
  ['no SafeAI that is upset', 502, '<html>'],
])('SAFEAI_URL of %s ends with 4', async (_name, status, text) => {
  const installation = await Installation.make();
  const url = await listen((_, answer) => answer.writeHead(status).end(text));
  const ran = await installation.safeai(LIST, { env: { SAFEAI_URL: url } });
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toBe(`safeai: ${url} answered ${status}, and not as SafeAI does\n`);
});

test.each(['127.0.0.1:8910', 'ftp://127.0.0.1', 'nonsense'])(
  'SAFEAI_URL %s is wrong usage',
  async (url) => {
    const installation = await Installation.make();
    const ran = await installation.safeai(LIST, { env: { SAFEAI_URL: url } });
    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: 'safeai: SAFEAI_URL must be an address that starts with http:// or https://\n',
    });
  },
);

test('SAFEAI_URL needs no configuration, and a key goes with it', async () => {
  const installation = await Installation.make('audti: {}\n');
  const keys: unknown[] = [];
  const url = await listen((request, answer) => {
    keys.push(request.headers['x-safeai-key'], request.url);
    answer.end('[]');
  });
  const env = { SAFEAI_URL: url, SAFEAI_API_KEY: 'sfai_abc' };
  expect((await installation.safeai(LIST, { env })).code).toBe(0);
  expect(keys).toEqual(['sfai_abc', '/v1/approvals?limit=50&status=pending']);
});

test('a tenant that is not the caller’s is refused', async () => {
  const installation = await Installation.make('auth: { loopback_tenants: [acme] }\n');
  const { url } = await installation.serve();
  const ran = await installation.safeai([...LIST, '--tenant', 'other'], {
    env: { SAFEAI_URL: url },
  });
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatch(/^safeai: .*tenant.*\n$/);
});

test('a live server is asked by its token, trusted loopback or not', async () => {
  const installation = await Installation.make('auth: { loopback: credential }\n');
  const { url, close } = await installation.serve();
  const id = await installation.pending();
  expect((await fetch(`${url}/v1/approvals`)).status).toBe(401);
  expect((await installation.safeai(LIST)).stdout).toContain(id);
  await close();
  expect((await installation.safeai(LIST)).stdout).toContain(id);
});

describe('a server that ends TLS', () => {
  const TLS = 'cert_file: cert.pem, key_file: key.pem';

  async function withCertificate(tls: string): Promise<Installation> {
    const installation = await Installation.make(`server: { tls: { ${tls} } }\n`);
    const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(installation.cwd, name));
    // For a name by which no command asks.
    const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
    const named = ['-subj', '/CN=safeai.internal', '-days', '1'];
    const args = [...made, ...named, '-keyout', key ?? '', '-out', cert ?? ''];
    execFileSync('openssl', args, { stdio: 'ignore' });
    return installation;
  }

  test.each([TLS, `${TLS}, client_ca_file: cert.pem`])(
    'is asked by its key, not by certificates (%s)',
    async (tls) => {
      const installation = await withCertificate(tls);
      await installation.serve();
      const id = await installation.pending();
      expect((await installation.safeai(LIST)).stdout).toContain(id);
      const lockdown = ['lockdown', '--tool', 'x', '--yes'];
      expect(await installation.safeai(lockdown)).toMatchObject({ code: 0 });
      const { stdout } = await installation.safeai(['doctor']);
      expect(stdout).toMatch(/^ok +server +https:/m);
    },
  );

  test('and has not the key is told nothing', async () => {
    const installation = await withCertificate(TLS);
    const asked: unknown[] = [];
    const read = (name: string) => readFile(join(installation.cwd, name));
    const other = createHttpsServer(
      { cert: await read('cert.pem'), key: await read('key.pem') },
      (request, answer) => {
        asked.push(request.headers);
        answer.end('[]');
      },
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    servers.push({ close: () => new Promise((resolve) => other.close(resolve)) });
    const url = `https://127.0.0.1:${(other.address() as AddressInfo).port}`;
    await mkdir(installation.state);
    const file = JSON.stringify({ url, pid: process.pid, token: 'sfai_local_x' });
    await writeFile(join(installation.state, 'server.json'), file);
    expect(await installation.safeai(LIST)).toMatchObject({ code: 4, stdout: '' });
    expect(asked).toEqual([]);
  });
});

test('a server.json of a process that is gone does not count', async () => {
  const installation = await Installation.make();
  const id = await installation.pending();
  const { close } = await installation.serve();
  const path = join(installation.state, 'server.json');
  const left = await readFile(path, 'utf8');
  await close();
  // Linux gives no process a number over 4 194 304.
  await writeFile(path, left.replace(/"pid":\d+/, '"pid":999999999'));
  expect((await installation.safeai(LIST)).stdout).toContain(id);
  await writeFile(path, '{"url":');
  expect((await installation.safeai(LIST)).stdout).toContain(id);
});

test.each(['http://192.0.2.7:8910', 'https://evil.example', 'file:///etc/passwd', 'nonsense'])(
  'a server.json that sends elsewhere (%s) is not believed',
  async (url) => {
    const installation = await Installation.make();
    const id = await installation.pending();
    const file = JSON.stringify({ url, pid: process.pid, token: 'sfai_local_x' });
    await writeFile(join(installation.state, 'server.json'), file);
    const ran = await installation.safeai(LIST);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain(id);
  },
);

test('a live process at whose address nobody answers ends with 4, and says where that was read', async () => {
  const installation = await Installation.make();
  const url = await nobody();
  await mkdir(installation.state);
  const path = join(installation.state, 'server.json');
  await writeFile(path, JSON.stringify({ url, pid: process.pid, token: 'sfai_local_x' }));
  expect(await installation.safeai(LIST)).toEqual({
    code: 4,
    stdout: '',
    stderr: `safeai: ${url} does not answer\nIt is named in ${path}. If that server is gone, remove the file.\n`,
  });
});

test.each([
  ['approvals', 'list'],
  ['audit', 'tail'],
  ['scan', 'hello'],
])('%s without a usable state folder ends with 4', async (...argv) => {
  const installation = await Installation.make('state: { dir: safeai.yaml }\n');
  const ran = await installation.safeai(argv);
  expect(ran).toMatchObject({ code: 4, stdout: '' });
  expect(ran.stderr).toMatch(/^safeai: The state folder \S+safeai\.yaml cannot be written \(\w+\)/);
});
