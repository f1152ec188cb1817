import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Chromium, HAS_CHROMIUM } from './support/chromium.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

let browser: Chromium;
let server: TestServer;

/** What a page does that shows events; it signs in first. */
const PAGE = `(async () => {
  const signIn = await fetch('/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user_id: 'security-admin' }),
  });
  const { csrf_token: token } = await signIn.json();
  const given = await fetch('/v1/events/ticket', {
    method: 'POST',
    headers: { 'x-csrf-token': token },
  });
  const { ticket } = await given.json();
  const address = location.origin.replace('http', 'ws');
  window.heard = { cookie: [], ticket: [], stream: [] };
  const opened = [];
  for (const [name, path] of [['cookie', '/v1/events'], ['ticket', '/v1/events?ticket=' + ticket]]) {
    const socket = new WebSocket(address + path);
    opened.push(new Promise((resolve) => (socket.onopen = resolve)));
    socket.onmessage = ({ data }) => heard[name].push(JSON.parse(data));
  }
  const source = new EventSource('/v1/events/stream');
  opened.push(new Promise((resolve) => (source.onopen = resolve)));
  source.onmessage = ({ data }) => heard.stream.push(JSON.parse(data));
  await Promise.all(opened);
  return 'opened';
})()`;

if (!HAS_CHROMIUM) test.skip('events in a browser: there is no Chromium here', () => undefined);

(HAS_CHROMIUM ? describe : describe.skip)('a browser', () => {
  beforeEach(async () => {
    server = await startServer(await realRuntime());
    browser = await Chromium.start();
  }, 60_000);

  afterEach(() => browser.close());

  test('hears events by socket, by ticket and as an event source', async () => {
    await browser.open(`${server.url}/docs`);
    await browser.until(`location.href.startsWith('${server.url}/docs')`);
    expect(await browser.value(PAGE)).toBe('opened');
    await server.send('/v1/scan/input', { body: { text: 'hello', agent_id: 'bot' } });
    for (const name of ['cookie', 'ticket', 'stream']) {
      await browser.until(`heard.${name}.some(({ agent_id }) => agent_id === 'bot')`);
    }
  }, 60_000);

  test('opens no socket for a page of another site', async () => {
    const other = createServer((_, res) => res.setHeader('content-type', 'text/html').end('hi'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await browser.open(`http://127.0.0.1:${String(port)}/`);
    await browser.until(
      `location.port === '${String(port)}' && document.readyState === 'complete'`,
    );
    const address = `${server.url.replace('http', 'ws')}/v1/events`;
    const code = await browser.value(`new Promise((resolve) => {
      const socket = new WebSocket('${address}');
      socket.onopen = () => resolve('opened');
      socket.onclose = ({ code }) => resolve(code);
    })`);
    other.closeAllConnections();
    other.close();
    expect(code).toBe(1006);
  }, 60_000);
});
