import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, statfs, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseConfig } from '@safeai/config';
import { isLoopbackHost } from '@safeai/proxy/local-server';
import { afterEach, describe, expect, test } from '@jest/globals';
import { folderWith, removeFolders } from '../../test/run-cli.ts';
import { checkDiskSpace } from './disk-space.ts';
import { checkFolders } from './folders.ts';
import { checkKeys } from './keys.ts';
import { checkNode } from './node-version.ts';
import { checkPort } from './port.ts';
import { checkServer } from './server.ts';
import { checkCredentials, checkHosts, checkTrust } from './trust.ts';

afterEach(removeFolders);

test.each([
  ['v20.19.0', 'ok'],
  ['v20.20.1', 'ok'],
  ['v22.0.0', 'ok'],
  ['v24.1.0-nightly', 'ok'],
  ['v20.18.9', 'fail'],
  ['v18.20.4', 'fail'],
])('Node.js %s: %s', (version, status) => {
  expect(checkNode(version).status).toBe(status);
});

test('a free port, any port and a taken port', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings = { mode: 'sidecar', host: '127.0.0.1', port } as const;
  expect(await checkPort(settings)).toMatchObject({
    status: 'fail',
    detail: `cannot listen on 127.0.0.1:${port}: the address is already in use`,
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await checkPort(settings)).toMatchObject({
    status: 'ok',
    detail: `127.0.0.1:${port} is free`,
  });
  expect(await checkPort({ ...settings, port: 0 })).toMatchObject({ status: 'ok' });
});

test('folders are asked for without being made', async () => {
  const folder = await folderWith({ taken: 'a file' });
  const state = join(folder, 'a/b');
  expect(await checkFolders({ state, audit: join(folder, 'taken') })).toEqual([
    { name: 'state folder', status: 'ok', detail: `${state} can be written` },
    {
      name: 'audit folder',
      status: 'fail',
      detail: `${join(folder, 'taken')} cannot be written: it is not a folder`,
      hint: 'Name another folder with audit.path, or change who may write there.',
    },
  ]);
  expect(await readdir(folder)).toEqual(['taken']);
});

test('keys that others may read are told, with what to do', async () => {
  const folder = await folderWith({});
  expect(await checkKeys(folder)).toMatchObject({
    status: 'ok',
    detail: expect.stringMatching(/^none yet/),
  });
  const keys = join(folder, 'keys');
  await mkdir(keys, { mode: 0o700 });
  await writeFile(join(keys, 'audit.json'), '{}', { mode: 0o600 });
  expect(await checkKeys(folder)).toMatchObject({
    status: 'ok',
    detail: `1 in ${keys}, for this user alone`,
  });
  await chmod(join(keys, 'audit.json'), 0o640);
  expect(await checkKeys(folder)).toMatchObject({
    status: 'fail',
    detail: `others may use ${join(keys, 'audit.json')}`,
    hint: `chmod go= ${join(keys, 'audit.json')}`,
  });
});

test('disk space is measured against the setting that refuses', async () => {
  const folder = await folderWith({});
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / 1_048_576);
  const statusAt = async (minFreeMb: number) => {
    const { audit } = parseConfig('').config;
    return (await checkDiskSpace(join(folder, 'not/yet'), { ...audit, minFreeMb })).status;
  };
  expect(await statusAt(0)).toBe('ok');
  expect(await statusAt(Math.ceil(free * 0.75))).toBe('warn');
  expect(await statusAt(free * 2)).toBe('fail');
});

test('which server commands about state talk to', async () => {
  const folder = await folderWith({});
  const told = async (env = {}) => checkServer(folder, env);
  const leave = (pid: number, url: string) =>
    writeFile(join(folder, 'server.json'), JSON.stringify({ pid, url, token: 't' }));
  expect(await told()).toMatchObject({ status: 'ok', detail: expect.stringMatching(/^none runs/) });

  const health = createHttpServer((_, answer) => answer.end('{"status":"ok"}'));
  await new Promise<void>((resolve) => health.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(health.address() as AddressInfo).port}`;
  await leave(process.pid, url);
  expect(await told()).toEqual({
    name: 'server',
    status: 'ok',
    detail: `${url} (process ${process.pid})`,
  });
  expect(await told({ SAFEAI_URL: `${url}/` })).toMatchObject({
    status: 'ok',
    detail: `${url}/ (SAFEAI_URL)`,
  });
  await new Promise((resolve) => health.close(resolve));
  expect(await told()).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/does not answer$/),
  });
  expect(await told({ SAFEAI_URL: url })).toMatchObject({ status: 'fail' });

  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await leave(child.pid ?? 0, url);
  expect(await told()).toMatchObject({
    status: 'warn',
    detail: expect.stringMatching(/which is gone$/),
  });
});

test('who is believed without a credential', () => {
  expect(checkTrust(parseConfig('').config).detail).toMatch(/^on: /);
  expect(checkTrust(parseConfig('auth: { loopback: credential }').config).detail).toMatch(/^off: /);
});

describe('credentials', () => {
  const check = (yaml: string, keys: number | undefined, host = '127.0.0.1') =>
    checkCredentials(
      parseConfig(yaml).config,
      { mode: 'sidecar', host, port: 1 },
      { options: { config: 'my files/safeai.yaml' }, countKeys: () => Promise.resolve(keys) },
    );
  const STRICT = 'auth: { loopback: credential }';

  test('where nobody needs one, none are looked for', async () => {
    expect(await check('', undefined)).toMatchObject({ status: 'ok' });
  });

  test.each([
    ['', '0.0.0.0'],
    [STRICT, '127.0.0.1'],
  ])('without any, the command that makes one is told: %s %s', async (yaml, host) => {
    expect(await check(yaml, 0, host)).toMatchObject({
      status: 'warn',
      hint: "This makes one: safeai keys create --tenant default --role agent --config 'my files/safeai.yaml'",
    });
    expect((await check(yaml, undefined, host)).status).toBe('warn');
  });

  test('what there is is told', async () => {
    expect(await check(STRICT, 1)).toMatchObject({ status: 'ok', detail: '1 API key' });
    expect((await check(STRICT, 1000)).detail).toBe('1000 or more API keys');
    const oidc = 'oidc: { issuer: "https://id.example.com", client_id: c }';
    const all = `auth: { loopback: credential, trusted_proxies: [10.0.0.1, fd00::/8], ${oidc} }`;
    expect((await check(all, 2)).detail).toBe(
      '2 API keys, tokens of https://id.example.com, the user header of 2 trusted proxy addresses',
    );
    expect(await check(all, undefined)).toMatchObject({ status: 'ok' });
  });
});

test('a server for others without a name for them is told', () => {
  const settings = { mode: 'sidecar', host: '0.0.0.0', port: 1 } as const;
  expect(checkHosts(parseConfig('').config, settings).status).toBe('warn');
  const named = parseConfig('server: { allowed_hosts: [safeai.internal] }').config;
  expect(checkHosts(named, settings)).toMatchObject({ status: 'ok' });
  expect(checkHosts(named, settings).detail).toContain('safeai.internal');
});

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['127.example.com', false],
  ['0.0.0.0', false],
  ['::', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
