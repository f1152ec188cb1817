import { describe, expect, test } from '@jest/globals';
import { MemoryLimitStore } from '@safeai/core';
import { parseList } from 'structured-headers';
import { fakeRuntime, type FakeRuntime } from './support/fake-runtime.ts';
import type { Received, Sent } from './support/http.ts';
import { startServer, type TestServer } from './support/server.ts';

const SCAN = '/v1/scan/input';
const body = { text: 'a' };

/** Callers with credentials and addresses of their own: whoever the trusted proxy says. */
const PROXY = `
auth: { loopback: credential, trusted_proxies: [127.0.0.1] }
dashboard:
  users:
    - { user_id: ana, role: admin, tenants: ['*'] }
    - { user_id: bob, role: admin, tenants: [acme] }
    - { user_id: vic, role: viewer, tenants: [acme] }
    - { user_id: aud, role: auditor, tenants: ['*'] }
`;

function as(user: string, more: Sent = {}): Sent {
  return { body, ...more, headers: { 'x-safeai-user': user, ...more.headers } };
}

/** A runtime whose limits run on a clock of the test's. */
function limited(rate: string, more = PROXY): { runtime: FakeRuntime; time: { now: number } } {
  const runtime = fakeRuntime(`${more}\nlimits: { rate: ${rate} }`);
  const time = { now: 0 };
  runtime.limits = new MemoryLimitStore({ monotonic: () => time.now });
  return { runtime, time };
}

async function statusesOf(server: TestServer, sent: readonly Sent[], path = SCAN) {
  const statuses: number[] = [];
  for (const each of sent) statuses.push((await server.send(path, each)).status);
  return statuses;
}

/** The items of a header as `draft-ietf-httpapi-ratelimit-headers-11` has them. */
function itemsOf({ headers }: Received, name: string): Record<string, object> {
  const items = parseList(String(headers[name])).map((item) => {
    const [key, parameters] = item as [string, Map<string, unknown>];
    return [key, Object.fromEntries(parameters)];
  });
  return Object.fromEntries(items) as Record<string, object>;
}

describe.each(['all', 'none'] as const)(
  'with %s of the routes ahead of Express',
  (aheadOfExpress) => {
    test('past a limit: 429, which setting, how long to wait', async () => {
      const { runtime, time } = limited('{ requests_per_minute: 2 }');
      const server = await startServer(runtime, { aheadOfExpress });
      expect(await statusesOf(server, [as('ana'), as('ana')])).toEqual([200, 200]);
      time.now = 17_500;
      const refused = await server.send(SCAN, as('ana'));
      expect(refused.json()).toMatchObject({
        status: 429,
        code: 'rate_limited',
        title: 'Too many requests',
        detail:
          'Too many requests: more than 2 in 60 s (limits.rate.requests_per_minute). Try again in 43 s.',
      });
      expect(refused.headers['retry-after']).toBe('43');
      expect(refused.headers).not.toHaveProperty('x-should-retry');
      expect(itemsOf(refused, 'ratelimit')).toMatchObject({ minute: { r: 0, t: 43 } });
      expect(await statusesOf(server, [as('bob')])).toEqual([200]);
      time.now = 60_000;
      expect(await statusesOf(server, [as('ana')])).toEqual([200]);
      expect(runtime.calls).toHaveLength(4);
    });

    test('answers tell the limits and what is left, in structured fields', async () => {
      const { runtime } = limited(
        '{ requests_per_minute: 9, burst: 5, in_flight: 3, routes: { data: 7 }, tenant: { requests_per_minute: 8, in_flight: 2 } }',
      );
      const server = await startServer(runtime, { aheadOfExpress });
      const answer = await server.send(SCAN, as('ana'));
      expect(itemsOf(answer, 'ratelimit-policy')).toEqual({
        burst: { q: 5, w: 1 },
        minute: { q: 9, w: 60 },
        data: { q: 7, w: 60 },
        in_flight: { q: 3, qu: 'concurrent-requests' },
        tenant: { q: 8, w: 60 },
        tenant_in_flight: { q: 2, qu: 'concurrent-requests' },
      });
      expect(itemsOf(answer, 'ratelimit')).toEqual({
        burst: { r: 4, t: 1 },
        minute: { r: 8, t: 60 },
        data: { r: 6, t: 60 },
        in_flight: { r: 2 },
        tenant: { r: 7, t: 60 },
        tenant_in_flight: { r: 1 },
      });
    });

    test('what fails counts: no role, a bad body, an unknown name, a bug, a replay', async () => {
      const { runtime } = limited('{ requests_per_minute: 3 }');
      const server = await startServer(runtime, { aheadOfExpress });
      expect(await statusesOf(server, [as('vic'), as('vic'), as('vic'), as('vic')])).toEqual([
        ...[403, 403, 403, 429],
      ]);
      runtime.failure = new TypeError('a bug');
      const sent = [as('ana'), as('ana', { body: [] }), as('ana', { body: '{' }), as('ana')];
      expect(await statusesOf(server, sent)).toEqual([500, 422, 400, 429]);
      runtime.failure = undefined;
      const again = as('bob', { body: { ...body, idempotency_key: 'k' } });
      expect(await statusesOf(server, [again, again, again, again])).toEqual([200, 200, 200, 429]);
    });

    test('nobody on a public route counts by address, IPv6 by network', async () => {
      const { runtime } = limited('{ requests_per_minute: 1 }');
      const server = await startServer(runtime, { aheadOfExpress });
      const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
      const addresses = ['192.0.2.1', '192.0.2.1', '192.0.2.2', '2001:db8::1', '2001:db8::2'];
      expect(await statusesOf(server, addresses.map(from), '/openapi.json')).toEqual([
        ...[200, 429, 200, 200, 429],
      ]);
    });

    test('health is told whoever else asked from the address', async () => {
      const { runtime } = limited('{ requests_per_minute: 1, failures_per_minute: 1 }');
      const server = await startServer(runtime, { aheadOfExpress });
      const wrong: Sent = { body, headers: { 'x-safeai-key': 'sfai_wrong' } };
      expect(await statusesOf(server, [wrong, wrong, wrong])).toEqual([401, 429, 429]);
      const probes = ['/v1/health', '/v1/health/live', '/v1/health/ready'];
      for (const path of probes)
        expect(await statusesOf(server, [{}, {}], path)).toEqual([200, 200]);
    });

    test('the 31st wrong key of an address waits; others do not, nor does the address without a key', async () => {
      const { runtime, time } = limited('{}');
      const server = await startServer(runtime, { aheadOfExpress });
      const wrong = (address: string): Sent => ({
        body,
        headers: { 'x-safeai-key': 'sfai_wrong', 'x-forwarded-for': address },
      });
      const tries = Array.from({ length: 31 }, () => wrong('192.0.2.1'));
      expect(await statusesOf(server, tries)).toEqual([...Array<number>(30).fill(401), 429]);
      const waits = await server.send(SCAN, wrong('192.0.2.1'));
      expect(waits.json()).toMatchObject({ code: 'rate_limited' });
      expect(String(waits.json().detail)).toContain('limits.rate.failures_per_minute');
      expect(itemsOf(waits, 'ratelimit-policy')).toEqual({ failures: { q: 30, w: 60 } });
      expect(await statusesOf(server, [wrong('192.0.2.2')])).toEqual([401]);
      const known = as('ana', { headers: { 'x-forwarded-for': '192.0.2.1' } });
      expect(await statusesOf(server, [known])).toEqual([200]);
      time.now = 60_000;
      expect(await statusesOf(server, [wrong('192.0.2.1')])).toEqual([401]);
    });

    test('wrong keys on public routes count as well; the route itself answers as to anybody', async () => {
      const { runtime } = limited('{ failures_per_minute: 2 }');
      const server = await startServer(runtime, { aheadOfExpress });
      const wrong = { headers: { 'x-safeai-key': 'sfai_wrong' } };
      expect(await statusesOf(server, [wrong, wrong, wrong], '/v1/health')).toEqual([
        200, 200, 200,
      ]);
      expect(await statusesOf(server, [{ ...wrong, body }])).toEqual([429]);
    });

    test('a tenant and an agent that the body names have limits of their own', async () => {
      const { runtime } = limited(
        '{ tenant: { requests_per_minute: 3 }, agent: { requests_per_minute: 2 } }',
      );
      const server = await startServer(runtime, { aheadOfExpress });
      const forWhom = (user: string, tenant_id: string, agent_id?: string) =>
        as(user, { body: { ...body, tenant_id, agent_id } });
      expect(
        await statusesOf(server, [
          ...[forWhom('ana', 'acme', 'bot'), forWhom('bob', 'acme', 'bot')],
          ...[forWhom('ana', 'acme', 'bot'), forWhom('ana', 'other', 'bot')],
          ...[forWhom('bob', 'acme'), as('ana')],
        ]),
      ).toEqual([200, 200, 429, 200, 429, 200]);
      const refused = await server.send(SCAN, forWhom('ana', 'acme', 'secret-agent'));
      expect(refused.text).toContain('limits.rate.tenant.requests_per_minute');
      expect(refused.text).not.toMatch(/acme|secret-agent/);
    });

    test('a new configuration counts on with its own limits', async () => {
      const { runtime } = limited('{ requests_per_minute: 2 }');
      runtime.nextConfig = fakeRuntime(
        `${PROXY}\nlimits: { rate: { requests_per_minute: 4 } }`,
      ).config;
      const server = await startServer(runtime, { aheadOfExpress });
      expect(await statusesOf(server, [as('ana'), as('ana'), as('ana')])).toEqual([200, 200, 429]);
      const reload = { method: 'POST', headers: { 'x-safeai-user': 'bob' } };
      expect(await statusesOf(server, [reload], '/v1/policies/reload')).toEqual([200]);
      expect(await statusesOf(server, [as('ana'), as('ana')])).toEqual([200, 429]);
    });
  },
);

describe('places', () => {
  /** A gate that requests wait at. */
  function gateOf(runtime: FakeRuntime) {
    let open: () => void = () => undefined;
    runtime.gate = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      open();
    };
  }

  /** Until so many requests are inside. */
  async function inside(runtime: FakeRuntime, many: number): Promise<void> {
    while (runtime.calls.length < many) await new Promise((resolve) => setImmediate(resolve));
  }

  test('a request holds one until it is answered, and others wait', async () => {
    const { runtime } = limited('{ in_flight: 2 }');
    const open = gateOf(runtime);
    const server = await startServer(runtime);
    const first = [server.send(SCAN, as('ana')), server.send(SCAN, as('ana'))];
    await inside(runtime, 2);
    const refused = await server.send(SCAN, as('ana'));
    expect(refused.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.text).toContain('limits.rate.in_flight');
    const other = server.send(SCAN, as('bob'));
    open();
    expect((await Promise.all([...first, other])).map(({ status }) => status)).toEqual([
      ...[200, 200, 200],
    ]);
    expect(await statusesOf(server, [as('ana'), as('ana')])).toEqual([200, 200]);
  });

  test('it is given back by handlers that fail and by replays', async () => {
    const { runtime } = limited('{ in_flight: 1, tenant: { in_flight: 1 } }');
    const server = await startServer(runtime);
    const keyed = as('ana', { body: { ...body, idempotency_key: 'k' } });
    expect(await statusesOf(server, [keyed, keyed, as('ana', { body: [] })])).toEqual([
      ...[200, 200, 422],
    ]);
    runtime.failure = new TypeError('a bug');
    expect(await statusesOf(server, [as('ana'), as('ana')])).toEqual([500, 500]);
  });
});

test('trusted loopback is limited only where the configuration says so', async () => {
  const free = limited('{ requests_per_minute: 1 }', '');
  const server = await startServer(free.runtime);
  const answers = [await server.send(SCAN, { body }), await server.send(SCAN, { body })];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(answers[0]?.headers).not.toHaveProperty('ratelimit');
  const bound = limited('{ requests_per_minute: 1, loopback: true }', '');
  expect(await statusesOf(await startServer(bound.runtime), [{ body }, { body }])).toEqual([
    200, 429,
  ]);
});

test('refusals are counted by limit', async () => {
  const { runtime } = limited('{ burst: 1, failures_per_minute: 1 }');
  const server = await startServer(runtime);
  const wrong = { body, headers: { 'x-safeai-key': 'sfai_wrong' } };
  await statusesOf(server, [as('ana'), as('ana'), as('ana'), wrong, wrong]);
  const { text } = await server.send('/v1/metrics', { headers: { 'x-safeai-user': 'aud' } });
  expect(text.match(/^safeai_rate_limited_total.*/gm)).toEqual([
    'safeai_rate_limited_total{limit="burst"} 2',
    'safeai_rate_limited_total{limit="failures"} 1',
  ]);
});
