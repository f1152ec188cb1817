import { beforeEach, describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const routes: readonly RouteDescription[] = ROUTES;

const YAML = `
lockdown:
  - { tenant_id: quiet, reason: closed for the night }
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme] }
    - { user_id: both-admin, role: admin, tenants: [acme, quiet] }
    - { user_id: approver, role: approver, tenants: ['*'] }
`;

interface Answer {
  readonly id: string;
  readonly [name: string]: unknown;
}

let server: TestServer;

beforeEach(async () => {
  server = await startServer(await realRuntime(YAML));
});

const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

function set(body: object, user = 'root') {
  return server.send('/v1/lockdown', {
    body: { reason: 'refunds go wrong', ...body },
    ...as(user),
  });
}

async function list(user: string): Promise<readonly Answer[]> {
  const received = await server.send('/v1/lockdown', as(user));
  expect(problemsWith('lockdowns', received.json())).toEqual([]);
  return received.json() as unknown as Answer[];
}

function lift(id: string, user = 'root') {
  return server.send(`/v1/lockdown/${id}`, { method: 'DELETE', ...as(user) });
}

async function scan(fields: object = {}): Promise<object> {
  const received = await server.send('/v1/scan/input', { body: { text: 'hello', ...fields } });
  expect(received.status).toBe(200);
  return received.json().decision as object;
}

/** What the document says that a route answers. */
function problemsWith(id: string, answer: unknown) {
  const schema = routes.find((route) => route.id === id)?.answer.schema;
  return schema && bodyValidator(schema)(answer);
}

const STOPPED = { action: 'block', policy_name: 'lockdown', reason_code: 'lockdown' };

describe('the routes of lockdowns', () => {
  test('set, list and lift', async () => {
    const received = await set({ tenant_id: 'acme', agent_id: 'billing-bot' });
    expect(received.status).toBe(200);
    expect(problemsWith('lockdown_set', received.json())).toEqual([]);
    const lockdown = received.json() as unknown as Answer;
    expect(lockdown).toEqual({
      id: expect.stringMatching(/^ld-[0-9a-f]{24}$/),
      tenant_id: 'acme',
      agent_id: 'billing-bot',
      tool: null,
      reason: 'refunds go wrong',
      set_by: 'root',
      by_operator: true,
      created_at: expect.stringMatching(/Z$/),
    });
    const bot = { tenant_id: 'acme', agent_id: 'billing-bot' };
    expect(await scan(bot)).toMatchObject({ ...STOPPED, reason: 'Stopped: refunds go wrong' });
    expect(await scan({ ...bot, tenant_id: 'other' })).toMatchObject({ action: 'allow' });
    expect(await list('acme-admin')).toEqual([lockdown]);
    expect((await list('root')).map(({ id }) => id)).toEqual(['config-1', lockdown.id]);

    const lifted = await lift(lockdown.id);
    expect([lifted.status, lifted.json()]).toEqual([200, lockdown]);
    expect(problemsWith('lockdown_lift', lifted.json())).toEqual([]);
    expect(await scan(bot)).toMatchObject({ action: 'allow' });
    expect((await lift(lockdown.id)).status).toBe(404);
  });

  test('the configuration stops too, and is changed in its file', async () => {
    expect(await scan({ tenant_id: 'quiet' })).toMatchObject({
      ...STOPPED,
      reason: 'Stopped: closed for the night',
    });
    const refused = await lift('config-1');
    expect([refused.status, refused.json().code]).toEqual([409, 'conflict']);
    expect(refused.text).toContain('Take it out of lockdown there.');
    expect((await lift('config-1', 'acme-admin')).status).toBe(404);
  });

  test('are for admins, each in its own tenants', async () => {
    const { id } = (await set({ tenant_id: 'other' })).json() as unknown as Answer;
    const all = (await set({ tool: 'refund' })).json() as unknown as Answer;
    expect((await set({}, 'approver')).status).toBe(403);
    expect((await server.send('/v1/lockdown', as('approver'))).status).toBe(403);
    expect((await lift(id, 'approver')).status).toBe(403);
    expect((await set({ tenant_id: 'other' }, 'acme-admin')).status).toBe(403);
    for (const glob of ['*', 'a*']) {
      expect((await set({ tenant_id: glob })).json()).toMatchObject({
        status: 403,
        detail: expect.stringContaining('globs'),
      });
    }
    expect((await set({}, 'both-admin')).status).toBe(422);
    expect((await lift(id, 'acme-admin')).status).toBe(404);
    expect((await lift(all.id, 'acme-admin')).status).toBe(403);
    expect((await set({}, 'acme-admin')).json()).toMatchObject({ tenant_id: 'acme' });
  });

  test.each<object>([
    { reason: '' },
    { reason: undefined },
    { reason: ' ' },
    { reason: 'x'.repeat(501) },
    { agent_id: 'billing-*' },
    { tool: '' },
    { tool: SECRET },
    { agents: ['a'] },
  ])('%j is refused and stops nothing', async (body) => {
    const received = await set(body);
    expect(received.status).toBe(422);
    expect(received.text).not.toContain(SECRET);
    expect(await list('root')).toHaveLength(1);
    for (const id of ['ld-1', 'all', 'config-0']) {
      expect((await lift(id)).status).toBeGreaterThanOrEqual(404);
    }
  });

  test('what is wrong is told by the names of the body', async () => {
    expect((await set({ agent_id: 'billing-*', reason: 'x' })).json()).toMatchObject({
      detail: 'The body is not valid: $.agent_id must be an id, not a glob: leave it out for all.',
      errors: [{ path: '$.agent_id' }],
    });
  });

  test('a reason that holds a secret is shown to nobody', async () => {
    const received = await set({ agent_id: 'a', reason: `leaked ${SECRET}` });
    const decision = JSON.stringify(await scan({ agent_id: 'a' }));
    const audit = await server.send('/v1/audit?limit=10', as('root'));
    const told = received.text + decision + audit.text + JSON.stringify(server.logged);
    expect(told).toContain('lockdown.set');
    expect(told).not.toContain(SECRET);
  });
});
