import { describe, expect, test } from '@jest/globals';
import type { Runtime } from '@safeai/runtime';
import { listen, statusOf, type TestListener } from './support/listener.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

const SECRET = 'sk-ABCDEF1234567890ABCDEF';
const USERS = `
dashboard:
  users:
    - { user_id: root, role: admin, tenants: ['*'] }
    - { user_id: acme-admin, role: admin, tenants: [acme] }
    - { user_id: acme-viewer, role: viewer, tenants: [acme] }
    - { user_id: acme-billing, role: billing, tenants: [acme] }
`;
const SOCKETS = ['/v1/events', '/v1/ws/events'];

async function start(yaml = USERS): Promise<{ server: TestServer; runtime: Runtime }> {
  const runtime = await realRuntime(yaml);
  return { server: await startServer(runtime), runtime };
}

const as = (user: string) => ({ headers: { 'x-safeai-user': user } });

function scan(server: TestServer, body: object = {}) {
  return server.send('/v1/scan/input', { body: { text: 'hello', agent_id: 'bot', ...body } });
}

/** What a listener hears up to an event of an agent that nobody else is. */
async function heardUntil(server: TestServer, listener: TestListener, more: object = {}) {
  await scan(server, { agent_id: 'last', ...more });
  const frames = await listener.until(({ agent_id }) => agent_id === 'last');
  return frames.slice(0, -1);
}

describe.each(SOCKETS)('%s', (path) => {
  test('tells each decision, with every key', async () => {
    const { server } = await start();
    const listener = await listen(server.url, path);
    listener.send({});
    const answer = await scan(server, { text: `token=${SECRET}`, agent_id: 'default-agent' });
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

  test('without a message tells everything in scope', async () => {
    const { server } = await start();
    const listener = await listen(server.url, path);
    await scan(server);
    expect(await listener.next()).toMatchObject({ event: 'scan.allowed', agent_id: 'bot' });
  });

  test('tells what a message asks for, until another one does', async () => {
    const { server } = await start();
    const listener = await listen(server.url, path);
    listener.send({ boundary: 'output' });
    await scan(server);
    await server.send('/v1/guard/output', { body: { text: 'alice@example.com' } });
    expect(await listener.next()).toMatchObject({ event: 'guard.redacted' });
    listener.send({ boundary: 'input' });
    await server.send('/v1/guard/output', { body: { text: 'alice@example.com' } });
    expect(await heardUntil(server, listener)).toEqual([]);
  });
});

test('an ordinary request is told to open a socket', async () => {
  const { server } = await start();
  for (const path of SOCKETS) {
    const answer = await server.send(path);
    expect([answer.status, answer.headers.upgrade]).toEqual([426, 'websocket']);
    expect(answer.json()).toMatchObject({ code: 'upgrade_required', instance: path });
  }
  expect(await statusOf(server.url, '/v1/health')).toBe(200);
});
