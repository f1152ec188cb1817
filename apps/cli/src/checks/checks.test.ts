import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseConfig } from '@safeai/config';
import { afterEach, expect, test } from '@jest/globals';
import { folderWith, removeFolders } from '../../test/run-cli.ts';
import { checkFolders } from './folders.ts';
import { checkNode } from './node-version.ts';
import { checkPort } from './port.ts';
import { checkHosts, checkTrust, isLoopbackHost } from './trust.ts';

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
  const loaded = parseConfig('state: { dir: a/b }\naudit: { path: taken }', { folder });
  expect(await checkFolders(loaded)).toEqual([
    { name: 'state folder', status: 'ok', detail: `${join(folder, 'a/b')} can be written` },
    {
      name: 'audit folder',
      status: 'fail',
      detail: `${join(folder, 'taken')} cannot be written: it is not a folder`,
      hint: 'Name another folder with audit.path, or change who may write there.',
    },
  ]);
});

test('who is believed without a credential', () => {
  expect(checkTrust(parseConfig('').config).detail).toMatch(/^on: /);
  expect(checkTrust(parseConfig('auth: { loopback: credential }').config).detail).toMatch(/^off: /);
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
