import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { send } from './support/http.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { json, ScriptedProvider, sse } from './support/scripted-provider.ts';
import { chatStream, OPENAI_ANSWERS } from './support/openai-answers.ts';
import { bytesOf } from '../../../packages/protocols/test/drive.ts';

const provider = new ScriptedProvider();
let gateway: RunningGateway;
const chat = requestOf('openai_chat_completions');
const SECRET = ['AKIA', 'Z7Q2M4X9', 'W5T3RB6K'].join('');

beforeAll(async () => {
  await provider.start();
  gateway = await startGateway(`proxy: { target: '${provider.url}/v1' }`);
});
afterAll(async () => {
  await gateway.close();
  await provider.stop();
});
beforeEach(() => {
  provider.greets();
});

const forward = (body: object) => send(gateway.url, '/v1/proxy/forward', { body });
const asked = (text: string, more = {}) => ({
  ...{ method: 'POST', path: chat.path, json_body: { ...chat.body(text), ...more } },
});

describe('a format that is known', () => {
  test('is guarded as such, both ways', async () => {
    provider.says(json({ ...OPENAI_ANSWERS.chatText, x_mail: 'alice@example.com' }));
    const { status, headers, ...received } = await forward({
      ...asked('Hello'),
      headers: { authorization: 'Bearer provider-key', cookie: 'a=b' },
      agent_id: 'bot',
    });
    expect(status).toBe(200);
    expect(received.json()).toEqual({
      upstream_status: 200,
      upstream_headers: { 'content-type': 'application/json' },
      decision: expect.objectContaining({ action: 'redact' }),
      body: { ...OPENAI_ANSWERS.chatText, x_mail: '[EMAIL_REDACTED]' },
    });
    expect(headers).toMatchObject({ 'x-safeai-upstream': 'default', 'x-safeai-redactions': '1' });
    const request = await provider.request();
    expect(request.headers).toMatchObject({
      authorization: 'Bearer provider-key',
      'content-type': 'application/json',
    });
    expect(request.headers).not.toHaveProperty('cookie');
  });

  test('a block is an answer of the route, without a body', async () => {
    const { status, ...received } = await forward(asked(`My key is ${SECRET}`));
    expect(status).toBe(200);
    expect(received.json()).toMatchObject({
      upstream_status: null,
      decision: { action: 'block' },
      body: null,
    });
    expect(provider.requests).toBe(0);
  });

  test('a stream is collected', async () => {
    provider.says(sse(chatStream(['Write to ali', 'ce@example.com.'])));
    const { body, decision } = (await forward(asked('Hello', { stream: true }))).json();
    expect(decision).toMatchObject({ action: 'redact' });
    expect(body).toContain('[EMAIL_REDACTED]');
    expect(body).not.toContain('alice');
    expect(body).toContain('[DONE]');
  });

  test('a stream that breaks off is an error', async () => {
    provider.says({
      contentType: 'text/event-stream',
      pieces: [bytesOf(chatStream(['Hello!']).slice(0, 200)), 'reset'],
    });
    const { status, ...received } = await forward(asked('Hello', { stream: true }));
    expect([status, received.json().code]).toEqual([502, 'upstream_error']);
  });

  test('models have no body', async () => {
    const { status, ...received } = await forward({ method: 'GET', path: '/v1/models' });
    expect(status).toBe(200);
    expect(received.json()).toMatchObject({ body: OPENAI_ANSWERS.models });
  });
});

describe('any other path', () => {
  const ask = (more: object) => forward({ method: 'POST', path: '/v1/files/search', ...more });

  test('is scanned as input and guarded as output', async () => {
    provider.says(json({ found: ['bob@example.com'] }));
    const { text } = await ask({ json_body: { query: 'all' } });
    expect(JSON.parse(text)).toMatchObject({
      decision: { action: 'redact' },
      body: { found: ['[EMAIL_REDACTED]'] },
    });
    expect((await provider.request()).body.toString('utf8')).toBe('{"query":"all"}');
  });

  test('text too', async () => {
    provider.says({ contentType: 'text/plain', pieces: [bytesOf('bob@example.com')] });
    const { text } = await ask({ text_body: 'all of them' });
    expect(JSON.parse(text)).toMatchObject({ body: '[EMAIL_REDACTED]' });
    const request = await provider.request();
    expect(request.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(request.body.toString('utf8')).toBe('all of them');
  });

  test('a secret goes nowhere, in the body or in the path', async () => {
    for (const more of [
      { json_body: { query: SECRET } },
      { text_body: SECRET },
      { path: `/v1/files/search?q=${encodeURIComponent(`key ${SECRET}`)}`, json_body: {} },
    ]) {
      const { text } = await ask(more);
      expect(JSON.parse(text)).toMatchObject({ decision: { action: 'block' }, body: null });
    }
    expect(provider.requests).toBe(0);
  });

  test('what is no text is refused', async () => {
    provider.says({ contentType: 'audio/mpeg', pieces: [Buffer.from([1, 2])] });
    const { status, ...received } = await ask({ json_body: {} });
    expect([status, received.json().code]).toEqual([403, 'unscanned_content']);
  });

  test('an error of the upstream has its status', async () => {
    provider.says(json({ error: 'no' }, { status: 404 }));
    const { status, ...received } = await ask({ json_body: {} });
    expect(status).toBe(200);
    expect(received.json()).toMatchObject({ upstream_status: 404, body: { error: 'no' } });
  });
});

describe('where it goes', () => {
  test('an address below a configured one', async () => {
    for (const more of [
      { upstream_url: `${provider.url}/v1/models` },
      { upstream_url: provider.url, path: '/v1/models' },
      { upstream: 'default', path: '/v1/models' },
    ]) {
      const received = await forward({ method: 'GET', ...more });
      expect([more, received.status]).toEqual([more, 200]);
    }
  });

  test.each([
    [{ upstream_url: 'https://example.com/v1/models' }, 403, 'upstream_refused'],
    [{ upstream_url: 'http://127.0.0.1:1/v1/models' }, 403, 'upstream_refused'],
    [{ upstream_url: '/v1/models' }, 403, 'upstream_refused'],
    [{ upstream: 'elsewhere', path: '/v1/models' }, 403, 'upstream_refused'],
    [{}, 422, 'invalid_request'],
    [{ path: '/v1/../models' }, 422, 'invalid_request'],
    [{ path: '//example.com/' }, 422, 'invalid_request'],
    [{ path: '/v1/models', json_body: {} }, 422, 'invalid_request'],
    [{ upstream: 'default', upstream_url: 'http://a.test' }, 422, 'invalid_request'],
  ])('%j is refused', async (more, status, code) => {
    const received = await forward({ method: 'GET', ...more });
    expect([received.status, received.json().code]).toEqual([status, code]);
    expect(provider.requests).toBe(0);
  });

  test('both kinds of body are one too many', async () => {
    const both = { json_body: {}, text_body: 'a' };
    const received = await forward({ method: 'POST', path: '/v1/a', ...both });
    expect(received.status).toBe(422);
  });
});

test('a large body is taken', async () => {
  provider.greets();
  const { status } = await forward(asked('Hello. '.repeat(300_000)));
  expect(status).toBe(200);
});

test('other formats are asked for at the paths that the configuration names', async () => {
  const bounded = await startGateway(
    `proxy: { target: '${provider.url}/v1', forward_paths: [/v1/moderations, '/v1/audio/*'] }`,
  );
  provider.answers(() => json({ fine: true }));
  const ask = (path: string) =>
    send(bounded.url, '/v1/proxy/forward', {
      body: { method: 'POST', path, json_body: { input: 'Hello' } },
    });
  expect((await ask('/v1/moderations?x=1')).status).toBe(200);
  expect((await ask('/v1/audio/x')).status).toBe(200);
  const refused = await ask('/v1/batches');
  expect([refused.status, refused.json()]).toEqual([
    403,
    expect.objectContaining({ code: 'path_not_allowed' }),
  ]);
  provider.greets();
  expect((await ask(chat.path)).status).not.toBe(403);
  await bounded.close();
});
