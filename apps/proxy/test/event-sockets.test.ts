import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Runtime } from '@safeai/runtime';
import { listen, statusOf, type TestListener } from './support/listener.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';
import { signIn } from './support/sign-in.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const YAML = `
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme] }
    - { user_id: acme-viewer, role: viewer, tenants: [acme] }
    - { user_id: acme-billing, role: billing, tenants: [acme] }
`;
const SOCKETS = ['/v1/events', '/v1/ws/events'];

let runtime: Runtime;
let server: TestServer;

async function start(yaml = YAML): Promise<void> {
  runtime = await realRuntime(yaml);
  server = await startServer(runtime);
}

beforeEach(() => start());

const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

function scan(body: object = {}) {
  return server.send('/v1/scan/input', { body: { text: 'hello', agent_id: 'bot', ...body } });
}

/** What a listener has heard by the time that it hears of a last event. */
async function heardBy(listener: TestListener, more: object = {}) {
  await scan({ agent_id: 'last', ...more });
  const frames = await listener.until(({ agent_id }) => agent_id === 'last');
  return frames.slice(0, -1);
}

describe.each(SOCKETS)('%s', (path) => {
  test('tells each decision, with every key', async () => {
    const listener = await listen(server.url, path);
    const answer = await scan({ text: `token=${SECRET}`, agent_id: 'default-agent' });
    const { decision } = answer.json() as { decision: { decision_id: string } };
    const frame = await listener.next();
    expect(frame).toEqual({
      id: expect.stringMatching(/^\d+-\d+$/),
      event: 'scan.blocked',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      tenant_id: 'default',
      agent_id: 'default-agent',
      boundary: 'input',
      action: 'block',
      rule: 'default-secret-detection',
      decision_id: decision.decision_id,
      detail: {
        boundary: 'input',
        action: 'block',
        detection_type: 'secret',
        detections: 1,
        reason_code: null,
        approval_request_id: null,
        tool_name: null,
      },
    });
    expect(JSON.stringify(frame)).not.toContain(SECRET);
  });

  test('tells what a message asks for, until another one does', async () => {
    const listener = await listen(server.url, path);
    listener.send({ boundary: 'output' });
    await scan();
    await server.send('/v1/guard/output', { body: { text: 'alice@example.com' } });
    expect(await listener.next()).toMatchObject({ event: 'guard.redacted' });
    listener.send('  \n');
    listener.send({ boundary: 'input', agent_id: 'last' });
    await server.send('/v1/guard/output', { body: { text: 'alice@example.com' } });
    expect(await heardBy(listener)).toEqual([]);
  });

  test('goes on from a place, and from a time', async () => {
    const first = await listen(server.url, path);
    await scan({ agent_id: 'one' });
    await scan({ agent_id: 'two' });
    const [one, two] = [await first.next(), await first.next()];
    const agents = async (since: string) => {
      const again = await listen(server.url, path);
      again.send({ since });
      return (await heardBy(again)).map(({ agent_id }) => agent_id);
    };
    expect(await agents(one.id)).toEqual(['two']);
    expect((await agents(two.timestamp)).slice(0, 1)).toEqual(['two']);
    const early = await listen(server.url, `${path}?since=2020-01-01T00:00:00Z&boundary=input`);
    const gap = await early.next();
    expect(gap).toMatchObject({ event: 'stream.gap', detail: { resync: true } });
    expect(await early.next()).toMatchObject({ agent_id: 'one' });
  });

  test.each([
    ['no JSON', 'hello', 'it is not JSON'],
    ['an unknown boundary', '{"boundary":"inputs"}', 'boundary'],
    ['an unknown event', '{"events":["scan.block"]}', 'scan.blocked'],
    ['a long mistake', JSON.stringify({ ['ä'.repeat(300)]: 1 }), 'no filter'],
  ])('closes with 4400 on %s', async (_, message, why) => {
    const listener = await listen(server.url, path);
    listener.send(message);
    const { code, reason } = await listener.ended;
    expect([code, reason]).toEqual([4400, expect.stringContaining(why)]);
  });

  test('closes with 4400 on bytes', async () => {
    const listener = await listen(server.url, path);
    listener.ws.send(Buffer.from('{}'));
    expect((await listener.ended).code).toBe(4400);
  });

  test('closes with 1008 on too many messages', async () => {
    const listener = await listen(server.url, path);
    for (let count = 0; count < 200; count++) listener.send({});
    expect([1006, 1008]).toContain((await listener.ended).code);
  });
});

test('who says nothing on /v1/ws/events hears all of it; who says something hears nothing else before', async () => {
  const [silent, asking] = [
    await listen(server.url, '/v1/ws/events'),
    await listen(server.url, '/v1/ws/events'),
  ];
  await scan();
  asking.send({ boundary: 'output' });
  await server.send('/v1/guard/output', { body: { text: 'alice@example.com' } });
  expect(await asking.next()).toMatchObject({ event: 'guard.redacted' });
  expect(await silent.next()).toMatchObject({ event: 'scan.allowed' });
});

test('an ordinary request is told to open a socket, and sockets are opened nowhere else', async () => {
  for (const path of SOCKETS) {
    const answer = await server.send(path);
    expect([answer.status, answer.headers.upgrade]).toEqual([426, 'websocket']);
    expect(answer.json()).toMatchObject({ code: 'upgrade_required', instance: path });
  }
  expect(await statusOf(server.url, '/v1/health')).toBe(200);
  expect(await statusOf(server.url, '/v1/scan/input')).toBe(405);
  expect(await statusOf(server.url, '/nowhere')).toBe(404);
});

describe('tenants', () => {
  test('hear of their own, and of what concerns everybody', async () => {
    const acme = await listen(server.url, '/v1/events', as('acme-admin'));
    const root = await listen(server.url, '/v1/events', as('root'));
    await scan({ tenant_id: 'other' });
    await scan({ tenant_id: 'acme' });
    await server.send('/v1/policies/reload', { method: 'POST' });
    const heard = await heardBy(acme, { tenant_id: 'acme' });
    expect(heard.map(({ event, tenant_id }) => [event, tenant_id])).toEqual([
      ['scan.allowed', 'acme'],
      ['policy.reloaded', '*'],
    ]);
    expect(heard[1]?.detail).toEqual({ boundary: 'action', action: 'allow', detection_type: null });
    const all = await root.until(({ agent_id }) => agent_id === 'last');
    expect(all.map(({ tenant_id }) => tenant_id)).toEqual(['other', 'acme', '*', 'acme']);
  });

  test.each(['other', '*', 'ACME'])('cannot be %j, by message or by address', async (tenant) => {
    const listener = await listen(server.url, '/v1/events', as('acme-admin'));
    listener.send({ tenant_id: tenant });
    expect((await listener.ended).code).toBe(4403);
    const path = `/v1/events?tenant_id=${encodeURIComponent(tenant)}`;
    expect(await statusOf(server.url, path, as('acme-admin'))).toBe(403);
    const headers = { ...as('acme-admin').headers, 'x-safeai-tenant': tenant };
    expect(await statusOf(server.url, '/v1/events', { headers })).toBe(403);
  });

  test('are narrowed by a filter', async () => {
    const listener = await listen(server.url, '/v1/events?tenant_id=acme');
    await scan({ tenant_id: 'other' });
    expect(await heardBy(listener, { tenant_id: 'acme' })).toEqual([]);
  });
});

test.each([
  ['acme-admin', true],
  ['acme-viewer', false],
  ['acme-billing', false],
])('%s is told details of decisions: %s', async (user, knows) => {
  const listener = await listen(server.url, '/v1/events', as(user));
  await scan({ text: `token=${SECRET}`, tenant_id: 'acme' });
  const frame = await listener.next();
  expect(frame).toMatchObject({ event: 'scan.blocked', action: 'block', agent_id: 'bot' });
  expect([frame.rule, frame.decision_id !== null, frame.detail.detection_type]).toEqual(
    knows ? ['default-secret-detection', true, 'secret'] : [null, false, null],
  );
});

describe('the edge', () => {
  const made = async (roles: ('auditor' | 'agent')[], agents?: string[]) => {
    const { key, text } = await runtime.boundary.apiKeys.create({
      ...{ tenants: ['acme'], roles },
      ...(agents === undefined ? {} : { agents }),
    });
    return { id: key.id, headers: { 'x-safeai-key': text } };
  };
  const away = { 'x-forwarded-for': '203.0.113.9' };

  test.each(SOCKETS)('refuses what it refuses everywhere: %s', async (path) => {
    const { headers } = await made(['auditor']);
    const status = (sent: Record<string, string>) => statusOf(server.url, path, { headers: sent });
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ origin: 'null' })).toBe(403);
    expect(await status({ host: 'evil.example' })).toBe(403);
    expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await status({ ...away })).toBe(401);
    expect(await status({ ...away, 'x-safeai-key': 'sfai_no' })).toBe(401);
    expect(await status({ ...away, ...headers, 'x-safeai-user': 'root' })).toBe(403);
    expect(await status({ 'x-safeai-user': 'nobody' })).toBe(403);
    expect(await status((await made(['agent'], ['bot'])).headers)).toBe(403);
    expect(await status((await made(['agent'])).headers)).toBe(403);
    expect(await status({ origin: server.url })).toBe(101);
    expect(await status({ ...away, ...headers })).toBe(101);
    const key = headers['x-safeai-key'];
    expect(await statusOf(server.url, `${path}?x_key=${key}`)).toBe(400);
    expect(await statusOf(server.url, `${path}?tikcet=1`)).toBe(422);
    expect(await statusOf(server.url, `${path}?events=scan.block`)).toBe(422);
    const refused = server.logged.filter(({ level }) => level === 'error');
    expect(refused).toEqual([]);
  });

  test('counts sockets as requests', async () => {
    await start('limits: { rate: { loopback: true, requests_per_minute: 2 } }');
    expect(await statusOf(server.url, '/v1/events')).toBe(101);
    expect(await statusOf(server.url, '/v1/events')).toBe(101);
    expect(await statusOf(server.url, '/v1/events')).toBe(429);
  });

  test('bounds how many one caller has', async () => {
    await start('events: { max_sockets_per_principal: 2, max_sockets: 3 }');
    const first = await listen(server.url, '/v1/events');
    const second = await listen(server.url, '/v1/ws/events');
    expect(await statusOf(server.url, '/v1/events')).toBe(429);
    expect((await server.send('/v1/events/stream')).status).toBe(429);
    const { headers } = await made(['auditor']);
    const other = await listen(server.url, '/v1/events', { headers });
    expect(await statusOf(server.url, '/v1/events', { headers })).toBe(429);
    for (const { ws, ended } of [first, second, other]) {
      ws.close();
      await ended;
    }
    for (let tries = 0; ; tries++) {
      if ((await statusOf(server.url, '/v1/events')) === 101) break;
      if (tries > 100) throw new Error('The place is not given back.');
    }
  });

  test('ends the sockets of a key that is revoked, at once', async () => {
    const [mine, other] = [await made(['auditor']), await made(['auditor'])];
    const [gone, stays] = [
      await listen(server.url, '/v1/events', mine),
      await listen(server.url, '/v1/events', other),
    ];
    expect((await server.send(`/v1/keys/${mine.id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await gone.ended).code).toBe(4401);
    expect(await heardBy(stays, { tenant_id: 'acme' })).toMatchObject([{ event: 'key.revoked' }]);
  });
});

describe('a session', () => {
  test('opens a socket by its cookie, and ends with it', async () => {
    await start(`${YAML}\nevents: { heartbeat_seconds: 1 }`);
    const { cookie, using } = await signIn(server, 'acme-viewer');
    const headers = { cookie, origin: server.url };
    const listener = await listen(server.url, '/v1/events', { headers });
    await scan({ tenant_id: 'other' });
    await scan({ tenant_id: 'acme' });
    expect(await listener.next()).toMatchObject({ tenant_id: 'acme', rule: null });
    await server.send('/v1/session', using({ method: 'DELETE' }));
    expect((await listener.ended).code).toBe(4401);
    expect(await statusOf(server.url, '/v1/events', { headers })).toBe(401);
  });
});

describe('a ticket', () => {
  const ticketOf = async (sent: object, body?: object) => {
    const answer = await server.send('/v1/events/ticket', {
      method: 'POST',
      ...(body === undefined ? {} : { body }),
      ...sent,
    });
    expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
    return String(answer.json().ticket);
  };
  const away = { headers: { 'x-forwarded-for': '203.0.113.9' } };

  test('opens one stream, for who it was given to', async () => {
    const { using } = await signIn(server, 'acme-viewer');
    const ticket = await ticketOf(using());
    const listener = await listen(server.url, `/v1/ws/events?ticket=${ticket}`);
    listener.send({});
    await scan({ tenant_id: 'other' });
    await scan({ tenant_id: 'acme' });
    expect(await listener.next()).toMatchObject({ tenant_id: 'acme', rule: null });
    expect(await statusOf(server.url, `/v1/events?ticket=${ticket}`)).toBe(401);
  });

  test('of a key opens one from elsewhere, and no longer than the key serves', async () => {
    const { key, text } = await runtime.boundary.apiKeys.create({
      tenants: ['acme', 'other'],
      roles: ['auditor'],
    });
    const byKey = { headers: { ...away.headers, 'x-safeai-key': text } };
    const narrow = await ticketOf(byKey, { tenant_id: 'acme' });
    const [unused, stream] = [await ticketOf(byKey), await ticketOf(byKey)];
    const listener = await listen(server.url, `/v1/events?ticket=${narrow}`, away);
    await scan({ tenant_id: 'other' });
    expect(await heardBy(listener, { tenant_id: 'acme' })).toEqual([]);
    const opened = await server.send(`/v1/events/stream?ticket=${stream}`, away);
    expect(opened.status).toBe(200);
    await runtime.boundary.apiKeys.revoke(key.id);
    expect((await listener.ended).code).toBe(4401);
    expect(await statusOf(server.url, `/v1/events?ticket=${unused}`, away)).toBe(401);
  });

  test('is for its tenant alone', async () => {
    const ticket = () => ticketOf(as('root'), { tenant_id: 'acme' });
    const listener = await listen(server.url, `/v1/events?ticket=${await ticket()}`);
    listener.send({ tenant_id: 'other' });
    expect((await listener.ended).code).toBe(4403);
    const path = `/v1/events?tenant_id=other&ticket=${await ticket()}`;
    expect(await statusOf(server.url, path)).toBe(403);
    const headers = { 'x-safeai-tenant': 'other' };
    expect(await statusOf(server.url, `/v1/events?ticket=${await ticket()}`, { headers })).toBe(
      403,
    );
    const refused = await server.send('/v1/events/ticket', {
      body: { tenant_id: 'other' },
      ...as('acme-admin'),
    });
    expect(refused.status).toBe(403);
  });

  test('of this machine serves on this machine', async () => {
    const [here, there] = [await ticketOf({}), await ticketOf({})];
    expect(await statusOf(server.url, `/v1/events?ticket=${there}`, away)).toBe(401);
    expect(await statusOf(server.url, `/v1/events?ticket=${here}`)).toBe(101);
  });

  test.each(['', 'tk-', 'a'.repeat(128), '%00'])('that is %j opens nothing', async (ticket) => {
    expect(await statusOf(server.url, `/v1/events?ticket=${ticket}`)).toBe(401);
  });

  test('that comes twice is none, and none serves anywhere else', async () => {
    const ticket = await ticketOf({});
    expect(await statusOf(server.url, `/v1/events?ticket=${ticket}&ticket=x`)).toBe(401);
    expect((await server.send(`/v1/audit?ticket=${ticket}`)).status).toBe(422);
  });

  test('is not given to agents, nor to pages of a session without its token', async () => {
    const { text } = await runtime.boundary.apiKeys.create({ tenants: ['acme'], roles: ['agent'] });
    const send = (headers: Record<string, string>) =>
      server.send('/v1/events/ticket', { method: 'POST', headers });
    expect((await send({ 'x-safeai-key': text })).status).toBe(403);
    const { cookie } = await signIn(server, 'acme-viewer');
    expect((await send({ cookie })).status).toBe(403);
  });
});
