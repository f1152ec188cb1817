import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bodyValidator, ROUTES, type RouteDescription } from '@safeai/api';
import { parseConfig } from '@safeai/config';
import { inMemoryPorts, type AuditRecord, type SafeAIEvent } from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import { startServer, type TestServer } from './support/server.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const routes: readonly RouteDescription[] = ROUTES;

const YAML = `
capabilities:
  required_for: ['bank__*', agent_message]
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme] }
    - { user_id: viewer, role: viewer, tenants: ['*'] }
`;

const PAY = {
  phase: 'request',
  tool_name: 'pay_invoice',
  parameters: { invoice: 'inv-7', amount: 100 },
  agent_id: 'billing-bot',
};

let time: { now: number };
let records: AuditRecord[];
let events: SafeAIEvent[];
let runtime: Runtime;

beforeAll(async () => {
  time = { now: Date.UTC(2026, 0, 1) };
  records = [];
  events = [];
  runtime = await createRuntime({
    load: () => Promise.resolve(parseConfig(YAML, { folder: '/nowhere' })),
    ports: inMemoryPorts({
      clock: { now: () => time.now, monotonic: () => time.now },
      audit: { append: (record) => void records.push(record) },
      events: { emit: (event) => void events.push(event) },
    }),
  });
});

afterAll(() => runtime.close());

interface Answer {
  readonly decision: {
    readonly action: string;
    readonly reason_code?: string;
    readonly reason: string;
    readonly decision_id: string;
  };
  readonly [name: string]: unknown;
}

async function start() {
  const server = await startServer(runtime);
  const tool = async (body: object) =>
    (await server.send('/v1/intercept/tool', { body })).json() as unknown as Answer;
  const outcome = (decisionId: string, body: object, user?: string) =>
    server.send(`/v1/actions/${decisionId}/outcome`, {
      body,
      ...(user === undefined ? {} : { headers: { 'x-safeai-user': user } }),
    });
  return { server, tool, outcome };
}

/** What the document says that a route answers. */
function problemsWith(id: string, answer: unknown) {
  const schema = routes.find((route) => route.id === id)?.answer.schema;
  return schema && bodyValidator(schema)(answer);
}

describe('outcomes', () => {
  test('an operation is asked for, reported, and not done again', async () => {
    const { tool, outcome } = await start();
    const pay = { ...PAY, operation_id: 'pay-1' };
    const { decision } = await tool(pay);
    expect(decision.action).toBe('allow');
    expect((await tool(pay)).decision.reason_code).toBe('operation_unsettled');

    const received = await outcome(decision.decision_id, { outcome: 'unknown' });
    expect(received.status).toBe(200);
    expect((await tool(pay)).decision.reason_code).toBe('operation_unsettled');

    const settled = await outcome(decision.decision_id, { outcome: 'succeeded', detail: 'paid' });
    expect(settled.json()).toEqual({
      decision_id: decision.decision_id,
      outcome: 'succeeded',
      operation_id: 'pay-1',
      result: 'settled',
    });
    expect(problemsWith('action_outcome', settled.json())).toEqual([]);
    const again = await outcome(decision.decision_id, { outcome: 'succeeded' });
    expect([again.status, again.json().result]).toEqual([200, 'same']);

    const done = await tool(pay);
    expect(done.decision).toMatchObject({ action: 'block', reason_code: 'operation_done' });
    expect(done.decision.reason).toContain(decision.decision_id);
    expect(done.filtered_parameters).toBeNull();
  });

  test('another action under the name of an operation is 409, another outcome too', async () => {
    const { server, tool, outcome } = await start();
    const pay = { ...PAY, operation_id: 'pay-2' };
    const { decision } = await tool(pay);
    const other = await server.send('/v1/intercept/tool', { body: { ...pay, parameters: {} } });
    expect([other.status, other.json().code]).toEqual([409, 'conflict']);
    expect(other.headers['x-should-retry']).toBe('false');
    await outcome(decision.decision_id, { outcome: 'failed' });
    const changed = await outcome(decision.decision_id, { outcome: 'succeeded' });
    expect([changed.status, changed.json().detail]).toEqual([
      409,
      'The action is on record as failed.',
    ]);
    expect((await tool(pay)).decision.action).toBe('allow');
  });

  test('a response with its decision reports success', async () => {
    const { server, tool, outcome } = await start();
    const { decision } = await tool({ ...PAY, operation_id: 'pay-3' });
    const response = { ...PAY, phase: 'response', response: 'ok' };
    await tool({ ...response, decision_id: decision.decision_id });
    const same = await outcome(decision.decision_id, { outcome: 'succeeded' });
    expect(same.json().result).toBe('same');
    const unknown = await server.send('/v1/intercept/tool', {
      body: { ...response, decision_id: '019418b9-9c40-7a30-8c8e-3f5b1d2a6e10' },
    });
    expect([unknown.status, unknown.json().code]).toEqual([404, 'not_found']);
  });

  test('only of what was let through, in the caller’s tenants', async () => {
    const { tool, outcome } = await start();
    const blocked = await tool({ ...PAY, parameters: { note: SECRET } });
    const elsewhere = await tool({ ...PAY, tenant_id: 'other' });
    const mine = await tool({ ...PAY, tenant_id: 'acme' });
    const report = async (id: string, user?: string) =>
      (await outcome(id, { outcome: 'succeeded' }, user)).status;
    expect(await report('019418b9-9c40-7a30-8c8e-3f5b1d2a6e10')).toBe(404);
    expect(await report("no%20id'%00")).toBe(404);
    expect(await report(blocked.decision.decision_id)).toBe(404);
    expect(await report(elsewhere.decision.decision_id, 'acme-admin')).toBe(404);
    expect(await report(mine.decision.decision_id, 'acme-admin')).toBe(200);
    expect(await report(mine.decision.decision_id, 'viewer')).toBe(403);
  });

  test.each<[object, string]>([
    [{}, '$.outcome'],
    [{ outcome: 'done' }, '$.outcome'],
    [{ outcome: 'failed', detail: 'x'.repeat(501) }, '$.detail'],
    [{ outcome: 'failed', note: 'x' }, '$.note'],
  ])('a report %j is 422', async (body, path) => {
    const { outcome } = await start();
    const received = await outcome('019418b9-9c40-7a30-8c8e-3f5b1d2a6e10', body);
    expect(received.status).toBe(422);
    expect(received.json().errors).toEqual([expect.objectContaining({ path })]);
  });

  test('a replay under an idempotency key is the stored answer, not a second beginning', async () => {
    const { tool } = await start();
    const pay = { ...PAY, operation_id: 'pay-4', idempotency_key: 'k-4' };
    const first = await tool(pay);
    expect(await tool(pay)).toEqual(first);
    const other = await tool({ ...pay, idempotency_key: 'k-5' });
    expect(other.decision.reason_code).toBe('operation_unsettled');
  });
});

describe('capabilities', () => {
  const CALL = { ...PAY, tool_name: 'bank__refund', session_id: 's-1' };

  async function grant(server: TestServer, body: object = {}, user = 'root') {
    const received = await server.send('/v1/capabilities', {
      body: { agent_id: 'billing-bot', tools: ['bank__*'], ...body },
      headers: { 'x-safeai-user': user },
    });
    return { received, granted: received.json() as { id: string; token: string } };
  }

  test('a tool that needs a token is called with one, until it is revoked', async () => {
    const { server, tool } = await start();
    expect((await tool(CALL)).decision.reason_code).toBe('capability_required');
    const { received, granted } = await grant(server, { ttl: '2h', session_id: 's-1' });
    expect(received.status).toBe(200);
    expect(problemsWith('capability_grant', granted)).toEqual([]);
    expect(granted).toMatchObject({
      agent_id: 'billing-bot',
      session_id: 's-1',
      actions: ['invoke'],
      issuer: 'root',
      created_at: new Date(time.now).toISOString(),
      expires_at: new Date(time.now + 2 * 60 * 60_000).toISOString(),
      revoked_at: null,
    });
    const call = { ...CALL, capability_token: granted.token };
    expect((await tool(call)).decision.action).toBe('allow');
    const stolen = await tool({ ...call, agent_id: 'other-bot' });
    expect(stolen.decision).toMatchObject({ action: 'block', reason_code: 'capability_invalid' });

    const revoked = await server.send(`/v1/capabilities/${granted.id}`, { method: 'DELETE' });
    expect(revoked.json()).toMatchObject({ id: granted.id, revoked_at: expect.any(String) });
    expect(problemsWith('capability_revoke', revoked.json())).toEqual([]);
    expect((await tool(call)).decision.reason_code).toBe('capability_invalid');
  });

  test('ends with its time', async () => {
    const { server, tool } = await start();
    const { granted } = await grant(server, { ttl: '10s' });
    const call = { ...CALL, capability_token: granted.token };
    time.now += 9_999;
    expect((await tool(call)).decision.action).toBe('allow');
    time.now += 1;
    expect((await tool(call)).decision.reason_code).toBe('capability_invalid');
  });

  test('a message takes a token too', async () => {
    const { server } = await start();
    const { granted } = await grant(server, { agent_id: 'sales', tools: ['agent_message'] });
    const message = { message: 'hi', source_agent_id: 'sales', destination_agent_id: 'store' };
    const say = async (more: object) => {
      const body = { ...message, ...more };
      const received = await server.send('/v1/intercept/agent-message', { body });
      return (received.json() as unknown as Answer).decision;
    };
    expect(await say({})).toMatchObject({ reason_code: 'capability_required' });
    expect(await say({ capability_token: granted.token })).toMatchObject({ action: 'allow' });
  });

  test('are listed without their tokens, in the caller’s tenants', async () => {
    const { server } = await start();
    // The newest of all, so that a list of one is this one.
    time.now += 1;
    const { granted } = await grant(server, { tenant_id: 'acme' });
    const list = async (query: string, user: string) => {
      const headers = { 'x-safeai-user': user };
      const received = await server.send(`/v1/capabilities${query}`, { headers });
      expect(problemsWith('capabilities', received.json())).toEqual([]);
      expect(received.text).not.toMatch(/token|digest|sfcap/);
      return received.json() as unknown as { id: string; tenant_id: string }[];
    };
    expect(await list('', 'acme-admin')).toEqual([
      expect.objectContaining({ id: granted.id, tenant_id: 'acme' }),
    ]);
    expect((await list('?limit=1', 'root')).map(({ id }) => id)).toEqual([granted.id]);
    expect((await list('?tenant_id=acme', 'root')).map(({ id }) => id)).toEqual([granted.id]);
    for (const query of ['?limit=0', '?limit=1001', '?limit=', '?status=all']) {
      expect((await server.send(`/v1/capabilities${query}`)).status).toBe(422);
    }
  });

  test('are for admins, each in its own tenants', async () => {
    const { server } = await start();
    const { granted } = await grant(server);
    expect((await grant(server, {}, 'viewer')).received.status).toBe(403);
    expect((await grant(server, { tenant_id: 'other' }, 'acme-admin')).received.status).toBe(403);
    const revoke = async (id: string, user: string) => {
      const headers = { 'x-safeai-user': user };
      return (await server.send(`/v1/capabilities/${id}`, { method: 'DELETE', headers })).status;
    };
    expect(await revoke(granted.id, 'viewer')).toBe(403);
    expect(await revoke(granted.id, 'acme-admin')).toBe(404);
    expect(await revoke(`cap-${'f'.repeat(24)}`, 'root')).toBe(404);
    expect(await revoke('cap-1', 'root')).toBe(404);
    expect(await revoke(granted.id, 'root')).toBe(200);
  });

  test.each<[object, number, RegExp]>([
    [{ tools: [] }, 422, /tools must name something/],
    [{ tools: undefined, secrets: undefined }, 422, /tools must name something/],
    [{ actions: ['resolve'] }, 422, /secrets must name the secrets/],
    [{ actions: ['delete'] }, 422, /actions/],
    [{ ttl: '31d' }, 422, /at most 30 days/],
    [{ ttl: '5' }, 422, /ttl/],
    [{ agent_id: SECRET }, 422, /agent_id holds what a detector finds/],
    [{ tools: [SECRET] }, 422, /tools\[0\] holds what a detector finds/],
  ])('a grant of %j is refused', async (body, status, message) => {
    const { server } = await start();
    const { received } = await grant(server, body);
    expect(received.status).toBe(status);
    expect(received.text).toMatch(message);
    expect(received.text).not.toContain(SECRET);
  });

  test('a token is in no record, event, log line or error', async () => {
    const { server, tool } = await start();
    const { granted } = await grant(server);
    const token = { capability_token: granted.token };
    await tool({ ...CALL, ...token });
    await tool({ ...CALL, ...token, agent_id: 'other' });
    const wrong = await server.send('/v1/intercept/tool', {
      body: { ...CALL, capability_token: granted.token.repeat(3) },
    });
    expect(wrong.status).toBe(422);
    const secret = granted.token.slice(31);
    const told = JSON.stringify([records, events, server.logged]) + wrong.text;
    expect(told).toContain('capability_id');
    expect(told).not.toContain(secret);
  });
});
