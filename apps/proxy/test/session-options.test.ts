import { describe, expect, test } from '@jest/globals';
import { fakeRuntime } from './support/fake-runtime.ts';
import type { Sent } from './support/http.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';
import { SESSION, signIn } from './support/sign-in.ts';

const OPTIONS = '/v1/session/options';

const NAMES = ['ana', 'bo', 'cy', 'nobody', 'local'];
const USERS = `
dashboard:
  users:
    - { user_id: ana, role: approver, tenants: [acme, other] }
    - { user_id: bo, role: viewer, tenants: [other] }
    - { user_id: cy, role: admin, tenants: ['*'] }
`;
const ANA = { user_id: 'ana', role: 'approver', tenants: ['acme', 'other'] };
const BO = { user_id: 'bo', role: 'viewer', tenants: ['other'] };
const CY = { user_id: 'cy', role: 'admin', tenants: ['*'] };

const FORWARDED = { 'x-forwarded-for': '203.0.113.9' };
const PROXY = 'auth: { trusted_proxies: [127.0.0.1] }';

/** How a request comes, and who can sign in then: by name, or as whom it is of already. */
const CASES: readonly (readonly [
  what: string,
  yaml: string,
  headers: Sent['headers'],
  users: readonly object[],
  as: string | null,
])[] = [
  ['on trusted loopback', '', {}, [ANA, BO, CY], null],
  ['where loopback is not trusted', 'auth: { loopback: credential }', {}, [], null],
  ['through somebody who forwards', '', FORWARDED, [], null],
  ['as a user of this machine', '', { 'x-safeai-user': 'ana' }, [], 'ana'],
  ['as a user who is not configured', '', { 'x-safeai-user': 'nobody' }, [], null],
  [
    'as a user, through somebody who forwards',
    '',
    { ...FORWARDED, 'x-safeai-user': 'ana' },
    [],
    null,
  ],
  ['by a trusted proxy', PROXY, { ...FORWARDED, 'x-safeai-user': 'bo' }, [], 'bo'],
  ['by a trusted proxy that names nobody', PROXY, FORWARDED, [], null],
  [
    'with a session that is over',
    '',
    { cookie: `safeai_session=${'A'.repeat(43)}` },
    [ANA, BO, CY],
    null,
  ],
  ['with a key that is none', '', { 'x-safeai-key': `sfai_${'0'.repeat(12)}` }, [], null],
  [
    'in a tenant',
    '',
    { 'x-safeai-tenant': 'acme' },
    [
      { ...ANA, tenants: ['acme'] },
      { ...CY, tenants: ['acme'] },
    ],
    null,
  ],
  [
    'where loopback has few tenants',
    'auth: { loopback_tenants: [acme] }',
    {},
    [
      { ...ANA, tenants: ['acme'] },
      { ...CY, tenants: ['acme'] },
    ],
    null,
  ],
  [
    'as a user without a tenant of loopback',
    'auth: { loopback_tenants: [acme] }',
    { 'x-safeai-user': 'bo' },
    [],
    null,
  ],
];

describe.each(CASES)('%s', (_, yaml, headers, users, as) => {
  test('who can sign in is told', async () => {
    const server = await startServer(fakeRuntime(`${USERS}\n${yaml}`));
    const answer = await server.send(OPTIONS, { headers: { ...headers } });
    expect(answer.status).toBe(200);
    expect(answer.json()).toMatchObject({ users, api_key: true, oidc: false });
    const { as: told } = answer.json() as { as: { user: string } | null };
    expect(told?.user ?? null).toBe(as);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('whoever is offered signs in, with those tenants, and nobody else does', async () => {
    const server = await startServer(fakeRuntime(`${USERS}\n${yaml}`));
    for (const name of NAMES) {
      const body = { user_id: name };
      const answer = await server.send(SESSION, { body, headers: { ...headers } });
      const offered = (users as { user_id: string }[]).find(({ user_id: id }) => id === name);
      const mayNot = offered === undefined && name !== as;
      expect([name, answer.status === 200]).toEqual([name, !mayNot]);
      if (offered !== undefined) expect(answer.json()).toMatchObject(withoutName(offered));
    }
    const unnamed = await server.send(SESSION, { method: 'POST', headers: { ...headers } });
    expect(unnamed.status === 200).toBe(as !== null);
    if (as !== null) {
      const { as: told } = (await server.send(OPTIONS, { headers: { ...headers } })).json();
      expect(unnamed.json()).toMatchObject(told as object);
    }
  });
});

/** What a session says of a user that was offered. */
function withoutName(offered: object) {
  const { role, tenants } = offered as { role: string; tenants: string[] };
  return { roles: [role], tenants };
}

const optionsOf = async (server: TestServer, sent: Sent = {}) =>
  (await server.send(OPTIONS, sent)).json();

test('a session does not change what is offered: whoever signs in leaves it', async () => {
  const server = await startServer(fakeRuntime(USERS));
  const { using } = await signIn(server, 'bo');
  expect(await optionsOf(server, using())).toEqual(await optionsOf(server));
});

test('a key is told of nobody', async () => {
  const runtime = await realRuntime(USERS);
  const server = await startServer(runtime);
  const { text } = await runtime.boundary.apiKeys.create({ tenants: ['acme'], roles: ['admin'] });
  const headers = { 'x-safeai-key': text };
  expect(await optionsOf(server, { headers })).toMatchObject({ users: [], as: null });
});

test('says whether there are an issuer and a dashboard', async () => {
  const oidc = 'auth: { oidc: { issuer: "https://id.example.com", client_id: safeai } }';
  const server = await startServer(
    fakeRuntime(`dashboard: { enabled: false, users: [] }\n${oidc}`),
  );
  expect(await optionsOf(server)).toEqual({
    ...{ dashboard: false, users: [], api_key: true, oidc: true, as: null },
  });
});
