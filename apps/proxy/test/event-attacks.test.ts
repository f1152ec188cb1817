import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFrames } from './support/hub-bed.ts';
import { sendRaw } from './support/http.ts';
import { listen } from './support/listener.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

let server: TestServer;
let sockets: Socket[] = [];

beforeEach(async () => {
  server = await startServer(await realRuntime());
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
});

const HANDSHAKE = {
  host: '127.0.0.1',
  upgrade: 'websocket',
  connection: 'Upgrade',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
};

function request(
  headers: Record<string, string | undefined> = {},
  line = 'GET /v1/events HTTP/1.1',
) {
  const all: Record<string, string | undefined> = { ...HANDSHAKE, ...headers };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return [line, ...lines, '', ''].join('\r\n');
}

/** A client frame as it may be, or may not. */
function frame(
  first: number,
  payload: Buffer,
  { isMasked = true, length = payload.length }: { isMasked?: boolean; length?: number } = {},
): Buffer {
  const head = Buffer.alloc(10);
  head[0] = first;
  head[1] = 127 | (isMasked ? 0x80 : 0);
  head.writeBigUInt64BE(BigInt(length), 2);
  // A mask of zeros changes nothing.
  return Buffer.concat([head, ...(isMasked ? [Buffer.alloc(4)] : []), payload]);
}

const TEXT = 0x81;

/** Sends bytes on a new connection, and reads until something has come, or all that comes. */
async function until(wanted: RegExp | null, ...bytes: readonly Buffer[]): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  let received = '';
  socket.setEncoding('latin1');
  socket.on('error', () => undefined);
  for (const each of bytes) socket.write(each);
  await new Promise<void>((resolve) => {
    socket.on('data', (text: string) => {
      received += text;
      if (wanted?.test(received) === true) resolve();
    });
    socket.on('end', () => socket.end());
    socket.on('close', resolve);
  });
  return received;
}

/** Opens a socket, sends bytes on it, and gives the code that it is closed with. */
async function closedWith(...bytes: readonly Buffer[]): Promise<number | undefined> {
  const received = Buffer.from(await until(null, Buffer.from(request()), ...bytes), 'latin1');
  const frames = readFrames(received.subarray(received.indexOf('\r\n\r\n') + 4));
  return frames.find(({ opcode }) => opcode === 8)?.payload.readUInt16BE(0);
}

async function isServing(): Promise<void> {
  const listener = await listen(server.url, '/v1/events');
  await server.send('/v1/scan/input', { body: { text: 'hello' } });
  expect(await listener.next()).toMatchObject({ event: 'scan.allowed' });
  expect(server.logged.filter(({ level }) => level === 'error')).toEqual([]);
}

describe('a handshake', () => {
  test.each<[string, string, RegExp]>([
    ['without a key', request({ 'sec-websocket-key': undefined }), /^HTTP\/1\.1 400 /],
    ['with a key that is none', request({ 'sec-websocket-key': 'x' }), /^HTTP\/1\.1 400 /],
    ['of another version', request({ 'sec-websocket-version': '7' }), /version: 13\r/i],
    ['with an odd protocol', request({ 'sec-websocket-protocol': ',,' }), /^HTTP\/1\.1 400 /],
    ['of a foreign page', request({ origin: 'http://evil.example' }), /foreign_origin/],
    ['for a foreign host', request({ host: 'evil.example' }), /foreign_host/],
    ['without a host', request({ host: undefined }), /^HTTP\/1\.1 400 /],
    ['with two hosts', request({ Host: 'localhost' }), /^HTTP\/1\.1 400 /],
    ['with two users', request({ 'x-safeai-user': 'admin', 'X-SafeAI-User': 'a' }), / 400 /],
    ['by POST', request({}, 'POST /v1/events HTTP/1.1'), /^HTTP\/1\.1 405 /],
    ['by HTTP/1.0', request({}, 'GET /v1/events HTTP/1.0'), /^HTTP\/1\.1 426 /],
    ['with a path that is none', request({}, 'GET /v1/events#x HTTP/1.1'), /^HTTP\/1\.1 400 /],
    ['with an expectation', request({ expect: 'a socket' }), /^HTTP\/1\.1 417 /],
  ])('%s is refused', async (_, bytes, answer) => {
    const received = await until(/"request_id"| 101 /, Buffer.from(bytes));
    expect(received).toMatch(answer);
    expect(received).toMatch(/^x-request-id: /im);
    expect(received).toContain('application/problem+json');
    await isServing();
  });

  test('behind a request whose answer is not there yet ends the connection, and nothing else', async () => {
    const body = JSON.stringify({ text: 'hello' });
    const first = [
      'POST /v1/scan/input HTTP/1.1',
      'host: 127.0.0.1',
      'content-type: application/json',
      `content-length: ${String(body.length)}`,
      '',
      body,
    ].join('\r\n');
    await sendRaw(server.url, first + request());
    await isServing();
  });

  test('that is broken off leaves nothing behind', async () => {
    const { hostname, port } = new URL(server.url);
    for (let count = 0; count < 20; count++) {
      const socket = connect(Number(port), hostname);
      socket.write(request(), () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    await isServing();
  });
});

test('who offers another protocol than a WebSocket is answered as ever', async () => {
  const body = JSON.stringify({ text: 'hello' });
  const offer = { 'sec-websocket-key': undefined, 'sec-websocket-version': undefined };
  const received = await sendRaw(
    server.url,
    request(
      {
        ...offer,
        upgrade: 'h2c',
        connection: 'Upgrade, HTTP2-Settings, close',
        'http2-settings': 'AAMAAABkAARAAAAAAAIAAAAA',
        'content-type': 'application/json',
        'content-length': String(body.length),
      },
      'POST /v1/scan/input HTTP/1.1',
    ) + body,
  );
  expect(received).toMatch(/^HTTP\/1\.1 200 /);
  expect(received).toContain('"action":"allow"');
  const plain = { ...offer, connection: 'close, Upgrade', upgrade: 'h2c' };
  expect(await sendRaw(server.url, request(plain))).toMatch(/^HTTP\/1\.1 426 /);
});

describe('frames', () => {
  const filter = Buffer.from('{"boundary":"input"}');

  test.each<[string, readonly Buffer[], number]>([
    ['without a mask', [frame(TEXT, filter, { isMasked: false })], 1002],
    ['that are too large', [frame(TEXT, Buffer.alloc(20_000, ' '))], 1009],
    ['that say that they are too large', [frame(TEXT, Buffer.alloc(0), { length: 2 ** 40 })], 1009],
    ['of no kind', [frame(0x83, filter)], 1002],
    ['with a bit of an extension', [frame(0xc1, filter)], 1002],
    ['that go on from nothing', [frame(0x80, filter)], 1002],
    ['that begin in the middle', [frame(0x01, filter), frame(TEXT, filter)], 1002],
    ['that are no text', [frame(TEXT, Buffer.from([0xff, 0xfe]))], 1007],
    [
      'in parts that are too large together',
      [frame(0x01, Buffer.alloc(9_000, ' ')), frame(0x80, Buffer.alloc(9_000, ' '))],
      1009,
    ],
  ])('%s end the socket', async (_, bytes, code) => {
    expect(await closedWith(...bytes)).toBe(code);
    await isServing();
  });

  test('in many parts are one message', async () => {
    const listener = await listen(server.url, '/v1/events');
    const parts = ['{"bound', 'ary":', '', '"out', 'put"', '}'];
    parts.forEach((part, index) => {
      listener.ws.send(part, { fin: index === parts.length - 1 });
    });
    await server.send('/v1/scan/input', { body: { text: 'hello' } });
    await server.send('/v1/guard/output', { body: { text: 'hello' } });
    expect(await listener.next()).toMatchObject({ event: 'guard.allowed' });
  });

  test('by the thousand are answered, or end the socket', async () => {
    const listener = await listen(server.url, '/v1/events');
    for (let count = 0; count < 2_000; count++) listener.ws.ping();
    await isServing();
  });

  test('after the head of the handshake in one piece are read', async () => {
    const both = Buffer.concat([Buffer.from(request()), frame(TEXT, Buffer.from('no'))]);
    expect(await until(/it is not JSON/, both)).toMatch(/^HTTP\/1\.1 101 /);
  });
});
