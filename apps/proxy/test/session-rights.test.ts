import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ROUTE_ACCESS, ROUTES, type RouteDescription, type RouteId } from '@safeai/api';
import type { Role } from '@safeai/core';
import { examplePath } from './support/example-path.ts';
import { fakeRuntime, type FakeRuntime } from './support/fake-runtime.ts';
import { listen } from './support/listener.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';
import { SESSION, signIn } from './support/sign-in.ts';

/** What the dashboard can do with the session of somebody who signed in by name on this machine. */

const PEOPLE: readonly Role[] = ['admin', 'approver', 'auditor', 'viewer', 'billing'];
const USERS = `users: [${PEOPLE.map((role) => `{ user_id: ${role}, role: ${role}, tenants: ['*'] }`).join(', ')}]`;

const all: readonly RouteDescription[] = ROUTES;
const closed = all.filter(({ id }) => ROUTE_ACCESS[id as RouteId] !== 'public');

let runtime: FakeRuntime;
let server: TestServer;

async function start(dashboard: string): Promise<void> {
  runtime = fakeRuntime(`dashboard: { ${dashboard} }`);
  server = await startServer(runtime);
}

describe('on every route', () => {
  beforeEach(() => start(USERS));
  afterEach(() => server.server.close());

  test.each(PEOPLE)('a session of %s may do what its role may', async (role) => {
    const { using } = await signIn(server, role);
    for (const route of closed) {
      // Who decides is who is signed in; a sign-in of somebody else would end the session.
      if (route.id === 'session_open') continue;
      const isVote = route.id.startsWith('approval_');
      const answer = await server.send(
        examplePath(route),
        using({
          method: route.method,
          headers: { origin: server.url },
          ...(route.body === undefined || isVote ? {} : { body: route.body.example ?? {} }),
        }),
      );
      const may = (ROUTE_ACCESS[route.id as RouteId] as readonly Role[]).includes(role);
      const isRefused = answer.status === 401 || answer.status === 403;
      expect([route.id, isRefused]).toEqual([route.id, !may]);
    }
  });
});

describe('a session of an admin', () => {
  const TABLE = { tool_name: 'database_query', parameters: { query: 'DROP TABLE users' } };

  test('works as the command line does, in a page of this server', async () => {
    const real = await realRuntime();
    server = await startServer(real);
    const { cookie, using } = await signIn(server, 'security-admin');
    const page = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    const ask = async (path: string, body?: object, method?: string) => {
      const sent = { headers: page, ...(method === undefined ? {} : { method }) };
      const answer = await server.send(path, using({ ...sent, ...(body && { body }) }));
      expect([path, answer.status, answer.text]).toEqual([path, 200, expect.anything()]);
      return answer.json();
    };

    const live = await listen(server.url, '/v1/events', { headers: { cookie, ...page } });
    const scanned = await ask('/v1/scan/input', { text: 'mail bo@example.com', agent_id: 'a' });
    expect(scanned).toMatchObject({ decision: { action: 'allow' } });
    expect(await live.next()).toMatchObject({ event: 'scan.allowed', agent_id: 'a' });

    const asked = await server.send('/v1/intercept/tool', {
      body: { phase: 'request', agent_id: 'a', ...TABLE },
    });
    const path = `/v1/approvals/${String(asked.json().approval_request_id)}`;
    expect(await ask(path)).toMatchObject({ status: 'pending' });
    expect(await ask(`${path}/approve`, { note: 'seen' })).toMatchObject({ status: 'approved' });

    expect(await ask('/v1/policies/simulate', { draft: 'policies: []\n' })).toMatchObject({
      records: expect.any(Number),
    });
    const { id } = await ask('/v1/keys', { roles: ['viewer'], tenant_id: 'default' });
    await ask(`/v1/keys/${String(id)}`, undefined, 'DELETE');
    const stop = await ask('/v1/lockdown', { agent_id: 'a', reason: 'odd' });
    await ask(`/v1/lockdown/${String(stop.id)}`, undefined, 'DELETE');
    expect(await ask('/v1/dashboard/overview')).toMatchObject({ stops: 0 });
    await ask('/v1/dashboard/users');
    await ask('/v1/config');
  });

  test('decides on nothing that the admin asked for', async () => {
    const real = await realRuntime();
    server = await startServer(real);
    const { using } = await signIn(server, 'security-admin');
    const asked = await server.send(
      '/v1/intercept/tool',
      using({ body: { phase: 'request', agent_id: 'a', ...TABLE } }),
    );
    const path = `/v1/approvals/${String(asked.json().approval_request_id)}/approve`;
    const answer = await server.send(path, using({ body: {} }));
    expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
  });
});

describe('where roles are not checked', () => {
  beforeEach(() => start(`rbac_enabled: false, ${USERS}`));

  const ofSession = async (headers = {}) => {
    const { using, answer } = await signIn(server, 'viewer', headers);
    const again = await server.send(SESSION, using({ headers }));
    expect(again.json()).toEqual(answer.json());
    return { using, told: again.json() };
  };

  test('a session says so, and no route is refused for its role', async () => {
    const { using, told } = await ofSession();
    expect(told).toMatchObject({ roles: ['viewer'], roles_checked: false });
    for (const path of ['/v1/policies', '/v1/audit', '/v1/keys', '/v1/dashboard/users']) {
      expect([path, (await server.send(path, using())).status]).toEqual([path, 200]);
    }
  });

  test('from elsewhere they are, and its session says that', async () => {
    const proxied = fakeRuntime(
      `auth: { trusted_proxies: [127.0.0.1] }\ndashboard: { rbac_enabled: false, ${USERS} }`,
    );
    server = await startServer(proxied);
    const from = { 'x-safeai-user': 'viewer', 'x-forwarded-for': '203.0.113.9' };
    const there = await server.send(SESSION, { method: 'POST', headers: from });
    expect(there.json()).toMatchObject({ roles: ['viewer'], roles_checked: true });
    expect((await server.send('/v1/policies', { headers: from })).status).toBe(403);
  });
});
