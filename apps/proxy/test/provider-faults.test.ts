import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { send } from './support/http.ts';
import { chatStream } from './support/openai-answers.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import {
  json,
  paced,
  Pause,
  ScriptedProvider,
  sse,
  type Scripted,
} from './support/scripted-provider.ts';
import { requestOf, toldIn } from './support/provider-requests.ts';
import { bytesOf } from '../../../packages/protocols/test/drive.ts';

const provider = new ScriptedProvider();
beforeAll(() => provider.start());
afterAll(() => provider.stop());

const BUDGETS = `
budgets: [{ name: all, limit: 100 }]
`;
const running: RunningGateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});

async function gatewayWith(more = '', rest = ''): Promise<RunningGateway> {
  const gateway = await startGateway(
    `proxy: { target: '${provider.url}', retry: { max_attempts: 1 }, ${more} }\n${BUDGETS}${rest}`,
  );
  running.push(gateway);
  return gateway;
}

const chat = requestOf('openai_chat_completions');
const HELLO = chat.body('Hello');
const STREAM = { ...HELLO, stream: true };
const MARK = 'what the upstream said';

/** Tokens that are set aside and not settled. */
async function reserved({ runtime }: RunningGateway): Promise<number> {
  const states = await runtime.cost.budgets(['*']);
  return states.reduce((sum, { reservedTokens }) => sum + reservedTokens, 0);
}

const html = (status: number, headers = {}): Scripted => ({
  ...{ status, headers, contentType: 'text/html', pieces: [bytesOf(`<h1>${MARK}</h1>`)] },
});

/** What goes wrong before anything of an answer went on. */
const EARLY: readonly (readonly [
  name: string,
  says: Scripted,
  expected: { status: number; code: string; headers?: Record<string, string> },
])[] = [
  ['HTML with 200', html(200), { status: 502, code: 'upstream_error' }],
  ['HTML with 500', html(500), { status: 500, code: 'upstream_error' }],
  ['HTML with 404', html(404), { status: 404, code: 'upstream_error' }],
  [
    'HTML with 429',
    html(429, { 'retry-after': '7' }),
    { status: 429, code: 'upstream_error', headers: { 'retry-after': '7' } },
  ],
  ['no JSON', json(`${MARK} {`), { status: 502, code: 'upstream_error' }],
  ['a list', json([{ note: MARK }]), { status: 502, code: 'upstream_error' }],
  [
    'a list with 429',
    json([{ error: { message: MARK } }], { status: 429, headers: { 'retry-after': '7' } }),
    { status: 429, code: 'upstream_error', headers: { 'retry-after': '7' } },
  ],
  ['a text', json(JSON.stringify(MARK)), { status: 502, code: 'upstream_error' }],
  [
    'another character set',
    json({ note: MARK }, { contentType: 'application/json; charset="utf-7"' }),
    { status: 502, code: 'upstream_error' },
  ],
  ['a key twice', json('{"a":1,"a":2}'), { status: 502, code: 'upstream_error' }],
  [
    'nothing',
    { contentType: 'application/json', pieces: [] },
    { status: 502, code: 'upstream_error' },
  ],
  [
    'sound',
    { contentType: 'audio/mpeg', pieces: [Buffer.from([1, 2, 3])] },
    { status: 502, code: 'upstream_error' },
  ],
  [
    'a redirect',
    json({}, { status: 307, headers: { location: 'http://example.com/' } }),
    { status: 502, code: 'upstream_error' },
  ],
  [
    'half an answer',
    {
      contentType: 'application/json',
      headers: { 'content-length': '100' },
      pieces: [bytesOf('{"a":'), 'reset'],
    },
    { status: 502, code: 'upstream_error' },
  ],
  [
    'a decompression that fails',
    json('{}', { headers: { 'content-encoding': 'gzip' } }),
    { status: 502, code: 'upstream_error' },
  ],
];

describe('an answer that nobody can look into', () => {
  test.each(EARLY)('%s', async (_, says, { status, code, headers = {} }) => {
    const gateway = await gatewayWith();
    provider.says(says);
    const received = await send(gateway.url, chat.path, { body: HELLO });
    expect(received.status).toBe(status);
    expect(received.headers).toMatchObject({ 'content-type': 'application/json', ...headers });
    expect(received.headers).not.toHaveProperty('x-should-retry');
    const told = toldIn('openai', received.json());
    expect(told.code).toBe(code);
    expect(received.text).not.toContain(MARK);
    expect(received.text).not.toContain('127.0.0.1');
    expect(await reserved(gateway)).toBe(0);
  });

  test('a whole answer where a stream was asked for, and a stream where it was not', async () => {
    const gateway = await gatewayWith();
    for (const [says, body] of [
      [json({ choices: [], note: MARK }), STREAM],
      [sse(`data: {"note":"${MARK}"}\n\n`), HELLO],
      [
        { ...sse(`data: {"note":"${MARK}"}\n\n`), contentType: 'text/event-stream;charset=utf-16' },
        STREAM,
      ],
    ] as const) {
      provider.says(says);
      const received = await send(gateway.url, chat.path, { body });
      expect(received.status).toBe(502);
      expect(toldIn('openai', received.json()).code).toBe('upstream_error');
      expect(received.text).not.toContain(MARK);
    }
    expect(await reserved(gateway)).toBe(0);
  });

  test('no first byte in time', async () => {
    const gateway = await gatewayWith('timeout_seconds: 0.2');
    const before = new Pause();
    provider.says(json({}, { before }));
    const received = await send(gateway.url, chat.path, { body: HELLO });
    before.go();
    expect([received.status, toldIn('openai', received.json()).code]).toEqual([
      504,
      'upstream_timeout',
    ]);
    expect(await reserved(gateway)).toBe(0);
  });
});

test('an error of the provider comes as it is, guarded, with its headers', async () => {
  const gateway = await gatewayWith();
  const error = {
    error: { message: 'No such user: alice@example.com', type: 'invalid_request_error', code: 'x' },
  };
  const headers = {
    'retry-after': '3',
    'x-ratelimit-remaining-tokens': '0',
    'x-request-id': 'up-7',
  };
  for (const status of [400, 401, 429, 500, 503]) {
    provider.says(json(error, { status, headers }));
    const received = await send(gateway.url, chat.path, { body: STREAM });
    expect(received.status).toBe(status);
    expect(received.headers).toMatchObject(headers);
    expect(received.headers).not.toHaveProperty('x-safeai-code');
    expect(received.text).toBe(
      JSON.stringify(error).replace('alice@example.com', '[EMAIL_REDACTED]'),
    );
  }
  expect(await reserved(gateway)).toBe(0);
});

/** What goes wrong in the middle of a stream. */
const BEGINNING = chatStream(['Hello! ', 'How can I help', ' you'])
  .split(/(?<=\n\n)/)
  .slice(0, 3)
  .join('');
const LATE: readonly (readonly [name: string, pieces: Scripted['pieces'], code: string])[] = [
  ['the connection is reset', ['reset'], 'upstream_error'],
  ['an event is no JSON', [bytesOf(`data: {"note":"${MARK}\n\n`)], 'malformed_stream'],
  [
    'a line without end',
    [bytesOf(`data: "${'a'.repeat(1_000_000)}`), bytesOf('a'.repeat(20_000_000))],
    'limit_exceeded',
  ],
];

describe('a stream that breaks', () => {
  test.each(LATE)('%s: it ends with the error of the protocol', async (_, pieces, code) => {
    const gateway = await gatewayWith();
    const pause = new Pause();
    provider.says({
      contentType: 'text/event-stream',
      pieces: [bytesOf(BEGINNING), pause, ...pieces],
    });
    const asked = send(gateway.url, chat.path, { body: STREAM });
    await pause.reached;
    pause.go();
    const { status, text } = await asked;
    expect(status).toBe(200);
    expect(text).toContain('Hello! ');
    expect(text).not.toContain(MARK);
    const last = text
      .trimEnd()
      .split('\n\n')
      .findLast((event) => event.includes('"error"'));
    expect(toldIn('openai', JSON.parse(last?.replace(/^data: /, '') ?? '')).code).toBe(code);
    expect(await reserved(gateway)).toBe(0);
  });

  test('silence for too long ends it too', async () => {
    const gateway = await gatewayWith('idle_seconds: 0.2');
    const pause = new Pause();
    provider.says({ contentType: 'text/event-stream', pieces: [bytesOf(BEGINNING), pause] });
    const { text } = await send(gateway.url, chat.path, { body: STREAM });
    pause.go();
    expect(text).toContain('upstream_timeout');
    expect(await reserved(gateway)).toBe(0);
  });

  test('broken before anything went on, it is an error with a status', async () => {
    const gateway = await gatewayWith();
    provider.says({ contentType: 'text/event-stream', pieces: [bytesOf('data: {'), 'reset'] });
    const received = await send(gateway.url, chat.path, { body: STREAM });
    expect([received.status, toldIn('openai', received.json()).code]).toEqual([
      502,
      'upstream_error',
    ]);
    expect(await reserved(gateway)).toBe(0);
  });
});

/** A caller that reads when it is told to. */
async function caller(url: string, body: object): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const text = JSON.stringify(body);
  socket.on('error', () => undefined);
  socket.write(
    `POST ${chat.path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\ncontent-type: application/json\r\ncontent-length: ${String(text.length)}\r\n\r\n${text}`,
  );
  return socket;
}

describe('a caller that leaves', () => {
  test.each([
    ['before the answer', HELLO],
    ['in the middle of a stream', STREAM],
  ])('%s: the request at the provider ends, and what it cost is settled', async (_, body) => {
    const gateway = await gatewayWith();
    const pause = new Pause();
    const isStream = 'stream' in (body ?? {});
    provider.says(
      isStream
        ? { contentType: 'text/event-stream', pieces: [bytesOf(BEGINNING), pause] }
        : json({}, { before: pause }),
    );
    const socket = await caller(gateway.url, body ?? {});
    const request = await provider.request();
    await pause.reached;
    if (isStream) await once(socket, 'data');
    expect(await reserved(gateway)).toBeGreaterThan(0);
    socket.destroy();
    expect(await request.answered).toBe(false);
    pause.go();
    await gateway.close();
    running.length = 0;
    const answered = gateway.logged.find(({ path }) => path === chat.path);
    expect(answered).toMatchObject({ status: 499 });
  });
});

test('a caller that reads nothing stops the upstream, and is cut off after a while', async () => {
  const gateway = await gatewayWith('', 'limits: { answer_seconds: 1 }');
  const word = chatStream(['x'.repeat(60_000)]).split(/(?<=\n\n)/)[1] ?? '';
  const pieces = Array.from({ length: 2000 }, () => bytesOf(word));
  provider.says({
    contentType: 'text/event-stream',
    pieces: [bytesOf(BEGINNING), ...pieces],
  });
  const socket = await caller(gateway.url, STREAM);
  socket.pause();
  const request = await provider.request();
  const heap = process.memoryUsage().arrayBuffers;
  expect(await request.answered).toBe(false);
  expect(process.memoryUsage().arrayBuffers - heap).toBeLessThan(64 * 1_048_576);
  socket.destroy();
});

test('a server that stops ends its streams in their own way, in time', async () => {
  const gateway = await gatewayWith('', 'server: { shutdown_seconds: 1 }');
  const pause = new Pause();
  provider.says({ contentType: 'text/event-stream', pieces: [bytesOf(BEGINNING), pause] });
  const asked = send(gateway.url, chat.path, { body: STREAM });
  await pause.reached;
  running.length = 0;
  await gateway.close();
  const { text } = await asked;
  pause.go();
  expect(text).toContain('Hello! ');
  expect(text).toContain('shutting_down');
});

test('what a stream uses is settled, though the caller did not ask for it', async () => {
  const gateway = await gatewayWith();
  provider.answers((request) => {
    const asked = JSON.parse(request.body.toString('utf8')) as { stream_options?: object };
    expect(asked.stream_options).toEqual({ include_usage: true });
    return paced(chatStream(['Hello!']));
  });
  const { text } = await send(gateway.url, chat.path, { body: STREAM });
  expect(text).toContain('[DONE]');
  expect(text).not.toContain('"usage":{');
  expect(await reserved(gateway)).toBe(0);
});
