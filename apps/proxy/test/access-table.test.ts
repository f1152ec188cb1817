import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ROUTE_ACCESS, ROUTES, type RouteDescription, type RouteId } from '@safeai/api';
import type { Role } from '@safeai/core';
import { examplePath } from './support/example-path.ts';
import { fakeRuntime, type FakeRuntime } from './support/fake-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const PEOPLE = ['admin', 'approver', 'auditor', 'viewer', 'billing'] as const;
const users = PEOPLE.flatMap((role) => [
  `{ user_id: ${role}, role: ${role}, tenants: [acme] }`,
  `{ user_id: ${role}-of-all, role: ${role}, tenants: ['*'] }`,
]);
const CONFIG = `dashboard: { users: [${users.join(', ')}] }`;

/** The contract's table, row by row: which of these people may call the routes that begin so. */
const ROWS: readonly (readonly [routes: RegExp, people: readonly Role[]])[] = [
  [/^(?:scan|guard|intercept|memory)_|^action_outcome$|^proxy_forward$/, ['admin']],
  [/^(?:audit|metrics|policies_explain)/, ['admin', 'approver', 'auditor']],
  [/^approvals?$/, ['admin', 'approver', 'auditor']],
  [/^approval_(?:approve|deny|cancel)$/, ['admin', 'approver']],
  [/^policies(?:_check|_templates)?$|^plugins$/, ['admin', 'approver', 'auditor']],
  [/^policies_(?:reload|simulate)$|^capabilit|^key|^lockdown|^secrets/, ['admin']],
  [/^alert$|^alerts(?:_messages|_rules|_silences)?$/, ['admin', 'approver', 'auditor']],
  [/^alerts_(?:retry|test|silence|unsilence)$|^alert_/, ['admin']],
  [/^cost_|^budgets/, ['admin', 'billing']],
  [/^tenants$|^dashboard_overview$/, PEOPLE],
  [/^dashboard_users$|^config$/, ['admin']],
  [/^session/, PEOPLE],
  [/^events/, PEOPLE],
];

/** What concerns the whole installation is for who may name every tenant. */
const OF_ALL: ReadonlySet<string> = new Set(['config']);

const all: readonly RouteDescription[] = ROUTES;
const closed = all.filter(({ id }) => ROUTE_ACCESS[id as RouteId] !== 'public');
const tenanted = all.filter((route) => tenantIn(route) !== null);

/** Where a request says which tenant it is for. */
function tenantIn({ query, body }: RouteDescription): 'query' | 'body' | null {
  if ('tenant_id' in ((query.properties ?? {}) as object)) return 'query';
  const asked = JSON.stringify(body?.schema ?? {});
  return asked.includes('"tenant_id"') ? 'body' : null;
}

let runtime: FakeRuntime;
let server: TestServer;

beforeEach(async () => {
  runtime = fakeRuntime(CONFIG);
  server = await startServer(runtime);
});

afterEach(() => server.server.close());

function ask(route: RouteDescription, user: string, tenant = 'acme') {
  const place = tenantIn(route);
  // Who decides, and who signs in, is who asks.
  const fields = /^(?:approval|session)_/.test(route.id) ? {} : (route.body?.example as object);
  const body = place === 'body' ? { ...fields, tenant_id: tenant } : fields;
  const query = place === 'query' ? `?tenant_id=${encodeURIComponent(tenant)}` : '';
  return server.send(examplePath(route) + query, {
    method: route.method,
    headers: { 'x-safeai-user': OF_ALL.has(route.id) ? `${user}-of-all` : user },
    ...(route.body === undefined ? {} : { body }),
  });
}

test('every route that is not public is in exactly one row of the table', () => {
  const rows = closed.map(({ id }) => [id, ROWS.filter(([routes]) => routes.test(id)).length]);
  expect(rows).toEqual(closed.map(({ id }) => [id, 1]));
});

describe.each(closed.map((route) => [route.id, route] as const))('%s', (id, route) => {
  test.each(PEOPLE)('answers a user with the role %s as the table says', async (role) => {
    const may = ROWS.some(([routes, people]) => routes.test(id) && people.includes(role));
    const { status, text } = await ask(route, role);
    if (may) expect([status, text]).not.toEqual([403, expect.anything()]);
    else {
      expect(JSON.parse(text)).toMatchObject({ status: 403, code: 'forbidden' });
      expect(runtime.calls).toEqual([]);
    }
  });
});

test('all routes about a tenant take its name, by query or body', () => {
  expect(tenanted.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['audit', 'audit_query', 'approvals', 'capabilities', 'memory_shred']),
  );
});

describe.each(tenanted.map((route) => [route.id, route] as const))('%s', (_, route) => {
  test.each(['other', '*', 'ACME', 'acme '])('does not let anyone into tenant %j', async (name) => {
    const { text } = await ask(route, 'admin', name);
    expect(JSON.parse(text)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(runtime.calls).toEqual([]);
  });

  test('lets its people into their own', async () => {
    const { status } = await ask(route, 'admin', 'acme');
    expect(status).not.toBe(403);
  });
});
