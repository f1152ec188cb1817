import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { send } from './support/http.ts';
import { PROVIDER_REQUESTS, requestOf, toldIn } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { json, ScriptedProvider } from './support/scripted-provider.ts';
import { OPENAI_ANSWERS } from './support/openai-answers.ts';

const provider = new ScriptedProvider();
let gateway: RunningGateway;
const chat = requestOf('openai_chat_completions');
const SECRET = ['AKIA', 'Z7Q2M4X9', 'W5T3RB6K'].join('');

beforeAll(async () => {
  await provider.start();
  gateway = await startGateway(`proxy: { target: '${provider.url}' }`);
});
afterAll(async () => {
  await gateway.close();
  await provider.stop();
});
beforeEach(() => {
  provider.greets();
});

const ask = (path: string, sent: Parameters<typeof send>[2] = {}) => send(gateway.url, path, sent);

/** An API key for these agents. */
async function keyFor(agents: readonly string[]): Promise<Record<string, string>> {
  const { text } = await gateway.runtime.boundary.apiKeys.create({
    ...{ tenants: ['acme'], roles: ['agent'], agents: [...agents] },
  });
  return { 'x-safeai-key': text };
}

describe('what goes up', () => {
  test.each(PROVIDER_REQUESTS.map((one) => [one.path, one] as const))(
    '%s: the request as it came, and nothing of SafeAI',
    async (path, { body, method }) => {
      const sent = body('Hello');
      const key = await keyFor(['bot']);
      const { status } = await ask(`${path}?beta=true`, {
        method,
        body: sent,
        headers: {
          ...key,
          authorization: 'Bearer provider-key',
          'x-safeai-agent': 'bot',
          'x-safeai-session': 's-1',
          'x-safeai-data-tags': 'internal, public',
          'x-safeai-tenant': 'acme',
          'x-stainless-lang': 'js',
          cookie: 'a=b',
          'x-mine': 'kept here',
        },
      });
      expect(status).toBe(200);
      const request = await provider.request();
      expect([request.method, request.path]).toEqual([method, `${path}?beta=true`]);
      expect(request.body.toString('utf8')).toBe(sent === undefined ? '' : JSON.stringify(sent));
      const names = Object.keys(request.headers);
      expect(
        names.filter((name) => /^x-safeai|^cookie$|^x-mine$|^via$|^x-forw/.test(name)),
      ).toEqual([]);
      expect(JSON.stringify(request.headers)).not.toContain('sfai_');
      expect(request.headers).toMatchObject({
        authorization: 'Bearer provider-key',
        'x-stainless-lang': 'js',
        'accept-encoding': 'identity',
      });
    },
  );
});

test('what comes down: what clients read, what SafeAI says, and nothing else', async () => {
  provider.says(
    json(OPENAI_ANSWERS.chatText, {
      headers: {
        'x-request-id': 'up-1',
        'openai-processing-ms': '12',
        'x-ratelimit-limit-requests': '10',
        'set-cookie': 'a=b',
        server: 'them',
        'x-internal': 'host-7',
        'access-control-allow-origin': '*',
      },
    }),
  );
  const body = chat.body('Hello');
  const { headers, text } = await ask(chat.path, { body, headers: { 'x-request-id': 'mine' } });
  expect(text).toBe(JSON.stringify(OPENAI_ANSWERS.chatText));
  expect(headers).toMatchObject({
    'x-request-id': 'up-1',
    'x-safeai-request-id': 'mine',
    'openai-processing-ms': '12',
    'x-ratelimit-limit-requests': '10',
    'x-safeai-upstream': 'default',
    'x-safeai-redactions': '0',
    'x-safeai-cost': expect.stringMatching(/^0\.\d+$/),
    'cache-control': 'no-store',
  });
  for (const name of ['set-cookie', 'server', 'x-internal', 'access-control-allow-origin']) {
    expect(headers).not.toHaveProperty(name);
  }
  for (const name of ['x-safeai-decision-id', 'x-safeai-answer-decision-id']) {
    const record = (await ask(`/v1/audit/${String(headers[name])}`)).json();
    expect(record).toMatchObject({ request_id: 'mine', action: 'allow' });
  }
});

describe('the agent that acts', () => {
  const body = chat.body('Hello');

  test('is the one of the header, and is on record', async () => {
    const { headers } = await ask(chat.path, { body, headers: { 'x-safeai-agent': 'bot-7' } });
    const id = String(headers['x-safeai-decision-id']);
    expect((await ask(`/v1/audit/${id}`)).json()).toMatchObject({ agent_id: 'bot-7' });
  });

  test('is one of those that a key is for', async () => {
    const key = await keyFor(['one', 'two']);
    const asAgent = (name?: string) =>
      ask(chat.path, {
        body,
        headers: { ...key, ...(name === undefined ? {} : { 'x-safeai-agent': name }) },
      });
    expect((await asAgent('two')).status).toBe(200);
    for (const [name, words] of [
      [undefined, 'x-safeai-agent'],
      ['three', 'not for the agent'],
      ['one, two', 'not for the agent'],
    ] as const) {
      const refused = await asAgent(name);
      expect(refused.status).toBe(403);
      const told = toldIn('openai', refused.json());
      expect(told).toMatchObject({ code: 'forbidden', message: expect.stringContaining(words) });
    }
  });

  test('is the only one that a key is for, without a name', async () => {
    const { headers, status } = await ask(chat.path, { body, headers: await keyFor(['solo']) });
    expect(status).toBe(200);
    const { text } = await ask('/v1/audit?tenant_id=acme&agent_id=solo');
    expect(text).toContain(String(headers['x-safeai-decision-id']));
  });
});

test('tags that a caller knows of count', async () => {
  const strict = await startGateway(
    `{ proxy: { target: '${provider.url}' }, policies: [{ name: no-internal, boundary: input, data_tags: [internal], action: block, reason: 'Internal' }] }`,
  );
  const tagged = {
    body: chat.body('Hello'),
    headers: { 'x-safeai-data-tags': 'public, internal' },
  };
  expect((await send(strict.url, chat.path, tagged)).status).toBe(403);
  expect((await send(strict.url, chat.path, { body: chat.body('Hello') })).status).toBe(200);
  await strict.close();
});

test('tags that a caller knows of are those of what it sent, not of the answer', async () => {
  const headers = { 'x-safeai-data-tags': 'personal.pii' };
  const answer = await ask(chat.path, { body: chat.body('Hello'), headers });
  expect(answer.status).toBe(200);
});

describe('refusals as answers', () => {
  let polite: RunningGateway;
  beforeAll(async () => {
    polite = await startGateway(
      `proxy: { target: '${provider.url}', guard: { refusals: answer, refuse_unscanned: [stored] } }`,
    );
  });
  afterAll(() => polite.close());

  test('a model says why there is none, whole and as a stream', async () => {
    const body = chat.body(`My key is ${SECRET}`);
    const whole = await send(polite.url, chat.path, { body });
    expect([whole.status, whole.headers['x-safeai-code']]).toEqual([200, 'safeai_blocked']);
    expect(whole.json()).toMatchObject({
      object: 'chat.completion',
      choices: [{ finish_reason: 'content_filter' }],
    });
    expect(whole.text).toContain('Secret detected');
    const stream = await send(polite.url, chat.path, { body: { ...body, stream: true } });
    expect(stream.headers['content-type']).toBe('text/event-stream');
    expect(stream.text).toContain('Secret detected');
    expect(stream.text.trimEnd().endsWith('data: [DONE]')).toBe(true);
    expect(provider.requests).toBe(0);
  });

  test('so does what nobody can look into', async () => {
    const body = { model: 'gpt-4o-mini', input: 'Hi', previous_response_id: 'resp_1' };
    const { status, headers } = await send(polite.url, '/v1/responses', { body });
    expect([status, headers['x-safeai-code']]).toEqual([200, 'unscanned_content']);
  });

  test('whoever may not ask at all is told so as ever', async () => {
    const headers = { 'x-safeai-user': 'security-viewer' };
    const refused = await send(polite.url, chat.path, { body: chat.body('Hello'), headers });
    expect(refused.status).toBe(403);
  });
});

test('HEAD is answered as GET is, without a body', async () => {
  const { status, text, headers } = await ask('/v1/models', { method: 'HEAD' });
  expect([status, text]).toEqual([200, '']);
  expect(headers['x-safeai-upstream']).toBe('default');
  expect((await provider.request()).method).toBe('HEAD');
});

test('calls are counted by route, class of the status and upstream', async () => {
  const { text } = await ask('/v1/metrics');
  expect(text).toMatch(
    /safeai_gateway_requests_total\{route="openai_chat_completions",status="2xx",upstream="default"\} \d+/,
  );
  expect(text).toMatch(/safeai_gateway_refusals_total\{code="forbidden"\} \d+/);
  expect(text).toMatch(/safeai_gateway_first_byte_seconds_count\{upstream="default"\} \d+/);
  expect(text).toMatch(/safeai_gateway_upstream_seconds_count\{upstream="default"\} \d+/);
});

test('an answer that is withheld says whose it was and what it cost', async () => {
  const strict = await startGateway(
    `{ proxy: { target: '${provider.url}' }, policies: [{ name: no-mail, boundary: output, data_tags: [personal.pii.email], action: block, reason: 'Mail' }] }`,
  );
  provider.says(json({ ...OPENAI_ANSWERS.chatText, x_mail: 'alice@example.com' }));
  const { status, headers } = await send(strict.url, chat.path, { body: chat.body('Hello') });
  expect(status).toBe(403);
  expect(headers).toMatchObject({
    'x-safeai-code': 'safeai_blocked',
    'x-safeai-upstream': 'default',
    'x-safeai-cost': expect.stringMatching(/^0\.\d+$/),
  });
  await strict.close();
});
