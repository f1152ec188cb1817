import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bytesOf } from '../../../packages/protocols/test/drive.ts';
import { ANTHROPIC_ANSWERS } from './support/anthropic-answers.ts';
import { send } from './support/http.ts';
import { chatStream } from './support/openai-answers.ts';
import { requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { json, ScriptedProvider } from './support/scripted-provider.ts';

const provider = new ScriptedProvider();
let gateway: RunningGateway;
const chat = requestOf('openai_chat_completions');
const messages = requestOf('anthropic_messages');

beforeAll(async () => {
  await provider.start();
  gateway = await startGateway(`
proxy: { target: '${provider.url}/v1' }
budgets: [{ name: all, limit_tokens: 100000 }]
`);
});
afterAll(async () => {
  await gateway.close();
  await provider.stop();
});
beforeEach(() => {
  provider.greets();
});

const forward = (body: object) => send(gateway.url, '/v1/proxy/forward', { body });
const LONG = { ...messages.body('Hello'), max_tokens: 1_000_000 };

describe('a call is guarded and paid for as what it is at the provider', () => {
  test.each([
    ['/messages', 429, 'budget_exceeded'],
    ['/v1/messages?/v1/embeddings', 429, 'budget_exceeded'],
    ['/v1/mess%61ges', 422, 'invalid_request'],
    ['/v1//messages', 422, 'invalid_request'],
    ['/v1/messages;a', 422, 'invalid_request'],
  ])('%s', async (path, status, code) => {
    provider.says(json(ANTHROPIC_ANSWERS.text));
    const received = await forward({ method: 'POST', path, json_body: LONG });
    expect([received.status, received.json().code]).toEqual([status, code]);
    expect(provider.requests).toBe(0);
  });
});

test('the head of a list of models has a decision, as everything has', async () => {
  const { status, ...received } = await forward({ method: 'HEAD', path: '/v1/models' });
  expect(status).toBe(200);
  expect(received.json()).toMatchObject({
    ...{ upstream_status: 200, decision: { action: 'allow' }, body: null },
  });
});

test('a stream is a text however its type is written', async () => {
  provider.says({
    contentType: 'Text/Event-Stream',
    pieces: [bytesOf(chatStream(['Hello!']))],
  });
  const body = { ...chat.body('Hello'), stream: true, max_tokens: 10 };
  const received = await forward({ method: 'POST', path: chat.path, json_body: body });
  expect(received.status).toBe(200);
  expect(received.json().body).toContain('[DONE]');
});

test.each([
  { 'content-type': 'text/plain; charset=utf-16le' },
  { 'content-type': 'text/plain; charset=utf-8; charset=utf-7' },
  { 'Content-Type': 'application/json;charset="ibm037"' },
  { 'content-type': 'application/json', 'Content-Type': 'text/plain' },
])('what a body is is said once, and as it is read here: %j', async (headers) => {
  const request = { method: 'POST', path: '/v1/files', text_body: '{}', headers };
  const { status, ...received } = await forward(request);
  expect([status, received.json().code]).toEqual([422, 'invalid_request']);
  expect(provider.requests).toBe(0);
});

test.each(['text/plain; charset=UTF-8', 'text/plain;charset="us-ascii"; a=b', 'text/plain'])(
  '%s goes up',
  async (type) => {
    provider.says(json({}));
    const headers = { 'content-type': type };
    const { status } = await forward({
      method: 'POST',
      path: '/v1/files',
      text_body: 'a',
      headers,
    });
    expect(status).toBe(200);
    expect((await provider.request()).headers['content-type']).toBe(type);
  },
);
