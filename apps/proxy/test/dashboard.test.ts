import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { InvalidRequestError, SafeAIError } from '@safeai/core';
import { createRuntime } from '@safeai/runtime';
import { localRoutes } from '../src/index.ts';
import { fakeRuntime, type FakeRuntime } from './support/fake-runtime.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';

const YAML = `
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: ana, role: admin, tenants: [acme, other] }
    - { user_id: vic, role: viewer, tenants: [acme] }
    - { user_id: bill, role: billing, tenants: [other] }
    - { user_id: dora, role: auditor, tenants: [third] }
`;
const OVERVIEW = '/v1/dashboard/overview';
const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

const PENDING = { tool_name: 'database_query', parameters: { query: 'DROP TABLE users' } };

const SECRET = 'token=sk-ABCDEF1234567890ABCDEF';

async function house(yaml = YAML) {
  const runtime = await realRuntime(yaml);
  const server = await startServer(runtime);
  const overview = async (user: string, query = '') =>
    (await server.send(OVERVIEW + query, as(user))).json();
  const scan = (tenant: string, text = 'hello') =>
    server.send('/v1/scan/input', { body: { text, tenant_id: tenant, agent_id: 'bot' } });
  const askFirst = (tenant: string, agent = 'bot') =>
    server.send('/v1/intercept/tool', {
      body: { phase: 'request', agent_id: agent, tenant_id: tenant, ...PENDING },
    });
  return { runtime, server, overview, scan, askFirst };
}

interface Step {
  readonly ts: string;
  readonly total: number;
}

describe('GET /v1/dashboard/overview: decisions', () => {
  test('are counted by action and boundary, in the tenants of the caller', async () => {
    const { server, overview, scan, askFirst } = await house();
    await scan('acme');
    await scan('acme', SECRET);
    await scan('other', SECRET);
    await askFirst('acme');
    const guard = { text: 'mail ana@example.com', tenant_id: 'acme' };
    await server.send('/v1/guard/output', { body: guard });
    const none = { allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 };
    expect(await overview('vic')).toMatchObject({
      history: true,
      total: 4,
      by_action: { allow: 1, flag: 0, redact: 1, pending_approval: 1, block: 1 },
      by_boundary: { input: 2, action: 1, output: 1, memory: 0 },
    });
    expect(await overview('root')).toMatchObject({ total: 5, by_boundary: { input: 3 } });
    expect(await overview('root', '?tenant_id=other')).toMatchObject({
      total: 1,
      by_action: { ...none, block: 1 },
    });
    expect(await overview('dora')).toMatchObject({ history: true, total: 0, by_action: none });
  });

  test('are those on content alone: not what people do', async () => {
    const { runtime, server, overview, askFirst } = await house();
    await askFirst('acme');
    const { requests } = await runtime.boundary.approvals.list({ tenants: ['*'], limit: 1 });
    const path = `/v1/approvals/${requests[0]?.requestId ?? ''}/deny`;
    expect((await server.send(path, { method: 'POST', ...as('root') })).status).toBe(200);
    await server.send('/v1/keys', { body: { roles: ['viewer'], tenant_id: 'acme' } });
    await server.send('/v1/lockdown', { body: { tenant_id: 'acme', reason: 'odd' } });
    expect(await overview('root')).toMatchObject({
      total: 1,
      by_action: { pending_approval: 1, block: 0, allow: 0 },
    });
  });

  test.each([
    ['1h', 60, 60],
    ['24h', 1800, 48],
    ['7d', 10_800, 56],
    ['30d', 43_200, 60],
  ])(
    '%s has whole steps of UTC, of %d seconds, up to the one that goes on',
    async (last, seconds, steps) => {
      const { overview, scan } = await house();
      await scan('acme');
      const said = await overview('vic', `?last=${last}`);
      const series = said.series as Step[];
      expect(said.step_seconds).toBe(seconds);
      expect(series).toHaveLength(steps);
      expect(said.since).toBe(series[0]?.ts);
      const times = series.map(({ ts }) => Date.parse(ts) / 1000);
      expect(times.filter((time) => time % seconds !== 0)).toEqual([]);
      expect(times.slice(1).map((time, index) => time - (times[index] ?? 0))).toEqual(
        new Array(steps - 1).fill(seconds),
      );
      const asOf = Date.parse(String(said.as_of)) / 1000;
      expect(asOf - (times.at(-1) ?? 0)).toBeLessThan(seconds);
      expect(series.reduce((sum, { total }) => sum + total, 0)).toBe(1);
      expect(said.total).toBe(1);
    },
  );

  test('a day if nothing is said', async () => {
    const { overview } = await house();
    const said = await overview('vic');
    expect(said).toMatchObject({ step_seconds: 1800 });
    expect(said.series).toHaveLength(48);
  });
});

describe('GET /v1/dashboard/overview: many open pages', () => {
  const counted = ({ calls }: FakeRuntime) => calls.filter(({ name }) => name === 'audit.tally');

  test('share one count of the same decisions', async () => {
    const runtime = fakeRuntime(YAML);
    const server = await startServer(runtime);
    const pages = Array.from({ length: 40 }, () => server.send(OVERVIEW, as('vic')));
    const answers = await Promise.all(pages);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    // One, or two where a step of time ended meanwhile.
    expect(counted(runtime).length).toBeLessThanOrEqual(2);
  });

  test('are told when it was made: what came since is in no count', async () => {
    const { overview, scan } = await house();
    await overview('vic');
    await scan('acme');
    const scannedBy = Date.now();
    const { total, as_of: asOf } = await overview('vic');
    expect(total).toBe(Date.parse(String(asOf)) < scannedBy ? 0 : 1);
  });

  test('of other tenants, and of another time, share none', async () => {
    const runtime = fakeRuntime(YAML);
    const server = await startServer(runtime);
    for (const [user, query] of [
      ['vic', ''],
      ['ana', ''],
      ['ana', '?tenant_id=acme'],
      ['vic', '?last=7d'],
      ['root', ''],
    ] as const) {
      await server.send(OVERVIEW + query, as(user));
    }
    const asked = counted(runtime).map(({ args }) => (args[0] as { tenants: string[] }).tenants);
    // Those of one tenant are the same, whoever asks.
    expect(asked).toEqual([['acme'], ['acme', 'other'], ['acme'], ['*']]);
  });

  test('ask again where counting failed', async () => {
    const runtime = fakeRuntime(YAML);
    const server = await startServer(runtime);
    const history = { ...runtime.audit };
    const none = () => Promise.reject(new SafeAIError('audit_unavailable', 'There is no log.'));
    Object.assign(runtime.audit, { tally: none });
    expect((await server.send(OVERVIEW, as('vic'))).json()).toMatchObject({ history: false });
    Object.assign(runtime.audit, history);
    expect((await server.send(OVERVIEW, as('vic'))).json()).toMatchObject({ history: true });
  });
});

describe('GET /v1/dashboard/overview: what waits for somebody', () => {
  test('requests for approval, with when the first of them expires', async () => {
    const { runtime, overview, askFirst } = await house();
    expect(await overview('vic')).toMatchObject({
      approvals: { pending: 0, next_expires_at: null },
    });
    await askFirst('acme', 'one');
    await askFirst('acme', 'two');
    await askFirst('other');
    const { requests } = await runtime.boundary.approvals.list({ tenants: ['acme'], limit: 9 });
    const first = Math.min(...requests.map(({ expiresAt }) => expiresAt));
    expect(await overview('vic')).toMatchObject({
      approvals: { pending: 2, next_expires_at: new Date(first).toISOString() },
    });
    expect(await overview('root')).toMatchObject({ approvals: { pending: 3 } });
    expect(await overview('dora')).toMatchObject({ approvals: { pending: 0 } });
    const [{ requestId } = { requestId: '' }] = requests;
    await runtime.boundary.approvals.deny(
      { tenant: 'acme', tenants: ['*'], user: 'x', roles: ['approver'], source: 'key' },
      ['*'],
      requestId,
    );
    expect(await overview('vic')).toMatchObject({ approvals: { pending: 1 } });
  });

  test('emergency stops, those of everything included', async () => {
    const { server, overview } = await house();
    const stop = (body: object) =>
      server.send('/v1/lockdown', { body: { reason: 'odd', ...body } });
    await stop({ tenant_id: 'acme', agent_id: 'bot' });
    await stop({ tenant_id: 'other' });
    expect(await overview('vic')).toMatchObject({ stops: 1 });
    expect(await overview('ana')).toMatchObject({ stops: 2 });
    expect(await overview('ana', '?tenant_id=other')).toMatchObject({ stops: 1 });
    expect(await overview('dora')).toMatchObject({ stops: 0 });
    await stop({});
    expect(await overview('dora')).toMatchObject({ stops: 1 });
  });

  test('alerts that go on, and the worst of them', async () => {
    const { runtime, overview } = await house();
    const alerts = [
      { tenantId: 'acme', severity: 'warning' },
      { tenantId: 'acme', severity: 'error' },
      { tenantId: 'other', severity: 'critical' },
    ];
    Object.assign(runtime.alerts, {
      list: ({ tenants, state }: { tenants: string[]; state: string }) => {
        expect(state).toBe('open');
        const seen = alerts.filter(({ tenantId }) => tenants.includes(tenantId));
        return Promise.resolve({ alerts: seen, nextCursor: null });
      },
    });
    expect(await overview('vic')).toMatchObject({ alerts: { open: 2, worst: 'error' } });
    expect(await overview('ana')).toMatchObject({ alerts: { open: 3, worst: 'critical' } });
    expect(await overview('dora')).toMatchObject({ alerts: { open: 0, worst: null } });
  });
});

describe('GET /v1/dashboard/overview: who may', () => {
  test.each(['root', 'vic', 'bill', 'dora'])('%s, in numbers alone', async (user) => {
    const server = await startServer(fakeRuntime(YAML));
    const answer = await server.send(OVERVIEW, as(user));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('database_query');
  });

  test('nobody for a tenant of others', async () => {
    const runtime = fakeRuntime(YAML);
    const server = await startServer(runtime);
    const answer = await server.send(`${OVERVIEW}?tenant_id=other`, as('vic'));
    expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
    expect(runtime.calls).toEqual([]);
  });

  test('no caller of this machine that names no user, and nobody where the dashboard is off', async () => {
    const server = await startServer(fakeRuntime(YAML));
    for (const path of [OVERVIEW, '/v1/dashboard/users']) {
      expect((await server.send(path)).json()).toMatchObject({ code: 'unauthenticated' });
      const off = await startServer(fakeRuntime('dashboard: { enabled: false }'));
      expect((await off.send(path, as('admin'))).json()).toMatchObject({ code: 'not_found' });
    }
  });

  test.each(['?last=2h', '?last=', '?since=1', '?last=1h&last=24h'])(
    '%s is wrong',
    async (query) => {
      const server = await startServer(fakeRuntime(YAML));
      expect((await server.send(OVERVIEW + query, as('root'))).json()).toMatchObject({
        code: 'invalid_request',
      });
    },
  );

  test('the command line without a server may, too', async () => {
    const call = localRoutes(fakeRuntime(YAML));
    expect(await call('dashboard_overview', {})).toMatchObject({
      body: { approvals: { pending: 1 } },
    });
  });
});

describe('GET /v1/dashboard/overview: what cannot be known', () => {
  const unknown = async (change: (runtime: FakeRuntime) => void) => {
    const runtime = fakeRuntime(YAML);
    change(runtime);
    const server = await startServer(runtime);
    return server.send(OVERVIEW, as('root'));
  };
  const unavailable = () => Promise.reject(new SafeAIError('state_unavailable', 'It is away.'));

  test.each(['approvals', 'alerts', 'stops'] as const)('%s are null, and no more', async (part) => {
    const answer = await unknown((runtime) => {
      if (part === 'alerts') Object.assign(runtime.alerts, { list: unavailable });
      else {
        const of = part === 'stops' ? 'lockdowns' : part;
        Object.assign(runtime.boundary[of], { list: unavailable });
      }
    });
    const said = answer.json();
    const parts = ['approvals', 'alerts', 'stops'] as const;
    expect(parts.filter((name) => said[name] === null)).toEqual([part]);
  });

  test.each([
    ['without a history', new SafeAIError('audit_unavailable', 'There is no log.')],
    ['with one that is too much to count', new InvalidRequestError('Too many values.')],
  ])('%s the numbers of decisions are 0, which is said', async (_, none) => {
    const answer = await unknown((runtime) => {
      Object.assign(runtime.audit, { tally: () => Promise.reject(none) });
    });
    expect(answer.json()).toMatchObject({
      ...{ history: false, total: 0, series: [], approvals: { pending: 1 } },
      by_action: { allow: 0, flag: 0, redact: 0, pending_approval: 0, block: 0 },
    });
  });

  test('a SafeAI that keeps nothing has no history', async () => {
    const runtime = await createRuntime({ load: () => Promise.resolve(parseConfig(YAML)) });
    const server = await startServer(runtime);
    const said = (await server.send(OVERVIEW, as('root'))).json();
    expect(said).toMatchObject({ history: false, approvals: { pending: 0 }, stops: 0 });
    await runtime.close();
  });

  test('a mistake of the server is not passed over', async () => {
    const answer = await unknown((runtime) => {
      Object.assign(runtime.alerts, { list: () => Promise.reject(new Error('a mistake')) });
    });
    expect(answer.status).toBe(500);
  });
});

describe('GET /v1/dashboard/users', () => {
  const users = async (user: string) => {
    const server = await startServer(fakeRuntime(YAML));
    const { text } = await server.send('/v1/dashboard/users', as(user));
    return JSON.parse(text) as { user_id: string }[];
  };

  test('who may name every tenant sees all of them, as they are configured', async () => {
    expect(await users('root')).toEqual([
      { user_id: 'root', role: 'admin', tenants: ['*'] },
      { user_id: 'ana', role: 'admin', tenants: ['acme', 'other'] },
      { user_id: 'vic', role: 'viewer', tenants: ['acme'] },
      { user_id: 'bill', role: 'billing', tenants: ['other'] },
      { user_id: 'dora', role: 'auditor', tenants: ['third'] },
    ]);
  });

  test('who may not sees those whose tenants are all their own', async () => {
    expect((await users('ana')).map(({ user_id: id }) => id)).toEqual(['ana', 'vic', 'bill']);
  });

  test('who narrows to a tenant sees those of it alone', async () => {
    const server = await startServer(fakeRuntime(YAML));
    const headers = { 'x-safeai-user': 'root', 'x-safeai-tenant': 'acme' };
    const { text } = await server.send('/v1/dashboard/users', { headers });
    expect((JSON.parse(text) as { user_id: string }[]).map((user) => user.user_id)).toEqual([
      'vic',
    ]);
  });
});
