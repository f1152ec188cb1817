import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { boundedFetch } from './bounded-fetch.ts';

const ANSWERS: Readonly<Record<string, readonly [type: string, body: string]>> = {
  '/short': ['application/json', '{"a":1}'],
  '/long': ['application/json', 'x'.repeat(200)],
  '/events': ['text/event-stream', `data: ${'x'.repeat(60)}\n\n`.repeat(20)],
  '/windows': ['text/event-stream', `data: ${'x'.repeat(60)}\r\n\r\n`.repeat(20)],
  '/long-event': ['text/event-stream', `data: a\n\n${`data: ${'x'.repeat(30)}\n`.repeat(5)}\n`],
};

let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer(({ url = '' }, res) => {
    const answer = ANSWERS[url];
    if (answer === undefined) res.writeHead(302, { location: '/short' }).end();
    else res.writeHead(200, { 'content-type': answer[0] }).end(answer[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => {
  server.close();
});

const read = async (path: string) => (await boundedFetch(100)(`${base}${path}`)).text();

test.each(['/short', '/events', '/windows'])('%s is read whole', async (path) => {
  expect(await read(path)).toBe(ANSWERS[path]?.[1]);
});

test.each(['/long', '/long-event'])('%s is not', async (path) => {
  await expect(read(path)).rejects.toThrow(/more than 100 bytes/);
});

test('no redirect is followed', async () => {
  await expect(read('/elsewhere')).rejects.toThrow();
});
