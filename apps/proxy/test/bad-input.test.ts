import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { fakeRuntime } from './support/fake-runtime.ts';
import type { Sent } from './support/http.ts';
import { sendRaw } from './support/http.ts';
import { startServer } from './support/server.ts';

const SCAN = '/v1/scan/input';
const json = { 'content-type': 'application/json' };

/** Sends one request to a server of its own, and gives the problem that it answers. */
async function problemOf(path: string, sent: Sent, yaml?: string) {
  const server = await startServer(fakeRuntime(yaml));
  const received = await server.send(path, sent);
  expect(received.headers['content-type']).toBe('application/problem+json');
  const problem = received.json();
  expect(problem).toMatchObject({
    type: `urn:safeai:error:${String(problem.code)}`,
    status: received.status,
    request_id: received.headers['x-request-id'],
  });
  return { ...received, problem };
}

describe('bodies that are not JSON', () => {
  test.each([
    ['cut off', '{"text":'],
    ['a trailing comma', '{"text":"a",}'],
    ['a raw control character', '{"text":"a\nb"}'],
    ['a byte order mark', '\uFEFF{"text":"a"}'],
    ['single quotes', "{'text':'a'}"],
    ['two documents', '{"text":"a"}{"text":"b"}'],
    ['blanks', '   '],
  ])('%s', async (_name, body) => {
    const { problem } = await problemOf(SCAN, { body, headers: json });
    expect(problem).toMatchObject({ status: 400, code: 'malformed_json', instance: SCAN });
  });

  test('the place of the mistake is told, never the text around it', async () => {
    const body = '{"text": "sk-ABCDEF1234567890ABCDEF" oops}';
    const { problem, text } = await problemOf(SCAN, { body, headers: json });
    expect(problem.detail).toContain('line 1, column 38');
    expect(text).not.toContain('ABCDEF');
    expect(text).not.toContain('oops');
  });

  test('invalid UTF-8', async () => {
    const body = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]);
    const { problem } = await problemOf(SCAN, { body, headers: json });
    expect(problem).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  test.each([
    ['at the top', '{"text":"a","text":"b"}'],
    ['below', '{"payload":{"a":[{"k":1,"k":2}]}}'],
    ['written differently', '{"text":"a","te\\u0078t":"b"}'],
    ['that are numbers', '{"payload":{"1":1,"1":2}}'],
  ])('repeated keys %s', async (_name, body) => {
    const { problem } = await problemOf('/v1/scan/structured', { body, headers: json });
    expect(problem).toMatchObject({ status: 400, code: 'malformed_json' });
    expect(problem.detail).toContain('twice');
  });

  test('a NUL and other control characters, escaped, are text like any other', async () => {
    const runtime = fakeRuntime();
    const server = await startServer(runtime);
    const received = await server.send(SCAN, {
      body: '{"text":"a\\u0000b\\u001b"}',
      headers: json,
    });
    expect(received.status).toBe(200);
    expect(runtime.calls[0]?.args[0]).toEqual({ text: 'a\u0000b\u001b' });
  });
});

describe('bodies that break the schema', () => {
  test('every problem is listed, with its place', async () => {
    const body = { text: 7, agent_id: '', data_tags: ['a', 3] };
    const { problem } = await problemOf(SCAN, { body });
    expect(problem).toMatchObject({
      status: 422,
      code: 'invalid_request',
      errors: [
        { path: '$.text', message: 'must be a string' },
        { path: '$.agent_id', message: 'must not have fewer than 1 characters' },
        { path: '$.data_tags[1]', message: 'must be a string' },
      ],
    });
  });

  test.each([
    ['agentId', 'agent_id'],
    ['tenat_id', 'tenant_id'],
    ['session-id', 'session_id'],
  ])('%s: did you mean %s?', async (written, meant) => {
    const { problem } = await problemOf(SCAN, { body: { text: 'a', [written]: 'b' } });
    const message = `unknown field; did you mean "${meant}"?`;
    expect(problem.errors).toEqual([{ path: `$.${written}`, message }]);
    expect(problem.detail).toBe(`The body is not valid: $.${written} ${message}`);
  });

  test('a secret in the place of a field name is not told back', async () => {
    const { text } = await problemOf(SCAN, { body: { text: 'a', AKIAIOSFODNN7EXAMPLE: 1 } });
    expect(text).not.toContain('AKIA');
  });

  test('x_ fields are ignored; metadata and idempotency_key are taken everywhere', async () => {
    const server = await startServer(fakeRuntime());
    const more = { x_trace: { a: [1] }, metadata: { run: 7 }, idempotency_key: 'k' };
    expect((await server.send(SCAN, { body: { text: 'a', ...more } })).status).toBe(200);
    expect((await server.send('/v1/policies/reload', { body: more })).status).toBe(200);
    const query = '/v1/policies?x_a=1&metadata=b&idempotency_key=c';
    expect((await server.send(query)).status).toBe(200);
  });

  test('a body that has to be there', async () => {
    const { problem } = await problemOf(SCAN, { method: 'POST' });
    expect(problem).toMatchObject({
      status: 422,
      code: 'invalid_request',
      errors: [{ path: '$', message: 'is required' }],
    });
  });

  test('a body that may be left out needs no media type', async () => {
    const server = await startServer(fakeRuntime());
    const received = await server.send('/v1/policies/reload', { method: 'POST' });
    expect(received.status).toBe(200);
  });

  test('the phase of a tool call decides what else may be there', async () => {
    const tool = '/v1/intercept/tool';
    const missing = await problemOf(tool, { body: { tool_name: 'a' } });
    expect(missing.problem.errors).toEqual([{ path: '$.phase', message: 'is required' }]);
    const wrong = await problemOf(tool, { body: { tool_name: 'a', phase: 'later' } });
    expect(wrong.problem.errors).toEqual([
      { path: '$.phase', message: 'must be one of: request, response' },
    ]);
    const parameters = await problemOf(tool, {
      body: { tool_name: 'a', phase: 'request', parameters: ['not', 'an', 'object'] },
    });
    expect(parameters.problem.errors).toEqual([
      { path: '$.parameters', message: 'must be an object' },
    ]);
  });
});

describe('queries', () => {
  test('an unknown key', async () => {
    const { problem } = await problemOf(`${SCAN}?explian=true`, { body: { text: 'a' } });
    expect(problem).toMatchObject({
      status: 422,
      errors: [{ path: '?explian', message: 'unknown query key; did you mean "explain"?' }],
    });
  });

  test.each([
    '?explain=yes',
    '?explain',
    '?explain=',
    '?explain=true&explain=true',
    '?__proto__=1',
  ])('%s', async (query) => {
    const { problem } = await problemOf(SCAN + query, { body: { text: 'a' } });
    expect(problem).toMatchObject({ status: 422, code: 'invalid_request' });
  });
});

describe('routes and methods', () => {
  test.each(['/v1', '/v1/', '/v1/scan', '/v1/scan/input/', '/V1/scan/input', '/v1/audits'])(
    'no route %s',
    async (path) => {
      const { problem } = await problemOf(path, {});
      expect(problem).toMatchObject({ status: 404, code: 'not_found' });
    },
  );

  test('an unknown path is told back only as far as it is made of words', async () => {
    const { problem, text } = await problemOf('/v1/scan/sk-ABCDEF1234567890ABCDEF?a=hunter2', {});
    expect(problem.instance).toBe('/v1/scan/*');
    expect(text).not.toContain('hunter2');
  });

  test.each([
    ['GET', SCAN, 'POST'],
    ['PUT', SCAN, 'POST'],
    ['POST', '/v1/health', 'GET, HEAD'],
    ['OPTIONS', SCAN, 'POST'],
    ['DELETE', '/docs', 'GET, HEAD'],
  ])('%s %s', async (method, path, allow) => {
    const { problem, headers } = await problemOf(path, { method });
    expect(problem).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(headers.allow).toBe(allow);
  });

  test('HEAD answers as GET does, without a body', async () => {
    const server = await startServer(fakeRuntime());
    const received = await server.send('/v1/health', { method: 'HEAD' });
    expect([received.status, received.text]).toEqual([200, '']);
  });
});

describe('media types', () => {
  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=latin1',
  ])('%s is refused', async (type) => {
    const sent = { body: '{"text":"a"}', headers: { 'content-type': type } };
    const { problem } = await problemOf(SCAN, sent);
    expect(problem).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  });

  test('none is refused', async () => {
    const sent = { body: Buffer.from('{"text":"a"}'), headers: { 'content-type': '' } };
    const { problem } = await problemOf(SCAN, sent);
    expect(problem).toMatchObject({ status: 415 });
  });

  test.each([
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'APPLICATION/JSON',
    'application/vnd.safeai+json',
  ])('%s is taken', async (type) => {
    const server = await startServer(fakeRuntime());
    const sent = { body: '{"text":"a"}', headers: { 'content-type': type } };
    expect((await server.send(SCAN, sent)).status).toBe(200);
  });

  test('a compressed body is refused, and the answer says what is taken', async () => {
    const body = gzipSync('{"text":"a"}');
    const { problem, headers } = await problemOf(SCAN, {
      body,
      headers: { ...json, 'content-encoding': 'gzip' },
    });
    expect(problem).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(headers['accept-encoding']).toBe('identity');
  });
});

describe('limits', () => {
  test('a body that says that it is too large', async () => {
    const yaml = 'limits: { body_bytes: 100 }';
    const { problem } = await problemOf(SCAN, { body: { text: 'a'.repeat(200) } }, yaml);
    expect(problem).toMatchObject({ status: 413, code: 'payload_too_large' });
    expect(problem.detail).toContain('100 bytes (limits.body_bytes)');
  });

  test('a body in chunks that turns out to be too large', async () => {
    const server = await startServer(fakeRuntime('limits: { body_bytes: 100 }'));
    const chunk = 'a'.repeat(0x80);
    const answer = await sendRaw(
      server.url,
      `POST ${SCAN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n` +
        `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n80\r\n${chunk}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('limits.body_bytes');
  });

  test('a body of exactly the limit', async () => {
    const body = JSON.stringify({ text: 'abc' });
    const server = await startServer(fakeRuntime(`limits: { body_bytes: ${String(body.length)} }`));
    expect((await server.send(SCAN, { body, headers: json })).status).toBe(200);
  });

  test('nesting', async () => {
    const nested = (depth: number) => `{"payload":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const server = await startServer(fakeRuntime());
    const path = '/v1/scan/structured';
    expect((await server.send(path, { body: nested(63), headers: json })).status).toBe(200);
    const { problem } = await problemOf(path, { body: nested(64), headers: json });
    expect(problem).toMatchObject({ status: 422, code: 'limit_exceeded' });
    expect(problem.detail).toContain('limits.json_depth');
  });

  test('nesting without end is refused before it is parsed', async () => {
    const { problem } = await problemOf(SCAN, { body: '['.repeat(1_000_000), headers: json });
    expect(problem).toMatchObject({ status: 422, code: 'limit_exceeded' });
  });

  test('number of values', async () => {
    const body = { payload: Array.from({ length: 10_001 }, () => 0) };
    const { problem } = await problemOf('/v1/scan/structured', { body });
    expect(problem).toMatchObject({ status: 422, code: 'limit_exceeded' });
    expect(problem.detail).toContain('limits.json_leaves');
  });

  test('number of headers', async () => {
    const headers = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`h${String(index)}`, '1']),
    );
    const { problem } = await problemOf('/v1/health', { headers });
    expect(problem).toMatchObject({ status: 431, code: 'limit_exceeded' });
    expect(problem.detail).toContain('limits.header_count');
  });

  test('size of the head', async () => {
    const { problem } = await problemOf('/v1/health', { headers: { a: 'a'.repeat(17_000) } });
    expect(problem).toMatchObject({ status: 431, code: 'limit_exceeded' });
    expect(problem.detail).toContain('limits.header_bytes');
  });

  test('a body that does not come', async () => {
    const server = await startServer(fakeRuntime('limits: { request_seconds: 0.05 }'));
    const answer = await sendRaw(
      server.url,
      `POST ${SCAN} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"request_timeout"');
    expect(answer).toContain('limits.request_seconds');
  });

  test('a head that does not come', async () => {
    const server = await startServer(fakeRuntime('limits: { header_seconds: 0.05 }'));
    const answer = await sendRaw(server.url, `POST ${SCAN} HTTP/1.1\r\nHost: loc`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('HTTP that is not quite HTTP', () => {
  test.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    [
      'two lengths',
      `POST ${SCAN} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n`,
    ],
    [
      'a length and chunks',
      `POST ${SCAN} HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ],
    ['no host', `GET /docs HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ['no host on a hot route', `POST ${SCAN} HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ['no host in HTTP/1.0', `GET /docs HTTP/1.0\r\n\r\n`],
    ['two hosts', `GET /docs HTTP/1.1\r\nHost: localhost\r\nHost: b\r\nConnection: close\r\n\r\n`],
    [
      'a whole URL as its target',
      `GET http://localhost/docs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    ],
  ])('%s', async (_name, bytes) => {
    const server = await startServer(fakeRuntime());
    const answer = await sendRaw(server.url, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/^content-type: application\/problem\+json\r$/im);
    expect(answer).toContain('"code":"invalid_request"');
  });

  test('health needs no host', async () => {
    const server = await startServer(fakeRuntime());
    const answer = await sendRaw(
      server.url,
      'GET /v1/health HTTP/1.1\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  test('Expect: 100-continue is answered once the head is known to be fine', async () => {
    const server = await startServer(fakeRuntime());
    const head = (length: number) =>
      `POST ${SCAN} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${String(length)}\r\n\r\n`;
    const answer = await sendRaw(server.url, `${head(12)}{"text":"a"}`);
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    const refused = await sendRaw(server.url, head(2_000_000));
    expect(refused).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('another expectation', async () => {
    const { problem } = await problemOf('/v1/health', { headers: { expect: 'a-miracle' } });
    expect(problem).toMatchObject({ status: 417, code: 'invalid_request' });
  });
});
