import { beforeEach, describe, expect, test } from '@jest/globals';
import { ROUTE_ACCESS, ROUTES, type RouteDescription, type RouteId } from '@safeai/api';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const CONFIG = `
dashboard: { users: [{ user_id: eve, role: admin, tenants: [acme] }] }
alerts: { channels: [{ type: file, path: alerts.ndjson }] }
`;
const EVE = { 'x-safeai-user': 'eve', 'x-request-id': 'same' };

const all: readonly RouteDescription[] = ROUTES;
const named = all.filter(
  ({ id, path }) =>
    // The names of profiles are nobody's.
    path.includes('{') && id !== 'intercept_hook' && ROUTE_ACCESS[id as RouteId] !== 'public',
);

let server: TestServer;
/** Ids of another tenant, each with one that is nobody's, by what the path begins with. */
let ids: readonly (readonly [path: string, foreign: string, unknown: string])[];

beforeEach(async () => {
  server = await startServer(await realRuntime(CONFIG));
  const call = { phase: 'request', agent_id: 'a', tenant_id: 'other' };
  const asked = await server.send('/v1/intercept/tool', {
    body: { ...call, tool_name: 'database_query', parameters: { query: 'DROP TABLE users' } },
  });
  const letThrough = await server.send('/v1/intercept/tool', {
    body: { ...call, tool_name: 'search', parameters: { q: 'weather' }, operation_id: 'op' },
  });
  const granted = await server.send('/v1/capabilities', {
    body: { agent_id: 'a', tools: ['search'], tenant_id: 'other' },
  });
  const stopped = await server.send('/v1/lockdown', {
    body: { agent_id: 'b', tenant_id: 'other', reason: 'r' },
  });
  const made = await server.send('/v1/keys', {
    body: { roles: ['viewer'], tenant_id: 'other' },
  });
  const silenced = await server.send('/v1/alerts/silences', {
    body: { tenant_id: 'other', rule: 'any', duration: '1h', reason: 'r' },
  });
  await server.send('/v1/scan/input', {
    body: { text: 'token=sk-ABCDEF1234567890ABCDEF', tenant_id: 'other' },
  });
  const { decision_id: decision } = letThrough.json().decision as { decision_id: string };
  const nothing = '0'.repeat(24);
  const noDecision = '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10';
  ids = [
    ['/v1/approvals/', String(asked.json().approval_request_id), `ar-${nothing}`],
    ['/v1/capabilities/', String(granted.json().id), `cap-${nothing}`],
    ['/v1/lockdown/', String(stopped.json().id), `ld-${nothing}`],
    ['/v1/keys/', String(made.json().id), 'key-000000000000'],
    ['/v1/alerts/silences/', String(silenced.json().id), `si-${nothing}`],
    ['/v1/alerts/', await alertOf('other'), `safeai-${'0'.repeat(32)}`],
    ['/v1/audit/', decision, noDecision],
    ['/v1/actions/', decision, noDecision],
  ];
});

/** The id of the alert of a tenant, once there is one. */
async function alertOf(tenant: string): Promise<string> {
  for (;;) {
    const answer = await server.send(`/v1/alerts?tenant_id=${tenant}`);
    const [alert] = answer.json() as unknown as readonly { readonly id: string }[];
    if (alert !== undefined) return alert.id;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe.each(named.map((route) => [route.id, route] as const))('%s', (_, route) => {
  test('answers the same to what is of another tenant and to what is nowhere', async () => {
    const [, foreign = '', unknown = ''] = ids.find(([path]) => route.path.startsWith(path)) ?? [];
    expect(foreign).not.toBe('');
    const ask = (id: string) =>
      server.send(route.path.replace(/\{[a-z_]+\}/, id), {
        method: route.method,
        headers: EVE,
        ...(route.body === undefined
          ? {}
          : { body: route.path.startsWith('/v1/actions/') ? { outcome: 'failed' } : {} }),
      });
    const [of, none] = [await ask(foreign), await ask(unknown)];
    expect(of.json()).toMatchObject({ status: 404, code: 'not_found' });
    expect(of.text).toBe(none.text);
    expect({ ...of.headers, date: '' }).toEqual({ ...none.headers, date: '' });
  });
});

test('an approval of another tenant is nowhere in a body either', async () => {
  const [, foreign, unknown] = ids[0] ?? ['', '', ''];
  const use = (id: string) =>
    server.send('/v1/intercept/tool', {
      body: {
        phase: 'request',
        agent_id: 'a',
        tool_name: 'database_query',
        parameters: { query: 'DROP TABLE users' },
        approval_request_id: id,
      },
      headers: EVE,
    });
  const [of, none] = [await use(foreign), await use(unknown)];
  expect(of.json()).toMatchObject({ status: 404, code: 'not_found' });
  expect(of.text).toBe(none.text);
});
