import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { historyOf, verifyHistory } from '../durability/history.mjs';
import { installation, startSafeAI } from './server.mjs';

/** What happens to approvals that several processes on one state file decide and use at once. */
const PROCESSES = 4;
const ROUNDS = 10;
const CONFIG = `
approvals: { max_pending_per_agent: 1000 }
policies:
  - { name: one, boundary: action, tools: [pay], action: require_approval }
  - name: two
    boundary: action
    tools: [transfer]
    action: require_approval
    approval: { min_approvals: 2 }
  - name: short
    boundary: action
    tools: [hurry]
    action: require_approval
    approval: { ttl: 1s }
`;

let folder;
const servers = [];
let calls = 0;

beforeAll(async () => {
  folder = await installation();
  await writeFile(join(folder, 'safeai.yaml'), CONFIG);
  for (let number = 0; number < PROCESSES; number++) servers.push(await startSafeAI({ folder }));
});

afterAll(async () => {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function post(server, path, body, headers = {}) {
  const answer = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

/** A call that nobody has made before. */
const newCall = (tool) => ({
  phase: 'request',
  tool_name: tool,
  parameters: { to: 'bob' },
  agent_id: 'a',
  session_id: `s${++calls}`,
});

const ask = async (server, call) => (await post(server, '/v1/intercept/tool', call)).body;
const retry = (server, call, id) => ask(server, { ...call, approval_request_id: id });
const decide = (server, verb, id, approver) =>
  post(server, `/v1/approvals/${id}/${verb}`, { approver_id: approver });
const show = async (id) => (await fetch(`${servers[0].url}/v1/approvals/${id}`)).json();

/** The same, by every process at once. */
const each = (act) => Promise.all(servers.map((server, number) => act(server, number)));
const approver = (number) => (number % 2 === 0 ? 'security-admin' : 'security-approver');
const counted = (items, item) => items.filter((each) => each === item).length;

async function pending(tool = 'pay') {
  const call = newCall(tool);
  return { call, id: (await ask(servers[0], call)).approval_request_id };
}

async function approved() {
  const { call, id } = await pending();
  expect((await decide(servers[1], 'approve', id, 'security-admin')).status).toBe(200);
  return { call, id };
}

async function rounds(race) {
  for (let round = 0; round < ROUNDS; round++) await race(round);
}

test('the same call at once is one request', () =>
  rounds(async () => {
    const call = newCall('pay');
    const ids = await each(async (server) => (await ask(server, call)).approval_request_id);
    expect([new Set(ids).size, ids[0]]).toEqual([1, expect.stringMatching(/^ar-[0-9a-f]{24}$/)]);
  }));

test('the same approver at once counts once', () =>
  rounds(async () => {
    const { id } = await pending('transfer');
    const answers = await each((server) => decide(server, 'approve', id, 'security-admin'));
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(
      servers.map(() => [200, 'pending']),
    );
    expect((await show(id)).votes).toHaveLength(1);
  }));

test('two approvers at once: both are answered 200, one has decided', () =>
  rounds(async () => {
    const { id } = await pending();
    const answers = await each((server, number) => decide(server, 'approve', id, approver(number)));
    const told = answers.map(({ status, body }) => [status, body.status, body.decided_by]);
    expect(told).toEqual(servers.map(() => [200, 'approved', told[0][2]]));
    expect(told[0][2]).toHaveLength(1);
  }));

test('approved and denied at once: one of them, and the others are told which', () =>
  rounds(async () => {
    const { id, call } = await pending();
    const verbs = ['approve', 'deny'];
    const answers = await each((server, number) =>
      decide(server, verbs[number % 2], id, approver(number)),
    );
    const { status } = await show(id);
    for (const [number, answer] of answers.entries()) {
      const wanted = ['approved', 'denied'][number % 2];
      if (wanted === status) expect([answer.status, answer.body.status]).toEqual([200, status]);
      else
        expect([answer.status, answer.body.errors]).toEqual([
          409,
          [expect.objectContaining({ message: status })],
        ]);
    }
    const { decision } = await retry(servers[3], call, id);
    expect(decision.action).toBe(status === 'approved' ? 'allow' : 'block');
  }));

test('one denial is final where two must approve', () =>
  rounds(async () => {
    const { id } = await pending('transfer');
    await each((server, number) =>
      number === 3
        ? decide(server, 'deny', id, 'security-approver')
        : decide(server, 'approve', id, 'security-admin'),
    );
    expect((await show(id)).status).toBe('denied');
    expect((await decide(servers[0], 'approve', id, 'admin')).status).toBe(409);
  }));

test('an approval used many times at once lets one call pass', () =>
  rounds(async () => {
    const { call, id } = await approved();
    const answers = (
      await each((server) => Promise.all([1, 2, 3].map(() => retry(server, call, id))))
    ).flat();
    const outcomes = answers.map(({ decision }) => decision.reason_code ?? decision.action);
    expect(counted(outcomes, 'allow')).toBe(1);
    expect(counted(outcomes, 'approval_consumed')).toBe(3 * PROCESSES - 1);
  }));

test('used and withdrawn at once: one of them', () =>
  rounds(async () => {
    const { call, id } = await approved();
    const [used, cancelled] = await Promise.all([
      retry(servers[0], call, id),
      post(servers[1], `/v1/approvals/${id}/cancel`, {}),
    ]);
    const { status } = await show(id);
    expect([used.decision.action, cancelled.status]).toEqual(
      status === 'consumed' ? ['allow', 409] : ['block', 200],
    );
    expect(['consumed', 'cancelled']).toContain(status);
  }));

test('other parameters under an approved id are blocked, and use nothing up', async () => {
  const { call, id } = await approved();
  const other = { ...call, parameters: { to: 'mallory' } };
  const answers = await each((server) => retry(server, other, id));
  expect(answers.map(({ decision }) => [decision.action, decision.reason_code])).toEqual(
    servers.map(() => ['block', 'approval_mismatch']),
  );
  expect((await retry(servers[2], call, id)).decision.action).toBe('allow');
});

test('around the instant of expiry: approved in time, or not at all', async () => {
  const requests = await Promise.all(Array.from({ length: 20 }, () => pending('hurry')));
  await Promise.all(
    requests.map(async ({ id }, index) => {
      const end = Date.parse((await show(id)).expires_at);
      // Some a little before the end, some a little after it.
      while (Date.now() < end - 20 + 2 * index) await after(1);
      const answers = await each((server) => decide(server, 'approve', id, 'security-admin'));
      for (const { status, body } of answers) {
        expect([200, 409]).toContain(status);
        if (status === 409) expect(body.errors).toMatchObject([{ message: 'expired' }]);
      }
      // Every vote that counts was given in time.
      for (const { at } of (await show(id)).votes) expect(Date.parse(at)).toBeLessThan(end);
      if (answers.every(({ status }) => status === 409)) {
        expect(await show(id)).toMatchObject({ status: 'expired', votes: [] });
      }
    }),
  );
  for (const { id, call } of requests) {
    const { expires_at: end } = await show(id);
    while (Date.now() < Date.parse(end)) await after(1);
    expect((await retry(servers[0], call, id)).decision).toMatchObject({
      action: 'block',
      reason_code: 'approval_expired',
    });
  }
});

test('an unknown id and one of another tenant are answered alike', async () => {
  const call = { ...newCall('pay'), tenant_id: 'acme' };
  const { approval_request_id: foreign } = await ask(servers[0], call);
  const unknown = `ar-${'0'.repeat(24)}`;
  const as = { 'x-safeai-user': 'security-approver' };
  const told = async (id, server) => {
    const answers = [
      await fetch(`${server.url}/v1/approvals/${id}`, { headers: as }),
      ...(await Promise.all(
        ['approve', 'deny', 'cancel'].map((verb) =>
          fetch(`${server.url}/v1/approvals/${id}/${verb}`, { method: 'POST', headers: as }),
        ),
      )),
    ];
    return Promise.all(
      answers.map(async (answer) => {
        const { request_id: _, ...problem } = await answer.json();
        return [answer.status, problem];
      }),
    );
  };
  const [one, other] = [await told(unknown, servers[1]), await told(foreign, servers[2])];
  expect(one).toEqual(other);
  expect(one.map(([status]) => status)).toEqual([404, 404, 404, 404]);
  const retried = { ...newCall('pay'), approval_request_id: foreign };
  expect((await post(servers[3], '/v1/intercept/tool', retried)).status).toBe(404);
});

test('all of it is on record once, in a history that verifies', async () => {
  for (const server of servers.splice(0)) await server.stop();
  const lines = historyOf(folder);
  const uses = lines.filter(({ event }) => event === 'approval.consumed');
  expect(uses.length).toBeGreaterThan(ROUNDS);
  const ids = uses.map(({ approval_request_id: id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(await verifyHistory(folder)).toMatchObject({ ok: true, problems: [] });
});
