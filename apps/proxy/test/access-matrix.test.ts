import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  PROVIDER_ROUTES,
  ROUTE_ACCESS,
  ROUTES,
  type ProviderRouteDescription,
  type RouteDescription,
  type RouteId,
} from '@safeai/api';
import { parseConfig } from '@safeai/config';
import type { Role } from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import { createLog, createServer, type SafeAIServer } from '../src/index.ts';
import { examplePath } from './support/example-path.ts';
import { send } from './support/http.ts';
import { OtherHost, type OtherAnswer } from './support/other-host.ts';

/**
 * Every route × every role, by key and by the user header, from this machine and from another one. What is expected
 * follows from the table that docs/reference/access.md prints.
 */

const ROLES: readonly Role[] = ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'];
const AGENT = 'agent-1';
const SECOND = 1000;

const all: readonly RouteDescription[] = [...ROUTES, ...PROVIDER_ROUTES.flatMap(described)];
/** It tells who is signed in, and is 401 to a credential: sessions have tests of their own. */
const closed = all.filter(({ id }) => ROUTE_ACCESS[id as RouteId] !== 'public' && id !== 'session');
const open = all.filter(({ id }) => ROUTE_ACCESS[id as RouteId] === 'public');

const people = ROLES.filter((role) => role !== 'agent');

/** Channels and the configuration are nobody's alone: they are for who may name every tenant. */
const OF_EVERY_TENANT: ReadonlySet<string> = new Set(['alerts_test', 'config']);

/** The roles that may call a route in a tenant of theirs. */
const rolesOf = (id: string): readonly Role[] =>
  OF_EVERY_TENANT.has(id) ? [] : (ROUTE_ACCESS[id as RouteId] as readonly Role[]);
const users = people.map((role) => `{ user_id: ${role}, role: ${role}, tenants: [acme] }`);
const CONFIG = `
dashboard: { users: [${users.join(', ')}] }
limits: { rate: { requests_per_minute: 1000000, burst: 1000000, failures_per_minute: 1000000 } }
`;

const time = { now: Date.UTC(2026, 0, 1) };
const clock = { now: () => time.now, monotonic: () => time.now };

type Place = 'loopback' | 'a network namespace' | 'the outer address of this machine';
const elsewhere = OtherHost.open();
const PLACES: readonly Place[] = elsewhere === null ? ['loopback'] : ['loopback', elsewhere.kind];

let runtime: Runtime;
let server: SafeAIServer;
let port: string;
const keys = new Map<string, string>();

beforeAll(async () => {
  const loaded = parseConfig(CONFIG);
  runtime = await createRuntime({ load: () => Promise.resolve(loaded), ports: { clock } });
  server = createServer({ runtime, log: createLog({ level: 'error' }), host: '0.0.0.0', port: 0 });
  port = new URL((await server.listen()).url).port;
  const make = async (name: string, roles: Role[], expiresInMs?: number): Promise<string> => {
    const { key, text } = await runtime.boundary.apiKeys.create({
      tenants: ['acme'],
      roles,
      ...(roles.includes('agent') ? { agents: [AGENT] } : {}),
      ...(expiresInMs === undefined ? {} : { expiresInMs }),
    });
    keys.set(name, text);
    return key.id;
  };
  for (const role of ROLES) {
    await make(role, [role]);
    await make(`expired ${role}`, [role], SECOND);
    await runtime.boundary.apiKeys.revoke(await make(`revoked ${role}`, [role]));
  }
  time.now += 2 * SECOND;
});

afterAll(async () => {
  elsewhere?.close();
  await server.close();
  await runtime.close();
});

function keyOf(name: string): Record<string, string> {
  return { 'x-safeai-key': keys.get(name) ?? '' };
}

/** A provider route in the form of the others. A sidecar tells who may not call it before it tells that it is not there. */
function described({ paths, ...route }: ProviderRouteDescription): RouteDescription[] {
  const { query, answer } = ROUTES[0];
  const schema = { ...query, properties: {} };
  return paths.map((path) => ({
    ...{ ...route, path, query, answer, hot: true, tags: [], errors: [] },
    ...(route.method === 'POST' ? { body: { schema, required: true, example: {} } } : {}),
  }));
}

/** Where a request says whom it is for. */
function fieldsOf({ query, body }: RouteDescription): { query: object; body: object } {
  return {
    query: (query.properties ?? {}) as object,
    body: (body?.schema.properties ?? {}) as object,
  };
}

function ask(
  route: RouteDescription,
  place: Place,
  headers: Readonly<Record<string, string>>,
  named: Readonly<Record<string, string>> = {},
): Promise<OtherAnswer> {
  const known = fieldsOf(route);
  const pick = (fields: object) => Object.entries(named).filter(([name]) => name in fields);
  const query = new URLSearchParams(pick(known.query)).toString();
  const body = JSON.stringify({ ...exampleOf(route), ...Object.fromEntries(pick(known.body)) });
  const sent = {
    path: examplePath(route) + (query === '' ? '' : `?${query}`),
    method: route.method,
    headers: {
      ...headers,
      ...(route.body === undefined
        ? {}
        : {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(body)),
          }),
    },
    ...(route.body === undefined ? {} : { body }),
  };
  if (place === 'loopback') return send(`http://127.0.0.1:${port}`, sent.path, sent);
  if (elsewhere === null) throw new Error('This machine has no other address.');
  return elsewhere.send(port, sent);
}

/** The example of a body, for the tenant and the agent that all here have, and for whoever asks. */
function exampleOf({ id, body }: RouteDescription): Record<string, unknown> {
  const {
    approver_id: _,
    user_id: _user,
    ...example
  } = (body?.example ?? {}) as Record<string, unknown>;
  const own = { tenant_id: 'acme', tenant_ids: ['acme'], agent_id: AGENT, source_agent_id: AGENT };
  const named = Object.entries(own).filter(([name]) => name in example);
  const confirm = id === 'memory_shred' ? { confirm: 'acme' } : {};
  return { ...example, ...Object.fromEntries(named), ...confirm };
}

const codeOf = ({ text }: OtherAnswer): unknown => {
  try {
    return (JSON.parse(text) as { code?: unknown }).code;
  } catch {
    return undefined;
  }
};

/** The roles to which a route answers, in the form of a table's row. */
async function rowOf(
  route: RouteDescription,
  place: Place,
  name: (role: Role) => Record<string, string>,
  named: Readonly<Record<string, string>> = {},
): Promise<Record<string, number>> {
  const row: Record<string, number> = {};
  for (const role of ROLES) {
    const answer = await ask(route, place, name(role), named);
    row[role] = codeOf(answer) === undefined && answer.status === 403 ? -1 : answer.status;
  }
  return row;
}

const isRefusal = (status: number) => status === 401 || status === 403;

describe.each(PLACES)('from %s', (place) => {
  describe.each(closed.map((route) => [route.id, route] as const))('%s', (id, route) => {
    const access = rolesOf(id);

    test('answers its roles in their own tenant, and no others', async () => {
      for (const named of [{}, { tenant_id: 'acme' }]) {
        const row = await rowOf(route, place, (role) => keyOf(role), named);
        const answered = ROLES.filter((role) => !isRefusal(row[role] ?? 0));
        expect(answered).toEqual(ROLES.filter((role) => access.includes(role)));
        expect(Object.values(row)).not.toContain(401);
      }
    });

    test('lets none of them into another tenant, by header, query or body', async () => {
      const forbidden = Object.fromEntries(ROLES.map((role) => [role, 403]));
      const inOther = (role: Role) => ({ ...keyOf(role), 'x-safeai-tenant': 'other' });
      expect(await rowOf(route, place, inOther)).toEqual(forbidden);
      const { query, body } = fieldsOf(route);
      if (!('tenant_id' in query) && !('tenant_id' in body)) return;
      for (const tenant_id of ['other', '*']) {
        expect(await rowOf(route, place, keyOf, { tenant_id })).toEqual(forbidden);
      }
    });

    test('knows nobody by an expired, revoked or altered key', async () => {
      const unknown = Object.fromEntries(ROLES.map((role) => [role, 401]));
      const altered = (role: Role) => {
        const key = keys.get(role) ?? '';
        return { authorization: `Bearer ${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}` };
      };
      expect(await rowOf(route, place, (role) => keyOf(`expired ${role}`))).toEqual(unknown);
      expect(await rowOf(route, place, (role) => keyOf(`revoked ${role}`))).toEqual(unknown);
      expect(await rowOf(route, place, altered)).toEqual(unknown);
    });

    test('believes no header that says more than the credential', async () => {
      const forbidden = Object.fromEntries(ROLES.map((role) => [role, 403]));
      const asAnother = (role: Role) => ({
        ...keyOf(role),
        'x-safeai-user': role === 'admin' ? 'approver' : 'admin',
      });
      expect(await rowOf(route, place, asAnother)).toEqual(forbidden);
    });

    test('asks everybody for a credential who is not believed without one', async () => {
      const strangers: Record<string, string>[] = [
        { 'x-forwarded-for': '127.0.0.1' },
        { 'x-forwarded-for': '127.0.0.1', 'x-safeai-user': 'admin' },
        { forwarded: 'for=127.0.0.1', 'x-safeai-user': 'admin', 'x-safeai-tenant': 'acme' },
        { 'x-real-ip': '127.0.0.1' },
        { via: '1.1 proxy' },
        { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.', via: '1.1 proxy' },
      ];
      if (place !== 'loopback') {
        strangers.push({}, { 'x-safeai-user': 'admin' }, { host: 'localhost' });
      }
      for (const headers of strangers) {
        const answer = await ask(route, place, headers);
        expect([headers, answer.status, codeOf(answer)]).toEqual([headers, 401, 'unauthenticated']);
      }
    });

    test('does not let an agent speak for another one', async () => {
      const { query, body } = fieldsOf(route);
      if (!access.includes('agent') || !('agent_id' in query || 'agent_id' in body)) return;
      const answer = await ask(route, place, keyOf('agent'), { agent_id: 'agent-2' });
      expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden']);
    });
  });

  test.each(open.map((route) => [route.id, route] as const))(
    '%s answers everybody, whatever they bring',
    async (_, route) => {
      const brought = [{}, keyOf('agent'), keyOf('expired admin'), { 'x-safeai-key': 'sfai_no' }];
      for (const headers of brought) {
        expect(isRefusal((await ask(route, place, headers)).status)).toBe(false);
      }
    },
  );
});

test.each(PLACES)('from %s nobody has a session for having a credential', async (place) => {
  const route = all.find(({ id }) => id === 'session');
  if (route === undefined) throw new Error('There is no route of sessions.');
  for (const name of ['admin', 'expired admin', 'revoked admin']) {
    expect((await ask(route, place, keyOf(name))).status).toBe(401);
  }
  expect((await ask(route, place, { via: '1.1 proxy' })).status).toBe(401);
});

describe('on trusted loopback', () => {
  test.each(closed.map((route) => [route.id, route] as const))(
    '%s answers who names no user, and users by their roles',
    async (id, route) => {
      const access = rolesOf(id);
      const named = id.startsWith('approval_') ? { approver_id: 'admin' } : {};
      // What a dashboard shows is shown to users alone.
      const isForUsers = route.path.startsWith('/v1/dashboard/');
      const nobody = await ask(route, 'loopback', {}, named);
      expect(isRefusal(nobody.status)).toBe(isForUsers);
      for (const role of people) {
        const { status } = await ask(route, 'loopback', { 'x-safeai-user': role });
        expect([role, isRefusal(status)]).toEqual([role, !access.includes(role)]);
      }
      const unknown = await ask(route, 'loopback', { 'x-safeai-user': 'mallory' });
      expect([unknown.status, codeOf(unknown)]).toEqual([403, 'forbidden']);
    },
  );
});

if (elsewhere?.kind !== 'a network namespace') {
  test.skip('from a network namespace: this machine may make none', () => undefined);
}
if (elsewhere === null) {
  test.skip('from the outer address of this machine: it has none', () => undefined);
}
