import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { send } from './support/http.ts';
import { PROVIDER_REQUESTS, requestOf } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { ScriptedProvider } from './support/scripted-provider.ts';

const SECRET = ['AKIA', 'Z7Q2M4X9', 'W5T3RB6K'].join('');
const ESCAPED = Buffer.from(SECRET).toString('hex').replace(/../g, '%$&');
const chat = requestOf('openai_chat_completions');
const generate = requestOf('gemini_generate_content');
const provider = new ScriptedProvider();
let gateway: RunningGateway;
let redacting: RunningGateway;

beforeAll(async () => {
  await provider.start();
  const proxy = `proxy: { target: '${provider.url}', auth: caller, forward_request_headers: [x-note] }`;
  gateway = await startGateway(proxy);
  redacting = await startGateway(`${proxy}
policy: { defaults: false, default_action: allow }
policies: [{ name: out, boundary: input, data_tags: [secret], action: redact }]
`);
});
afterAll(async () => {
  await gateway.close();
  await redacting.close();
  await provider.stop();
});
beforeEach(() => {
  provider.greets();
});

const says = (text: string): string => (JSON.parse(text) as { code?: string }).code ?? text;
const post = ({ path, body }: typeof chat, query: string, headers = {}) => ({
  path: `${path}${query}`,
  sent: { body: body('Hello'), headers },
});

describe.each(PROVIDER_REQUESTS.map((one) => [one.path, one] as const))('%s', (path, one) => {
  test.each([
    ['a value of its query', `?a=${SECRET}`],
    ['a name of its query', `?${SECRET}=1`],
    ['escapes', `?a=${ESCAPED}`],
    ['escapes beside what is none', `?a=%ff%zz&b=${ESCAPED}%`],
  ])('a secret in %s does not go up', async (_, query) => {
    const before = provider.requests;
    const sent = { method: one.method, body: one.body('Hello') };
    const refused = await send(gateway.url, `${path}${query}`, sent);
    expect([refused.status, refused.headers['x-safeai-code']]).toEqual([403, 'safeai_blocked']);
    const unclear = await send(redacting.url, `${path}${query}`, sent);
    expect(unclear.headers['x-safeai-code']).toBe('unscanned_content');
    expect(provider.requests).toBe(before);
  });
});

test.each(['user-agent', 'x-stainless-lang', 'anthropic-beta', 'x-client-request-id', 'x-note'])(
  'nor in %s',
  async (name) => {
    const before = provider.requests;
    const { path, sent } = post(chat, '', { [name]: `a ${SECRET}` });
    const refused = await send(gateway.url, path, sent);
    expect(refused.headers['x-safeai-code']).toBe('safeai_blocked');
    const unclear = await send(redacting.url, path, sent);
    expect(unclear.headers['x-safeai-code']).toBe('unscanned_content');
    expect(provider.requests).toBe(before);
  },
);

test('nor in the name of a header that clients choose', async () => {
  // Names arrive in lower case.
  const { path, sent } = post(chat, '', { 'x-stainless-sk-abcdef1234567890abcdef': '1' });
  expect((await send(gateway.url, path, sent)).headers['x-safeai-code']).toBe('safeai_blocked');
});

test.each([
  ['a known format', { method: 'GET', path: `/v1/models?a=${ESCAPED}` }],
  ['a model', { method: 'GET', path: `/v1/models/${ESCAPED}` }],
  ['another format', { method: 'GET', path: `/v1/files?a=%ff${ESCAPED}` }],
  ['a header', { method: 'GET', path: '/v1/models', headers: { 'user-agent': SECRET } }],
  [
    'a header of another format',
    { method: 'GET', path: '/v1/files', headers: { 'user-agent': SECRET } },
  ],
])('nor in what is forwarded: %s', async (_, body) => {
  const before = provider.requests;
  const refused = await send(gateway.url, '/v1/proxy/forward', { body });
  expect(refused.json()).toMatchObject({ decision: { action: 'block' }, upstream_status: null });
  const unclear = await send(redacting.url, '/v1/proxy/forward', { body });
  expect([422, 403]).toContain(unclear.status);
  expect(provider.requests).toBe(before);
});

test('credentials go up as they are, and what clients say of themselves each time', async () => {
  for (const query of [`?key=${SECRET}`, `?alt=sse&%6bey=${SECRET}`]) {
    const { path, sent } = post(generate, query, {
      'x-goog-api-client': 'google-genai-sdk/1.30.0 gl-node/v20.19.5',
      'x-client-request-id': '7d3a1c0e-52b4-4f1e-9a53-0c1b2d3e4f50',
    });
    const { status, text } = await send(gateway.url, path, sent);
    expect([status, says(text)]).toEqual([200, text]);
  }
  const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36';
  const { path, sent } = post(chat, '', { authorization: `Bearer ${SECRET}`, 'user-agent': agent });
  for (const _ of [1, 2]) expect((await send(redacting.url, path, sent)).status).toBe(200);
  // Of a provider that reads no key there.
  const elsewhere = post(chat, `?key=${SECRET}`);
  expect((await send(gateway.url, elsewhere.path, elsewhere.sent)).status).toBe(403);
});

test('what has no body has a decision too', async () => {
  const { headers } = await send(gateway.url, '/v1/models');
  expect(headers['x-safeai-decision-id']).toMatch(/./);
});
