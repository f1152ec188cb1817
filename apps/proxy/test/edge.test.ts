import { describe, expect, test } from '@jest/globals';
import { FOUND, fakeRuntime } from './support/fake-runtime.ts';
import { sendRaw } from './support/http.ts';
import { startServer } from './support/server.ts';

const SCAN = '/v1/scan/input';
const body = { text: 'a' };
const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

describe('trust in loopback', () => {
  test.each([
    'Forwarded',
    'X-Forwarded-For',
    'x-forwarded-host',
    'X-FORWARDED-PROTO',
    'x-forwarded-anything',
    'X-Real-IP',
    'Via',
  ])('%s ends it', async (name) => {
    const server = await startServer(fakeRuntime());
    const received = await server.send(SCAN, { body, headers: { [name]: 'for=203.0.113.9' } });
    expect(received.status).toBe(401);
    expect(received.headers['www-authenticate']).toBe('Bearer realm="SafeAI"');
    expect(received.json()).toMatchObject({ code: 'unauthenticated' });
  });

  test('a header that ends it is not lost among thousands', async () => {
    const yaml = 'limits: { header_count: 5000, header_bytes: 100000 }';
    const server = await startServer(fakeRuntime(yaml));
    const many = Array.from({ length: 3000 }, (_, index) => [`h${String(index)}`, '1']);
    const headers = { ...(Object.fromEntries(many) as object), 'x-forwarded-for': '203.0.113.9' };
    expect((await server.send('/v1/policies', { headers })).status).toBe(401);
  });

  test('it is told to the runtime as the principal, with the request id', async () => {
    const runtime = fakeRuntime();
    const server = await startServer(runtime);
    await server.send(SCAN, { body, headers: { 'x-request-id': 'order-77' } });
    expect(runtime.calls[0]?.args[1]).toMatchObject({
      requestId: 'order-77',
      principal: { user: 'local', tenant: 'default', source: 'loopback' },
    });
  });

  test('auth.loopback: credential leaves what is public', async () => {
    const server = await startServer(fakeRuntime('auth: { loopback: credential }'));
    expect((await server.send(SCAN, { body })).status).toBe(401);
    expect((await server.send('/v1/metrics')).status).toBe(401);
    expect((await server.send('/v1/health')).json()).toEqual({ status: 'ok' });
    for (const path of [
      '/v1/health/live',
      '/v1/health/ready',
      '/docs',
      '/redoc',
      '/openapi.json',
    ]) {
      expect([path, (await server.send(path)).status]).toEqual([path, 200]);
    }
  });

  test('a reload that ends the trust holds for the next request', async () => {
    const runtime = fakeRuntime();
    runtime.nextConfig = fakeRuntime('auth: { loopback: credential }').config;
    const server = await startServer(runtime);
    expect((await server.send('/v1/policies/reload', { method: 'POST' })).status).toBe(200);
    expect((await server.send(SCAN, { body })).status).toBe(401);
  });
});

describe('roles', () => {
  const rows = [
    ['security-admin', 200, 200, 200, 200],
    ['security-approver', 403, 200, 403, 200],
    ['security-auditor', 403, 200, 403, 200],
    ['security-viewer', 403, 403, 403, 403],
    ['security-billing', 403, 403, 403, 403],
  ] as const;

  test.each(rows)('%s: scan %d, policies %d, reload %d, metrics %d', async (user, ...expected) => {
    const server = await startServer(fakeRuntime());
    const statuses = [
      (await server.send(SCAN, { body, ...as(user) })).status,
      (await server.send('/v1/policies', as(user))).status,
      (await server.send('/v1/policies/reload', { method: 'POST', ...as(user) })).status,
      (await server.send('/v1/metrics', as(user))).status,
    ];
    expect(statuses).toEqual(expected);
  });

  test('dashboard.rbac_enabled: false lets every configured user do all', async () => {
    const server = await startServer(fakeRuntime('dashboard: { rbac_enabled: false }'));
    const viewer = as('security-viewer');
    expect((await server.send(`${SCAN}?explain=true`, { body, ...viewer })).status).toBe(200);
    expect((await server.send(SCAN, { body, ...as('nobody') })).status).toBe(403);
  });

  test('an unknown user is nobody on a public route', async () => {
    const server = await startServer(fakeRuntime());
    expect((await server.send('/v1/health', as('nobody'))).json()).toEqual({ status: 'ok' });
  });

  test('?explain', async () => {
    const server = await startServer(fakeRuntime());
    const explained = await server.send(`${SCAN}?explain=true`, { body });
    expect(explained.json()).toMatchObject({
      explanation: {
        action: 'pending_approval',
        tags: [{ candidates: [{ matched_tag: 'personal' }] }],
      },
    });
    expect((await server.send(`${SCAN}?explain=false`, { body })).json()).not.toHaveProperty(
      'explanation',
    );
  });
});

describe('tenants', () => {
  const yaml = `
dashboard:
  users:
    - { user_id: ana, role: admin, tenants: [acme, other] }
`;

  test("the body may name one of the caller's tenants", async () => {
    const runtime = fakeRuntime(yaml);
    const server = await startServer(runtime);
    const sent = { body: { ...body, tenant_id: 'other' }, ...as('ana') };
    expect((await server.send(SCAN, sent)).status).toBe(200);
    expect(runtime.calls[0]?.args).toMatchObject([
      { tenantId: 'other' },
      { principal: { user: 'ana', tenant: 'acme' } },
    ]);
  });

  test('no other one', async () => {
    const server = await startServer(fakeRuntime(yaml));
    const sent = { body: { ...body, tenant_id: 'third' }, ...as('ana') };
    expect((await server.send(SCAN, sent)).json()).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
  });

  test('* is none, in the header and in the body', async () => {
    const server = await startServer(fakeRuntime());
    const headers = { 'x-safeai-tenant': '*' };
    expect((await server.send(SCAN, { body, headers })).status).toBe(403);
    const other = { body: { ...body, tenant_id: 'other' }, headers };
    expect((await server.send(SCAN, other)).status).toBe(403);
    const star = await server.send(SCAN, { body: { ...body, tenant_id: '*' } });
    expect([400, 403]).toContain(star.status);
  });

  test('the header narrows what the body may name', async () => {
    const server = await startServer(fakeRuntime(yaml));
    const headers = { 'x-safeai-user': 'ana', 'x-safeai-tenant': 'acme' };
    const other = { body: { ...body, tenant_id: 'other' }, headers };
    expect((await server.send(SCAN, other)).status).toBe(403);
    const same = { body: { ...body, tenant_id: 'acme' }, headers };
    expect((await server.send(SCAN, same)).status).toBe(200);
  });
});

describe('a header that says who asks', () => {
  const names = ['x-safeai-user', 'X-SafeAI-Tenant', 'authorization'];

  test.each(names)('%s sent twice is refused', async (name) => {
    const server = await startServer(fakeRuntime());
    const twice = `${name}: admin\r\n${name.toUpperCase()}: admin`;
    const head = `GET /v1/policies HTTP/1.1\r\nHost: localhost\r\n${twice}\r\nConnection: close\r\n\r\n`;
    const answer = await sendRaw(server.url, head);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid_request"');
  });

  test('the names are those of the configuration', async () => {
    const yaml = 'dashboard: { user_header: From, tenant_header: X-Where }';
    const server = await startServer(fakeRuntime(yaml));
    const statuses = [];
    for (const name of ['From', 'x-where', 'x-safeai-user']) {
      const head = `GET /v1/policies HTTP/1.1\r\nHost: localhost\r\n${`${name}: admin\r\n`.repeat(2)}`;
      const answer = await sendRaw(server.url, `${head}Connection: close\r\n\r\n`);
      statuses.push(answer.slice(9, 12));
    }
    expect(statuses).toEqual(['400', '400', '200']);
  });
});

test.each(['/v1/policies#x', '/v1\\policies', '/v1/policies#?x_a=1', '/v1/policies\xa0'])(
  'the path %j, which is none, reaches no route',
  async (path) => {
    const runtime = fakeRuntime();
    const server = await startServer(runtime, { aheadOfExpress: 'none' });
    const head = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const answer = await sendRaw(server.url, head);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid_request"');
  },
);

describe('Host and Origin', () => {
  test('health answers under any name, with an own origin alone', async () => {
    const server = await startServer(fakeRuntime());
    const headers = { host: 'some-pod.cluster.local' };
    for (const path of ['/v1/health', '/v1/health/live', '/v1/health/ready']) {
      const answer = await server.send(path, { headers });
      expect([answer.status, answer.json()]).toEqual([200, { status: 'ok' }]);
    }
    expect((await server.send('/v1/health')).json()).toHaveProperty('version');
    const foreign = await server.send('/v1/health', { headers: { origin: 'null' } });
    expect(foreign.json()).toMatchObject({ status: 403, code: 'foreign_origin' });
  });

  test.each(['/docs', '/redoc', '/openapi.json', '/docs/swagger-ui.css', '/nothing'])(
    '%s answers to its own names alone',
    async (path) => {
      const server = await startServer(fakeRuntime());
      const received = await server.send(path, { headers: { host: 'evil.example' } });
      expect(received.json()).toMatchObject({ status: 403, code: 'foreign_host' });
    },
  );

  test('server.allowed_hosts and server.public_url add names', async () => {
    const yaml = `
server: { allowed_hosts: [safeai.internal], public_url: "https://safeai.example.com" }
auth: { loopback: trusted }
`;
    const server = await startServer(fakeRuntime(yaml));
    for (const host of ['safeai.internal:8910', 'safeai.example.com']) {
      const headers = { host, origin: `https://${host}` };
      expect((await server.send(SCAN, { body, headers })).status).toBe(200);
    }
  });
});

describe('headers of every answer', () => {
  const wanted = {
    'content-security-policy':
      "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };

  test.each([
    ['an answer of a hot route', SCAN, { body }],
    ['an answer through Express', '/v1/health', {}],
    ['an error of a hot route', SCAN, { body: [] }],
    ['an unknown route', '/nothing', {}],
    ['a foreign host', SCAN, { body, headers: { host: 'evil.example' } }],
    ['a head that is too large', '/v1/health', { headers: { a: 'a'.repeat(20_000) } }],
  ])('%s', async (_name, path, sent) => {
    const server = await startServer(fakeRuntime());
    const { headers } = await server.send(path, sent);
    expect(headers).toMatchObject(wanted);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('found values', () => {
  const valueIn = async (yaml: string) => {
    const server = await startServer(fakeRuntime(yaml));
    const { detections } = (await server.send(SCAN, { body })).json() as {
      detections: { value?: string }[];
    };
    return detections[0]?.value;
  };

  test('are whole on trusted loopback, unless the configuration says otherwise', async () => {
    expect(await valueIn('')).toBe(FOUND);
    expect(await valueIn('responses: { values: full }')).toBe(FOUND);
    expect(await valueIn('responses: { values: masked }')).toBe('al****om');
    expect(await valueIn('responses: { values: none }')).toBeUndefined();
  });
});

test('a replayed answer is the same, says so, and asks the runtime nothing', async () => {
  const runtime = fakeRuntime();
  const server = await startServer(runtime);
  const keyed = { body: { ...body, idempotency_key: 'k-1' } };
  const first = await server.send(SCAN, keyed);
  const second = await server.send(SCAN, keyed);
  expect(second.text).toBe(first.text);
  expect([first, second].map(({ headers }) => headers['idempotency-replayed'])).toEqual([
    undefined,
    'true',
  ]);
  expect(runtime.calls).toHaveLength(1);
  const other = await server.send(SCAN, { body: { text: 'b', idempotency_key: 'k-1' } });
  expect(other.json()).toMatchObject({ status: 409, code: 'conflict' });
  expect(other.headers['x-should-retry']).toBe('false');
});
