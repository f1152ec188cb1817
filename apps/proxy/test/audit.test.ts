import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROUTES, type RouteDescription } from '@safeai/api';
import { parseConfig } from '@safeai/config';
import { createRuntime } from '@safeai/runtime';
import { examplePath } from './support/example-path.ts';
import { RECORDED, RECORDED_TENANT } from './support/fake-audit.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startServer } from './support/server.ts';

const yaml = `
dashboard:
  users:
    - { user_id: ana, role: auditor, tenants: [${RECORDED_TENANT}, other] }
    - { user_id: bob, role: auditor, tenants: [third] }
    - { user_id: eve, role: viewer, tenants: ['*'] }
`;
const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

/** What the history was asked, by a request of somebody. */
async function asked(path: string, sent = {}) {
  const runtime = fakeRuntime(yaml);
  const server = await startServer(runtime);
  const received = await server.send(path, sent);
  return { received, query: runtime.calls[0]?.args[0] };
}

describe('GET /v1/audit', () => {
  test('asked nothing more, gives the newest 50 of all tenants that the caller may see', async () => {
    const { received, query } = await asked('/v1/audit');
    expect(query).toEqual({ limit: 50, tenants: ['*'] });
    expect(received.status).toBe(200);
    expect(JSON.parse(received.text)).toMatchObject([{ decision_id: RECORDED, seq: 7 }]);
    expect(received.headers['x-next-cursor']).toBe('more');
  });

  test('every condition of the query reaches the history', async () => {
    const conditions = {
      limit: '5',
      cursor: 'abc',
      since: '2026-01-31T11:00:00+02:00',
      until: '2026-02-01T00:00:00Z',
      boundary: 'input',
      action: 'block',
      event: 'scan.*',
      agent_id: 'a',
      tool_name: 't',
      tenant_id: 'other',
      session_id: 's',
      policy_name: 'p',
      data_tag: ' PII.email ',
      decision_id: 'd',
      approval_request_id: 'ar-1',
      would_have: 'block',
      shadow_policy_name: 'trial',
    };
    const { query } = await asked(`/v1/audit?${new URLSearchParams(conditions).toString()}`);
    expect(query).toEqual({
      limit: 5,
      cursor: 'abc',
      since: Date.UTC(2026, 0, 31, 9),
      until: Date.UTC(2026, 1, 1),
      boundary: 'input',
      action: 'block',
      event: 'scan.*',
      agentId: 'a',
      toolName: 't',
      tenants: ['other'],
      sessionId: 's',
      policyName: 'p',
      dataTag: 'personal.pii.email',
      decisionId: 'd',
      approvalRequestId: 'ar-1',
      wouldHave: 'block',
      shadowPolicyName: 'trial',
    });
  });

  test('records that have none of some fields are asked for by their names', async () => {
    const fields = 'agent_id,tool_name,session_id,policy_name,data_tag,approval_request_id';
    const { query } = await asked(`/v1/audit?without=${fields}&would_have=any`);
    expect(query).toEqual({
      ...{ agentId: null, toolName: null, sessionId: null, policyName: null, dataTag: null },
      ...{ approvalRequestId: null, wouldHave: 'any', limit: 50, tenants: ['*'] },
    });
  });

  test('a plus that was not encoded is one all the same', async () => {
    const { query } = await asked('/v1/audit?since=2026-01-31T11:00:00+02:00');
    expect(query).toMatchObject({ since: Date.UTC(2026, 0, 31, 9) });
  });

  test('last counts back from now, and the later of it and since holds', async () => {
    const before = Date.now();
    const { query } = await asked('/v1/audit?last=2h&since=2020-01-01T00:00:00Z');
    const { since } = query as { since: number };
    expect(since).toBeGreaterThanOrEqual(before - 7_200_000);
    expect(since).toBeLessThanOrEqual(Date.now() - 7_200_000);
    const later = (await asked('/v1/audit?last=2h&since=2999-01-01T00:00:00Z')).query;
    expect(later).toMatchObject({ since: Date.UTC(2999, 0, 1) });
  });

  test.each([
    'limit=',
    'limit=0',
    'limit=1001',
    'limit=-1',
    'limit=1.5',
    'limit=many',
    'since=',
    'since=yesterday',
    'since=2026-01-31',
    'until=2026-02-31T00:00:00Z',
    'last=1y',
    'last=0m',
    'action=require_approval',
    'boundary=outside',
    'agent_id=',
    'cursor=',
    'data_tag=a..b',
    'limit=1&limit=2',
    'agentid=a',
    'without=',
    'without=tenant_id',
    'without=agent_id,',
    'without=agent_id&agent_id=a',
    'would_have=require_approval',
    'shadow_policy_name=',
  ])('?%s is refused', async (search) => {
    const { received, query } = await asked(`/v1/audit?${search}`);
    expect(received.status).toBe(422);
    expect(query).toBeUndefined();
  });
});

describe('POST /v1/audit/query', () => {
  test('is the same with a body, or none', async () => {
    const body = { limit: 5, agent_id: 'a', data_tag: 'secret' };
    const { query, received } = await asked('/v1/audit/query', { body });
    expect(query).toEqual({ limit: 5, agentId: 'a', dataTag: 'secret', tenants: ['*'] });
    expect(received.headers['x-next-cursor']).toBe('more');
    const empty = await asked('/v1/audit/query', { method: 'POST' });
    expect(empty.query).toEqual({ limit: 50, tenants: ['*'] });
  });

  test('a replayed answer has the cursor too', async () => {
    const server = await startServer(fakeRuntime());
    const body = { idempotency_key: 'k' };
    await server.send('/v1/audit/query', { body });
    const { headers } = await server.send('/v1/audit/query', { body });
    expect([headers['idempotency-replayed'], headers['x-next-cursor']]).toEqual(['true', 'more']);
  });

  test.each([{ limit: '5' }, { limit: 0 }, { since: 5 }, { txt: 'a' }])(
    '%j is refused',
    async (body) => {
      expect((await asked('/v1/audit/query', { body })).received.status).toBe(422);
    },
  );
});

describe('whose records', () => {
  test('a user sees those of their tenants, and may name one of them', async () => {
    expect((await asked('/v1/audit', as('ana'))).query).toMatchObject({
      tenants: [RECORDED_TENANT, 'other'],
    });
    expect((await asked('/v1/audit?tenant_id=other', as('ana'))).query).toMatchObject({
      tenants: ['other'],
    });
    const body = { tenant_id: 'other' };
    expect((await asked('/v1/audit/query', { body, ...as('ana') })).query).toMatchObject({
      tenants: ['other'],
    });
    const narrowed = { headers: { 'x-safeai-user': 'ana', 'x-safeai-tenant': 'other' } };
    expect((await asked('/v1/audit', narrowed)).query).toMatchObject({ tenants: ['other'] });
  });

  test.each([
    ['/v1/audit?tenant_id=third', {}],
    ['/v1/audit?tenant_id=*', {}],
    ['/v1/audit/query', { body: { tenant_id: 'third' } }],
  ])('another one is refused: %s', async (path, sent) => {
    const { received, query } = await asked(path, { ...sent, ...as('ana') });
    expect([received.status, query]).toEqual([403, undefined]);
  });

  test.each(ROUTES.filter(({ id }) => id.startsWith('audit')).map((route) => [route.id, route]))(
    '%s is closed to viewers',
    async (_id, route) => {
      const { received } = await asked(examplePath(route as RouteDescription), {
        method: (route as RouteDescription).method,
        ...as('eve'),
      });
      expect(received.status).toBe(403);
    },
  );
});

describe('one decision', () => {
  test('its record and its receipt', async () => {
    const server = await startServer(fakeRuntime(yaml));
    expect((await server.send(`/v1/audit/${RECORDED}`, as('ana'))).json()).toMatchObject({
      decision_id: RECORDED,
      tenant_id: RECORDED_TENANT,
    });
    const receipt = await server.send(`/v1/audit/${RECORDED}/receipt`, as('ana'));
    expect(receipt.json()).toEqual({
      decision_id: RECORDED,
      receipt: `header.${RECORDED}.signature`,
    });
  });

  test.each(['', '/receipt'])(
    "an unknown one, another tenant's and what is no id are alike: %j",
    async (rest) => {
      const server = await startServer(fakeRuntime(yaml));
      const unknown = `/v1/audit/${RECORDED.replace('0', '1')}${rest}`;
      const answers = [
        await server.send(unknown, as('ana')),
        await server.send(`/v1/audit/${RECORDED}${rest}`, as('bob')),
      ];
      const bodies = answers.map((answer) => ({ ...answer.json(), request_id: '' }));
      expect(bodies[0]).toEqual(bodies[1]);
      expect(bodies[0]).toMatchObject({ status: 404, code: 'not_found' });
      const odd = await server.send(`/v1/audit/..%2f..%2fetc${rest}`, as('ana'));
      expect(odd.json()).toMatchObject({ status: 404, code: 'not_found' });
    },
  );
});

describe('GET /v1/audit/verify', () => {
  test('what was found, with its place', async () => {
    const { received } = await asked('/v1/audit/verify');
    expect(received.json()).toMatchObject({
      ok: false,
      records: 7,
      segments: 1,
      checkpoints: 2,
      problems: [{ code: 'hash_mismatch', line: 3, byte: 900 }],
    });
  });
});

test('the public keys are for everybody', async () => {
  const server = await startServer(fakeRuntime('auth: { loopback: credential }'));
  const received = await server.send('/.well-known/safeai-keys.json');
  expect(received.json()).toEqual({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'k1' }] });
});

describe('a log that cannot be written', () => {
  let folder: string;
  const load = () => Promise.resolve(parseConfig('', { folder }));
  const audit = { append: () => Promise.reject(new Error('EIO: alice@example.com')) };
  const routes: readonly RouteDescription[] = ROUTES;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'safeai-scan-'));
    await writeFile(join(folder, 'a.txt'), 'hello');
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const enforcing = routes
    .filter(({ id }) => /^(?:scan|guard|intercept|memory)_|^capability_grant$/.test(id))
    .filter(({ id }) => id !== 'intercept_hook');

  test.each(enforcing.map((route) => [route.id, route] as const))(
    '%s gives no answer, and says when to ask again',
    async (_id, route) => {
      const server = await startServer(await createRuntime({ load, ports: { audit } }));
      const body = route.id === 'scan_file' ? { path: 'a.txt' } : route.body?.example;
      const received = await server.send(examplePath(route), { body });
      expect(received.json()).toMatchObject({ status: 503, code: 'audit_unavailable' });
      expect(received.headers['retry-after']).toBe('1');
      expect(received.text).not.toContain('alice');
      expect(server.logged).toEqual([]);
    },
  );

  // To a coding agent an error of its hook means that its call may go on.
  test('a hook denies', async () => {
    const server = await startServer(await createRuntime({ load, ports: { audit } }));
    const body = {
      hook_event_name: 'PreToolUse',
      tool_name: 'Bash',
      tool_input: { command: 'ls' },
    };
    const received = await server.send('/v1/hooks/claude-code', { body });
    expect(received.status).toBe(200);
    expect(received.json()).toMatchObject({ hookSpecificOutput: { permissionDecision: 'deny' } });
    expect(received.text).not.toContain('alice');
  });

  test('a read of a server that keeps none says so', async () => {
    const server = await startServer(await createRuntime({ load }));
    for (const path of ['/v1/audit', '/v1/audit/verify', `/v1/audit/${RECORDED}`]) {
      expect((await server.send(path)).json()).toMatchObject({ code: 'audit_unavailable' });
    }
  });
});
