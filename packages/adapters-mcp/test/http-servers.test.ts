import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { bench, closeAll, oldHost, textOf } from './bench.ts';

const require = createRequire(import.meta.url);
const SCRIPT = join(
  dirname(require.resolve('@modelcontextprotocol/server-everything/package.json')),
  'dist/index.js',
);

const servers: ChildProcess[] = [];
afterAll(async () => {
  await closeAll();
  for (const server of servers) server.kill('SIGKILL');
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${String(port)}/nothing`).then(
    () => true,
    () => false,
  );
}

test.each([
  ['streamableHttp', '/mcp', false],
  ['sse', '/sse', true],
])(
  'a server that speaks %s is called, and gone when it is',
  async (kind, path, isSse) => {
    const port = await freePort();
    const server = spawn(process.execPath, [SCRIPT, kind], {
      env: { PATH: process.env.PATH ?? '', PORT: String(port) },
      stdio: 'ignore',
    });
    servers.push(server);
    while (!(await isListening(port))) await sleep(50);
    const at = bench({ url: `http://127.0.0.1:${String(port)}${path}`, isSse });
    const client = await oldHost(at);
    const call = { name: 'echo', arguments: { message: 'far' } };
    expect((await client.listTools()).tools.length).toBeGreaterThan(10);
    expect(textOf(await client.callTool(call))).toBe('Echo: far');
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
    expect((await client.callTool(call)).isError).toBe(true);
  },
  60_000,
);

test('an address where nobody listens ends the firewall with a reason', async () => {
  const port = await freePort();
  const at = bench({ url: `http://127.0.0.1:${String(port)}/mcp` });
  await expect(oldHost(at)).rejects.toThrow();
  expect((await at.host.ended)?.message).toMatch(/^The MCP server did not start: /);
}, 30_000);
