import { afterEach, expect, test } from '@jest/globals';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';

import { startSafeAI } from './server.mjs';

let safeai;

afterEach(() => safeai?.stop());

/** Addresses (hex, as the kernel has them) and ports that a process listens on: TCP 0A, UDP any. */
async function listeners(pid) {
  const own = new Set();
  for (const fd of await readdir(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined) own.add(inode);
  }
  const found = [];
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6', 'raw']) {
    const text = await readFile(`/proc/${pid}/net/${table}`, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
      if (!own.has(inode) || (table.startsWith('tcp') && state !== '0A')) continue;
      const [address, port] = local.split(':');
      found.push({ table, address, port: parseInt(port, 16) });
    }
  }
  return found;
}

test('the finder of listeners finds one', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  expect(await listeners(process.pid)).toContainEqual({ table: 'tcp', address: '0100007F', port });
  server.close();
});

test.each([
  ['127.0.0.1', { table: 'tcp', address: '0100007F' }],
  ['0.0.0.0', { table: 'tcp', address: '00000000' }],
])('a server on %s listens there, and nowhere else', async (host, where) => {
  safeai = await startSafeAI({ args: ['--host', host, '--mode', 'gateway'] });
  for (const path of ['/docs', '/v1/audit', '/v1/metrics', '/v1/health', '/v1/plugins']) {
    await (await fetch(safeai.url + path)).text();
  }
  expect(await listeners(safeai.pid)).toEqual([{ ...where, port: safeai.port }]);
});
