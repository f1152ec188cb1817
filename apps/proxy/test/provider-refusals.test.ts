import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutgoingHttpHeaders } from 'node:http';
import { send, type Received, type Sent } from './support/http.ts';
import { PROVIDER_REQUESTS, toldIn, type ProviderRequest } from './support/provider-requests.ts';
import { startGateway, type RunningGateway } from './support/running-gateway.ts';
import { json, ScriptedProvider } from './support/scripted-provider.ts';
import { refusedUrl } from './support/scripted-upstream.ts';

const SECRET = ['AKIA', 'Z7Q2M4X9', 'W5T3RB6K'].join('');

/** How a request is spoilt. */
interface Spoilt {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly method?: string;
  /** Instead of the body; of POST alone. */
  readonly body?: unknown;
  /** Of POST alone. */
  readonly posted?: boolean;
  /** Headers of the answer. */
  readonly told?: Readonly<Record<string, string>>;
}

const FINAL = { 'x-should-retry': 'false' };

const SPOILT: readonly Spoilt[] = [
  {
    ...{ name: 'a caller from elsewhere', status: 401, code: 'unauthenticated' },
    headers: { 'x-forwarded-for': '203.0.113.9' },
    told: { ...FINAL, 'www-authenticate': 'Bearer realm="SafeAI"' },
  },
  {
    ...{ name: 'a key that does not hold', status: 401, code: 'unauthenticated' },
    headers: { 'x-safeai-key': `sfai_000000000000_${'A'.repeat(43)}` },
  },
  {
    ...{ name: 'a role without the data plane', status: 403, code: 'forbidden' },
    headers: { 'x-safeai-user': 'security-viewer' },
  },
  {
    ...{ name: 'a tenant of others', status: 403, code: 'forbidden' },
    headers: { 'x-safeai-user': 'admin', 'x-safeai-tenant': '*' },
  },
  {
    ...{ name: 'a foreign host', status: 403, code: 'foreign_host' },
    headers: { host: 'evil.example' },
  },
  {
    ...{ name: 'a foreign origin', status: 403, code: 'foreign_origin' },
    headers: { origin: 'https://evil.example' },
  },
  {
    ...{ name: 'an agent without a name', status: 422, code: 'invalid_request' },
    headers: { 'x-safeai-agent': '' },
  },
  {
    ...{ name: 'an upstream that is not configured', status: 403, code: 'upstream_refused' },
    headers: { 'x-safeai-upstream': 'elsewhere' },
  },
  { name: 'another method', status: 405, code: 'method_not_allowed', method: 'PATCH' },
  { name: 'no body', status: 422, code: 'invalid_request', posted: true, body: undefined },
  { name: 'a broken body', status: 400, code: 'malformed_json', posted: true, body: '{"a":' },
  { name: 'a key twice', status: 400, code: 'malformed_json', posted: true, body: '{"a":1,"a":2}' },
  { name: 'a list', status: 422, code: 'invalid_request', posted: true, body: '[]' },
  {
    ...{ name: 'a deep body', status: 422, code: 'limit_exceeded', posted: true },
    body: `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`,
  },
  {
    ...{ name: 'a large body', status: 413, code: 'payload_too_large', posted: true },
    body: JSON.stringify({ a: 'a'.repeat(40_000) }),
  },
  {
    ...{ name: 'XML', status: 415, code: 'unsupported_media_type', posted: true, body: '<a/>' },
    headers: { 'content-type': 'application/xml' },
  },
];

/** The request, spoilt. */
function sentOf({ method, body }: ProviderRequest, spoilt: Spoilt): Sent {
  const own = method === 'POST' ? { body: JSON.stringify(body('Hello')) } : {};
  return {
    method: spoilt.method ?? method,
    ...own,
    ...('body' in spoilt ? { body: spoilt.body } : {}),
    headers: {
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...spoilt.headers,
    },
  };
}

/** What must hold of every error of ours. */
function expectTold(
  received: Received,
  request: ProviderRequest,
  { status, code, told = {} }: Pick<Spoilt, 'status' | 'code' | 'told'>,
) {
  expect(received.headers['content-type']).toBe('application/json');
  expect(toldIn(request.provider, received.json())).toMatchObject({ code });
  expect(received.status).toBe(status);
  expect(received.headers).toMatchObject({ 'x-safeai-code': code, ...told });
}

const provider = new ScriptedProvider();
beforeAll(() => provider.start());
afterAll(() => provider.stop());

/** A gateway for all tests of a group. */
function gatewayFor(
  yaml: () => string | Promise<string>,
  options: Parameters<typeof startGateway>[1] = {},
) {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway(await yaml(), options);
  });
  afterAll(() => gateway.close());
  return (path: string, sent: Sent = {}) => send(gateway.url, path, sent);
}

const target = (): string => `proxy: { target: '${provider.url}', retry: { max_attempts: 1 } }`;
const ALL = PROVIDER_REQUESTS.map((request) => [request.path, request] as const);
const POSTED = ALL.filter(([, { method }]) => method === 'POST');

describe.each(['all', 'none'] as const)('with %s ahead of Express', (aheadOfExpress) => {
  const yaml = () => `${target()}\nlimits: { forward_body_bytes: 30000 }`;
  const ask = gatewayFor(yaml, { aheadOfExpress });

  test.each(ALL)('%s: every refusal is in the shape of its provider', async (path, request) => {
    provider.says(json({}));
    for (const spoilt of SPOILT) {
      if (spoilt.posted === true && request.method !== 'POST') continue;
      const received = await ask(path, sentOf(request, spoilt));
      const seen = { name: spoilt.name, status: received.status };
      expect(seen).toEqual({ name: spoilt.name, status: spoilt.status });
      expectTold(received, request, { ...spoilt, told: { ...FINAL, ...spoilt.told } });
    }
    expect(provider.requests).toBe(0);
  });

  test.each(ALL)('%s: another method is told which there is', async (path, { method }) => {
    const { headers } = await ask(path, { method: 'DELETE' });
    expect(headers.allow).toBe(method === 'GET' ? 'GET, HEAD' : 'POST');
  });

  test.each(POSTED)('%s: a secret is refused, and the decision is on record', async (path, one) => {
    provider.says(json({}));
    const received = await ask(path, { body: one.body(`My key is ${SECRET}`) });
    expectTold(received, one, { status: 403, code: 'safeai_blocked', told: FINAL });
    expect(received.text).not.toContain(SECRET);
    const id = String(received.headers['x-safeai-decision-id']);
    const record = await ask(`/v1/audit/${id}`);
    expect(record.json()).toMatchObject({ decision_id: id, action: 'block', boundary: 'input' });
    expect(provider.requests).toBe(0);
  });
});

describe('where no upstream is configured', () => {
  const ask = gatewayFor(() => '');

  test.each(ALL)('%s says so', async (path, request) => {
    const received = await ask(path, { body: request.body('Hello') });
    expectTold(received, request, { status: 503, code: 'upstream_unavailable' });
    expect(received.headers).not.toHaveProperty('x-should-retry');
  });

  test('health says so too', async () => {
    expect((await ask('/v1/health')).json()).toMatchObject({
      status: 'failing',
      checks: { upstream: 'failing' },
      reasons: { upstream: 'no upstream is configured' },
    });
    expect((await ask('/v1/health/ready')).status).toBe(200);
  });

  test('models of Anthropic are refused in the shape of Anthropic', async () => {
    const { text } = await ask('/v1/models', { headers: { 'anthropic-version': '2023-06-01' } });
    expect(toldIn('anthropic', JSON.parse(text))).toMatchObject({ kind: 'api_error' });
  });
});

describe('where the upstream cannot be reached', () => {
  const ask = gatewayFor(
    async () =>
      `proxy: { target: '${await refusedUrl()}', retry: { max_attempts: 1 }, breaker: { failures: 0 } }`,
  );

  test.each(ALL)('%s says so', async (path, request) => {
    const received = await ask(path, { body: request.body('Hello') });
    expectTold(received, request, { status: 502, code: 'upstream_error' });
    expect(received.text).not.toMatch(/127\.0\.0\.1|ECONN/);
    expect((await ask('/v1/health')).json()).toMatchObject({ mode: 'gateway' });
  });
});

describe('who asks too often', () => {
  const ask = gatewayFor(() => `${target()}\nlimits: { rate: { burst: 1, loopback: true } }`);

  test('is told how long to wait, and may ask again', async () => {
    provider.greets();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask('/v1/models')));
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.headers).toMatchObject({
      'retry-after': '1',
      'x-safeai-code': 'rate_limited',
      ratelimit: expect.stringContaining('"burst"'),
    });
    expect(limited?.headers).not.toHaveProperty('x-should-retry');
    expect(toldIn('openai', limited?.json())).toMatchObject({ kind: 'rate_limit_error' });
  });
});

describe('a sidecar', () => {
  const ask = gatewayFor(() => '', { mode: 'sidecar' });

  test.each(ALL)('%s: forwards nothing, and says how to', async (path, { body, method }) => {
    const received = await ask(path, { body: body('Hello') });
    expect(received.headers['content-type']).toBe('application/problem+json');
    expect(received.json()).toMatchObject({ status: 404, code: 'not_found' });
    expect(received.json().detail).toContain('--mode gateway');
    const viewer = { method, headers: { 'x-safeai-user': 'security-viewer' } };
    expect((await ask(path, viewer)).json()).toMatchObject({ code: 'forbidden' });
  });
});
