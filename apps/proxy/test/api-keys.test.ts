import { describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTE_ACCESS, ROUTES, type RouteDescription } from '@safeai/api';
import { examplePath } from './support/example-path.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const YAML = `
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme, beta] }
    - { user_id: auditor, role: auditor, tenants: ['*'] }
`;

const routes: readonly RouteDescription[] = ROUTES;

async function start() {
  const runtime = await realRuntime(YAML);
  const server = await startServer(runtime);
  return { runtime, server, ...asking(server) };
}

function asking(server: TestServer) {
  const as = (user: string) => ({ headers: { 'x-safeai-user': user } });
  const create = (body: object, user = 'root') => server.send('/v1/keys', { body, ...as(user) });
  const list = (query = '', user = 'root') => server.send(`/v1/keys${query}`, as(user));
  const revoke = (id: string, user = 'root') =>
    server.send(`/v1/keys/${id}`, { method: 'DELETE', ...as(user) });
  return { create, list, revoke };
}

/** Whether an answer has the form that the contract says. */
function problems(id: string, answer: object): unknown[] {
  const schema = routes.find((route) => route.id === id)?.answer.schema;
  return schema === undefined ? ['no schema'] : [...bodyValidator(schema)(answer)];
}

describe('POST /v1/keys', () => {
  test('gives the key, once, and it is whose it says', async () => {
    const { runtime, create, list, revoke } = await start();
    const created = await create({
      tenant_ids: ['acme', 'beta'],
      roles: ['agent'],
      agent_ids: ['billing-bot'],
      user_id: 'ci',
      expires_in: '30d',
    });
    expect(created.status).toBe(200);
    const answer = created.json();
    expect(problems('key_create', answer)).toEqual([]);
    expect(answer).toMatchObject({
      id: expect.stringMatching(/^key-[0-9a-z]{12}$/),
      key: expect.stringMatching(/^sfai_[0-9a-z]{12}_[\w-]{43}$/),
      tenant_ids: ['acme', 'beta'],
      agent_ids: ['billing-bot'],
      issuer: 'root',
      revoked_at: null,
    });
    const span = Date.parse(String(answer.expires_at)) - Date.parse(String(answer.created_at));
    expect(span).toBe(30 * 24 * 3_600_000);
    const key = String(answer.key);
    expect(await runtime.boundary.apiKeys.authenticate(key)).toEqual({
      tenant: 'acme',
      tenants: ['acme', 'beta'],
      user: 'ci',
      roles: ['agent'],
      agents: ['billing-bot'],
      agent: 'billing-bot',
      keyId: answer.id,
      source: 'key',
    });

    const listed = await list();
    const { key: _, ...view } = answer;
    expect(listed.json()).toEqual([view]);
    expect(problems('keys', listed.json())).toEqual([]);
    const revoked = await revoke(String(answer.id));
    expect(problems('key_revoke', revoked.json())).toEqual([]);
    expect(revoked.json()).toEqual({ ...view, revoked_at: expect.any(String) });
    expect(listed.text + revoked.text).not.toContain(key.slice(18));
    expect(await runtime.boundary.apiKeys.authenticate(key)).toBeNull();
  });

  test('without a tenant is for the caller’s own', async () => {
    const { create } = await start();
    const tenantsOf = async (body: object, user?: string) =>
      (await create({ roles: ['viewer'], ...body }, user)).json().tenant_ids;
    expect(await tenantsOf({})).toEqual(['default']);
    expect(await tenantsOf({}, 'acme-admin')).toEqual(['acme']);
    expect(await tenantsOf({ tenant_id: 'beta' }, 'acme-admin')).toEqual(['beta']);
    expect(await tenantsOf({ tenant_ids: ['*'] })).toEqual(['*']);
  });

  test.each<[string, object, string, number]>([
    ['another tenant', { tenant_id: 'other' }, 'acme-admin', 403],
    ['another tenant among its own', { tenant_ids: ['acme', 'other'] }, 'acme-admin', 403],
    ['all tenants', { tenant_ids: ['*'] }, 'acme-admin', 403],
    ['a tenant twice over', { tenant_id: 'a', tenant_ids: ['a'] }, 'root', 422],
    ['no tenant', { tenant_ids: [] }, 'root', 422],
    ['what is no tenant', { tenant_ids: ['a b'] }, 'root', 422],
    ['no role', { roles: [] }, 'root', 422],
    ['what is no role', { roles: ['root'] }, 'root', 422],
    ['nobody', { user_id: '' }, 'root', 422],
    ['a wrong time', { expires_in: 'soon' }, 'root', 422],
    ['ever', { expires_in: '9999w' }, 'root', 422],
    ['agents that may not act', { roles: ['viewer'], agent_ids: ['a'] }, 'root', 422],
    ['one who is no admin', { roles: ['viewer'] }, 'auditor', 403],
    ['a user of more tenants', { user_id: 'auditor' }, 'acme-admin', 403],
    ['a caller that has no name', { user_id: 'local' }, 'root', 422],
  ])('makes none for %s', async (_, body, user, status) => {
    const { create, list } = await start();
    const refused = await create({ roles: ['agent'], ...body }, user);
    expect([refused.status, refused.text.includes('sfai_')]).toEqual([status, false]);
    expect((await list()).json()).toEqual([]);
  });

  test('says what is wrong by the names of the body', async () => {
    const { create } = await start();
    const wrong = {
      roles: ['viewer'],
      tenant_ids: ['a', 'a b'],
      agent_ids: ['a'],
      user_id: 'local',
      expires_in: '9999w',
    };
    const { errors } = (await create(wrong)).json() as { errors: { path: string }[] };
    const paths = ['$.tenant_ids[1]', '$.agent_ids', '$.user_id', '$.expires_in'];
    expect(errors.map(({ path }) => path)).toEqual(paths);
  });

  test('is in the name of a configured user for who is an admin of all the user’s tenants', async () => {
    const { create } = await start();
    const made = await create({ roles: ['auditor'], user_id: 'acme-admin' }, 'acme-admin');
    expect(made.json()).toMatchObject({ user_id: 'acme-admin', tenant_ids: ['acme'] });
    expect((await create({ roles: ['auditor'], user_id: 'auditor' })).status).toBe(200);
    expect((await create({ roles: ['auditor'], user_id: 'anybody' }, 'acme-admin')).status).toBe(
      200,
    );
  });

  test('under an idempotency key makes one, shows it once, and keeps it nowhere', async () => {
    const { create, list } = await start();
    const body = { roles: ['agent'], idempotency_key: 'k' };
    const answers = await Promise.all([create(body), create(body), create(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const repeat = await create(body);
    expect(repeat.json()).toMatchObject({ status: 409, code: 'conflict' });
    expect(repeat.text).not.toContain('sfai_');
    expect((await list()).json()).toHaveLength(1);
    expect((await create({ ...body, idempotency_key: 'l' })).status).toBe(200);
  });
});

describe('keys of others', () => {
  test('are neither listed nor revoked', async () => {
    const { create, list, revoke } = await start();
    const ids = new Map<string, string>();
    for (const tenants of [['acme'], ['other'], ['acme', 'other'], ['*']]) {
      const { id } = (await create({ tenant_ids: tenants, roles: ['viewer'] })).json();
      ids.set(tenants.join(), String(id));
    }
    const seen = (await list('', 'acme-admin')).json() as unknown as { id: string }[];
    expect(seen.map(({ id }) => id)).toEqual([ids.get('acme')]);
    const nobodys = await revoke('key-000000000000', 'acme-admin');
    for (const foreign of ['other', 'acme,other', '*']) {
      const refused = await revoke(ids.get(foreign) ?? '', 'acme-admin');
      expect([refused.status, refused.json().detail]).toEqual([404, nobodys.json().detail]);
    }
    expect((await list('?tenant_id=other', 'acme-admin')).status).toBe(403);
    expect((await list('?tenant_id=other&limit=1')).json()).toMatchObject([
      { id: ids.get('other') },
    ]);
    expect((await revoke(ids.get('acme') ?? '', 'acme-admin')).status).toBe(200);
  });
});

test('a key opens what its roles and tenants open, until it is revoked', async () => {
  const { server, create, revoke } = await start();
  const made = await create({ tenant_ids: ['acme'], roles: ['agent'], agent_ids: ['bot'] });
  const { id, key } = made.json() as { id: string; key: string };
  const ask = (path: string, body?: object, name = 'x-safeai-key', value = key) =>
    server.send(path, { headers: { [name]: value }, ...(body === undefined ? {} : { body }) });
  const scan = (more: object = {}) => ask('/v1/scan/input', { text: 'hello', ...more });
  expect((await scan()).status).toBe(200);
  const asBearer = ask('/v1/scan/input', { text: 'hello' }, 'authorization', `Bearer ${key}`);
  expect((await asBearer).status).toBe(200);
  expect((await scan({ agent_id: 'bot', tenant_id: 'acme' })).status).toBe(200);
  expect((await scan({ tenant_id: 'default' })).status).toBe(403);
  expect((await scan({ agent_id: 'other' })).status).toBe(403);
  for (const path of ['/v1/audit', '/v1/keys']) expect((await ask(path)).status).toBe(403);
  expect((await ask('/v1/keys', { roles: ['agent'] })).status).toBe(403);
  const forged = `${key.slice(0, 18)}${'A'.repeat(43)}`;
  const text = { text: 'hello' };
  expect((await ask('/v1/scan/input', text, 'x-safeai-key', forged)).status).toBe(401);
  await revoke(id);
  expect((await scan()).status).toBe(401);
});

test('the text of a key is in no log of the server', async () => {
  const { server, create } = await start();
  const key = String((await create({ roles: ['admin'] })).json().key);
  await server.send('/v1/health', { headers: { 'x-safeai-key': key } });
  await server.send('/v1/keys', { headers: { authorization: `Bearer ${key}` } });
  await server.send(`/v1/keys/${key}`, { method: 'DELETE' });
  expect(JSON.stringify(server.logged)).not.toContain(key.slice(18));
});

const AGENTS_TOO = new Set(
  Object.entries(ROUTE_ACCESS).flatMap(([id, access]) =>
    access === 'public' || access.includes('agent') ? [id] : [],
  ),
);
const forPeople = routes.filter(({ id }) => !AGENTS_TOO.has(id));

test.each(forPeople.map((route) => [route.id, route] as const))(
  'a key that is bound to an agent does not open %s, whatever its roles',
  async (_, route) => {
    const { server, create } = await start();
    const roles = ['admin', 'approver', 'auditor', 'viewer', 'billing', 'agent'];
    const made = await create({ tenant_ids: ['*'], roles, agent_ids: ['bot', 'other'] });
    const { method } = route;
    const path = examplePath(route);
    const headers = { 'x-safeai-key': String(made.json().key) };
    const refused = await server.send(path, { method, headers });
    expect(refused.json()).toMatchObject({ status: 403, detail: expect.stringMatching(/bound/) });
  },
);
