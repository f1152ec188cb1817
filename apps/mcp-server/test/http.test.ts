import { request } from 'node:http';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, test } from '@jest/globals';
import { connectOver, CLIENT_KINDS } from './support/clients.ts';
import { folderWith, pipe } from './support/bed.ts';

const TOKEN = 'a-token-of-the-tests-0123456789';

/** What every client of this transport sends. */
const JSON_ALONE = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** Serves over HTTP until the test ends; where. */
async function serveHttp(
  flags: { host?: string; allowedHost?: string[] } = {},
  env: Record<string, string> = {},
): Promise<string> {
  const piped = pipe({
    cwd: await folderWith(''),
    env,
    flags: { http: true, port: '0', ...flags },
  });
  for (;;) {
    const url = /listening on (\S+)/.exec(piped.said())?.[1];
    if (url !== undefined) return url;
    await Promise.race([piped.over, new Promise((resolve) => setImmediate(resolve))]);
  }
}

/** Sends a handshake with headers that `fetch` would not send; the status. */
function handshake(url: string, headers: Record<string, string>): Promise<number> {
  const body = JSON.stringify({
    ...{ jsonrpc: '2.0', id: 0, method: 'initialize' },
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'fixture', version: '1' },
    },
  });
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      headers: {
        ...JSON_ALONE,
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.end(body);
  });
}

describe.each(CLIENT_KINDS)('a host made with %s', (kind) => {
  test('lists and calls', async () => {
    const url = await serveHttp();
    const host = await connectOver(kind, new StreamableHTTPClientTransport(new URL(url)), 'test');
    expect(await host.tools()).toHaveLength(14);
    const { answer } = await host.call('scan_input', { text: 'token=sk-ABCDEF1234567890ABCDEF' });
    expect(answer).toMatchObject({ decision: { action: 'block' } });
    await host.close();
  });
});

describe('who may ask', () => {
  test.each([
    [{ host: 'evil.example' }, 403],
    [{ host: 'evil.example:80' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost:3000' }, 200],
    [{}, 200],
  ])('%j: %i', async (headers: Record<string, string>, status) => {
    expect(await handshake(await serveHttp(), headers)).toBe(status);
  });

  test('with a token: whoever sends it', async () => {
    const url = await serveHttp({}, { SAFEAI_MCP_TOKEN: TOKEN });
    expect(await handshake(url, {})).toBe(401);
    expect(await handshake(url, { authorization: `Bearer ${TOKEN}x` })).toBe(401);
    expect(await handshake(url, { authorization: TOKEN })).toBe(401);
    expect(await handshake(url, { authorization: `Bearer ${TOKEN}` })).toBe(200);
    // Without one, nothing is told but that there is a server.
    const response = await fetch(url, { method: 'POST', body: '{}' });
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('off loopback nobody without a token, whatever it is called by', async () => {
    const all = { flags: { http: true, host: '0.0.0.0', port: '0' } };
    await expect(pipe({ cwd: '/', ...all }).over).rejects.toThrow('SAFEAI_MCP_TOKEN');
    const env = { SAFEAI_MCP_TOKEN: TOKEN };
    const url = await serveHttp({ host: '0.0.0.0', allowedHost: ['mcp.example'] }, env);
    const here = url.replace('0.0.0.0', '127.0.0.1');
    const authorization = `Bearer ${TOKEN}`;
    expect(await handshake(here, { authorization, host: 'evil.example' })).toBe(403);
    expect(await handshake(here, { authorization, host: 'mcp.example' })).toBe(200);
    expect(await handshake(here, { host: 'mcp.example' })).toBe(401);
  });
});

describe('what it does not serve', () => {
  test.each([
    ['another path', '/', { method: 'POST', body: '{}' }, 404],
    ['no JSON', '/mcp', { method: 'POST', body: '{', headers: JSON_ALONE }, 400],
    [
      'another type',
      '/mcp',
      { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } },
      415,
    ],
    ['a stream of its own', '/mcp', { method: 'GET' }, 405],
  ])('%s', async (_, path, init: RequestInit, status) => {
    const url = new URL(path, await serveHttp());
    expect((await fetch(url, init)).status).toBe(status);
  });

  test('a body that is too large', async () => {
    const url = await serveHttp();
    const body = JSON.stringify({ text: 'x'.repeat(17 * 1024 * 1024) });
    const headers = { 'content-type': 'application/json' };
    const status = await fetch(url, { method: 'POST', body, headers }).then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    expect(await handshake(url, {})).toBe(200);
  });

  test('an address that is taken', async () => {
    const { port } = new URL(await serveHttp());
    const { over } = pipe({ cwd: await folderWith(''), flags: { http: true, port } });
    await expect(over).rejects.toThrow(`127.0.0.1:${port} cannot be listened on`);
  });
});
