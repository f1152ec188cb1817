import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServerOptions } from '../src/index.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { OtherHost } from './support/other-host.ts';
import { startServer } from './support/server.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safeai-server-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Told {
  url: string;
  pid: number;
  token: string;
  started_at: string;
}

const told = async (): Promise<Told> =>
  JSON.parse(await readFile(join(folder, 'server.json'), 'utf8')) as Told;

/** A server with a state folder, which trusts nobody for where they are. */
async function start(
  yaml = 'auth: { loopback: credential }',
  stateFolder = folder,
  options: Partial<ServerOptions> = {},
) {
  const runtime = fakeRuntime(yaml);
  runtime.stateFolder = stateFolder;
  return { runtime, ...(await startServer(runtime, { accessLog: true, ...options })) };
}

const SCAN = '/v1/scan/input';
const body = { text: 'a' };

describe('server.json', () => {
  test('has the address that a name stands for: programs believe no name', async () => {
    const runtime = fakeRuntime();
    runtime.stateFolder = folder;
    const { url } = await startServer(runtime, { host: 'localhost' });
    expect(url).toMatch(/^http:\/\/localhost:/);
    expect((await told()).url).toMatch(/^http:\/\/(?:127\.0\.0\.1|\[::1\]):\d+$/);
  });

  test('says where the server is, to this user alone', async () => {
    const { url } = await start();
    const { token, started_at: startedAt, ...rest } = await told();
    expect(rest).toEqual({ url, pid: process.pid });
    expect(token).toMatch(/^sfai_local_[\w-]{43}$/);
    expect(new Date(startedAt).toISOString()).toBe(startedAt);
    expect((await stat(join(folder, 'server.json'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['server.json']);
  });

  test('is gone when the server is, unless it is that of another one', async () => {
    const first = await start();
    const second = await start();
    expect((await told()).url).toBe(second.url);
    await first.server.close();
    expect((await told()).url).toBe(second.url);
    await second.server.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('is gone as soon as the server stops, not after the last answer', async () => {
    const { url, server } = await start('');
    const { hostname, port } = new URL(url);
    const caller = connect(Number(port), hostname);
    await once(caller, 'connect');
    const head = 'POST /v1/scan/input HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n';
    caller.write(`${head}Content-Type: application/json\r\nExpect: 100-continue\r\n\r\n`);
    // The request is in flight, and its body awaited.
    expect(String(await once(caller, 'data'))).toContain('100 Continue');
    let isClosed = false;
    const closed = server.close().then(() => {
      isClosed = true;
    });
    while ((await readdir(folder)).length > 0) await new Promise(setImmediate);
    expect(isClosed).toBe(false);
    caller.destroy();
    await closed;
  });

  test('one that a server left when it was killed is replaced', async () => {
    await writeFile(join(folder, 'server.json'), '{"url":', { mode: 0o644 });
    const { url } = await start();
    expect((await told()).url).toBe(url);
    expect((await stat(join(folder, 'server.json'))).mode & 0o777).toBe(0o600);
  });

  test('there is none without a state folder', async () => {
    const server = await startServer(fakeRuntime());
    await server.server.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('where it cannot be written, the server serves all the same and says so', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const { send, logged } = await start('', file);
    expect((await send(SCAN, { body })).status).toBe(200);
    expect(logged[0]).toMatchObject({ level: 'warn', code: expect.stringMatching(/^E/) });
  });
});

describe('its token', () => {
  test.each<[string, (token: string) => Record<string, string>]>([
    ['x-safeai-key', (token) => ({ 'x-safeai-key': token })],
    ['a bearer', (token) => ({ authorization: `Bearer ${token}` })],
    ['a bearer in small letters', (token) => ({ authorization: `bearer ${token}` })],
    ['both', (token) => ({ authorization: `Bearer ${token}`, 'x-safeai-key': token })],
  ])('as %s is local-cli, with every role and tenant', async (_name, headers) => {
    const { send, runtime } = await start();
    const received = await send(SCAN, { body, headers: headers((await told()).token) });
    expect(received.status).toBe(200);
    expect(runtime.calls[0]?.args[1]).toMatchObject({
      principal: {
        user: 'local-cli',
        tenant: 'default',
        tenants: ['*'],
        roles: ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'],
        source: 'key',
      },
    });
  });

  test('may narrow to a user and a tenant', async () => {
    const { send, runtime } = await start();
    const key = { 'x-safeai-key': (await told()).token };
    const user = { ...key, 'x-safeai-user': 'security-auditor' };
    expect((await send(SCAN, { body, headers: user })).status).toBe(403);
    await send(SCAN, { body, headers: { ...key, 'x-safeai-tenant': 'acme' } });
    expect(runtime.calls[0]?.args[1]).toMatchObject({
      principal: { user: 'local-cli', tenant: 'acme', tenants: ['acme'] },
    });
  });

  test.each<[string, (token: string) => Record<string, string>]>([
    ['a changed one', (token) => ({ 'x-safeai-key': `${token}a` })],
    ['a shorter one', (token) => ({ 'x-safeai-key': token.slice(0, -1) })],
    ['the prefix alone', () => ({ 'x-safeai-key': 'sfai_local_' })],
    ['none', () => ({ 'x-safeai-key': '' })],
    ['another key beside it', (token) => ({ 'x-safeai-key': token, 'x-api-key': 'sfai_other' })],
    ['a key that SafeAI might give out', () => ({ 'x-safeai-key': 'sfai_abc' })],
    ['a forwarded one', (token) => ({ 'x-safeai-key': token, 'x-forwarded-for': '127.0.0.1' })],
    ['basic', (token) => ({ authorization: `Basic ${token}` })],
  ])('%s is refused, and shown nowhere', async (_name, headers) => {
    for (const yaml of ['', 'auth: { loopback: credential }']) {
      const { send, logged } = await start(yaml);
      const { token } = await told();
      const received = await send(SCAN, { body, headers: headers(token) });
      expect(received.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
      expect(received.text + JSON.stringify(logged)).not.toContain(token.slice(0, 20));
    }
  });

  test('of one server is nothing to another', async () => {
    const first = await start();
    const { token } = await told();
    await start();
    const second = (await told()).token;
    const headers = { 'x-safeai-key': second };
    expect((await first.send(SCAN, { body, headers })).status).toBe(401);
    expect((await first.send(SCAN, { body, headers: { 'x-safeai-key': token } })).status).toBe(200);
  });

  const elsewhere = OtherHost.open();
  afterAll(() => elsewhere?.close());
  const isOther = elsewhere?.kind === 'a network namespace';

  (elsewhere === null ? test.skip : test)(
    'counts from this machine, by whichever of its addresses, and from no other',
    async () => {
      const address = elsewhere?.address ?? '';
      const { send, url } = await start('', folder, { host: address });
      const { token } = await told();
      const headers = { 'x-safeai-key': token };
      expect((await send(SCAN, { body, headers })).status).toBe(200);
      // The trust that needs no key is for loopback addresses.
      expect((await send(SCAN, { body })).status).toBe(401);
      if (!isOther) return;
      const { port } = new URL(url);
      const asked = { path: '/v1/policies', method: 'GET', headers };
      expect((await elsewhere.send(port, asked)).status).toBe(401);
    },
  );

  test('counts under a name of this server alone', async () => {
    const { send } = await start();
    const headers = { 'x-safeai-key': (await told()).token, host: 'pod.cluster.local' };
    expect((await send('/v1/health', { headers })).json()).toEqual({ status: 'ok' });
  });
});
