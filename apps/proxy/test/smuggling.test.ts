import { expect, test } from '@jest/globals';
import { fakeRuntime } from './support/fake-runtime.ts';
import { sendRaw } from './support/http.ts';
import { startServer } from './support/server.ts';

/**
 * Requests that a proxy in front and this server could read as different numbers of requests (RFC 9112 §11.2). Each
 * hides one for the policies. None may be let through: one refusal, and the end of the connection.
 */
const POST = 'POST /v1/scan/input HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json';
const HIDDEN = 'GET /v1/policies HTTP/1.1\r\nHost: localhost\r\n\r\n';
const CLOSED = HIDDEN.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n');
const BODY = '{"text":"a"}';
const LENGTH = `Content-Length: ${String(BODY.length)}`;
const CHUNKED = 'Transfer-Encoding: chunked';

const SHAPES: readonly (readonly [name: string, bytes: string])[] = [
  ['length before chunks', `${POST}\r\n${LENGTH}\r\n${CHUNKED}\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['chunks before length', `${POST}\r\n${CHUNKED}\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['two lengths', `${POST}\r\n${LENGTH}\r\nContent-Length: 0\r\n\r\n${BODY}${HIDDEN}`],
  ['two equal lengths', `${POST}\r\n${LENGTH}\r\n${LENGTH}\r\n\r\n${BODY}${HIDDEN}`],
  ['a list of lengths', `${POST}\r\nContent-Length: 12, 0\r\n\r\n${BODY}${HIDDEN}`],
  ['a negative length', `${POST}\r\nContent-Length: -1\r\n\r\n${HIDDEN}`],
  ['a length with a sign', `${POST}\r\nContent-Length: +12\r\n\r\n${BODY}${HIDDEN}`],
  ['a length in hex', `${POST}\r\nContent-Length: 0xc\r\n\r\n${BODY}${HIDDEN}`],
  ['a length past all numbers', `${POST}\r\nContent-Length: ${'9'.repeat(40)}\r\n\r\n${HIDDEN}`],
  [
    'chunks in another spelling',
    `${POST}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  ['chunks twice', `${POST}\r\n${CHUNKED}\r\n${CHUNKED}\r\n\r\n0\r\n\r\n${HIDDEN}`],
  [
    'chunks and another encoding',
    `${POST}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  ['a space before the colon', `${POST}\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['a folded header', `${POST}\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['a tab in a name', `${POST}\r\nTransfer\tEncoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['bare line feeds', `${POST.replaceAll('\r', '')}\n${CHUNKED}\n\n0\n\n${HIDDEN}`],
  ['a bare line feed in the head', `${POST}\r\nX-A: b\nContent-Length: 0\r\n\r\n${HIDDEN}`],
  ['a bare carriage return', `${POST}\r\nX-A: b\rContent-Length: 0\r\n\r\n${HIDDEN}`],
  ['a NUL in a value', `${POST}\r\nX-A: b\0c\r\n${LENGTH}\r\n\r\n${BODY}${HIDDEN}`],
  ['chunk sizes that are none', `${POST}\r\n${CHUNKED}\r\n\r\nzz\r\n\r\n${HIDDEN}`],
  ['a chunk size with 0x', `${POST}\r\n${CHUNKED}\r\n\r\n0x0\r\n\r\n${HIDDEN}`],
  ['a chunk size past all numbers', `${POST}\r\n${CHUNKED}\r\n\r\n${'f'.repeat(40)}\r\n${HIDDEN}`],
  ['a chunk that ends with a line feed', `${POST}\r\n${CHUNKED}\r\n\r\n0\n\n${HIDDEN}`],
  [
    'a chunk that is longer than it says',
    `${POST}\r\n${CHUNKED}\r\n\r\n1\r\nab\r\n0\r\n\r\n${HIDDEN}`,
  ],
  ['HTTP/1.0 with chunks', `${POST.replace('1.1', '1.0')}\r\n${CHUNKED}\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['a version that is none', `${POST.replace('1.1', '1.2')}\r\n${LENGTH}\r\n\r\n${BODY}${HIDDEN}`],
  ['a whole URL for another host', CLOSED.replace('/v1', 'http://evil.example/v1')],
  ['a line break in the target', HIDDEN.replace('policies', 'policies\r\nX-A: b')],
  ['no version at all', 'GET /v1/policies\r\nHost: localhost\r\n\r\n'],
];

test.each(SHAPES)('%s', async (_, bytes) => {
  const runtime = fakeRuntime();
  const server = await startServer(runtime);
  const answer = await sendRaw(server.url, bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 (?:400|413|501|505) /);
  expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  expect(answer).not.toContain('"rules"');
  expect(runtime.calls).toEqual([]);
});

test('what is not read of a refused body is no request', async () => {
  const runtime = fakeRuntime('limits: { body_bytes: 16 }');
  const server = await startServer(runtime);
  const long = `{"text":"${'a'.repeat(40)}"}`;
  const length = `Content-Length: ${String(long.length + HIDDEN.length)}`;
  const bytes = `${POST}\r\nConnection: close\r\n${length}\r\n\r\n${long}${HIDDEN}`;
  const answer = await sendRaw(server.url, bytes);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
});

test('two requests in one piece are two requests, each by its own credential', async () => {
  const server = await startServer(fakeRuntime('auth: { loopback: credential }'));
  const first = `GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const answer = await sendRaw(server.url, first + CLOSED);
  expect(answer.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
});
