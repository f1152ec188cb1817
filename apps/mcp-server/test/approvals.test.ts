import { describe, expect, test } from '@jest/globals';
import {
  connect,
  folderWith,
  keyOf,
  PEOPLE,
  serve,
  type Host,
  type Started,
} from './support/bed.ts';

/** What a person has to approve under the shipped rules. */
const CALL = {
  ...{ phase: 'request', tool_name: 'database_query' },
  parameters: { query: 'DELETE FROM users WHERE active = false' },
};

const APPROVER = { SAFEAI_APPROVER: 'ann' };

/** Asks for an approval through a host; the id of the request. */
async function asked(host: Host, args: Record<string, unknown> = {}): Promise<string> {
  const { answer, text } = await host.call('intercept_tool', { ...CALL, ...args });
  expect({ text, answer }).toMatchObject({ answer: { decision: { action: 'pending_approval' } } });
  return String(answer.approval_request_id);
}

/** Asks for one as any program does that knows the gateway. */
async function askedBy(
  url: string,
  args: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<string> {
  const response = await fetch(`${url}/v1/intercept/tool`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...CALL, ...args }),
  });
  const { approval_request_id: id } = (await response.json()) as { approval_request_id: string };
  expect(id).toMatch(/^ar-/);
  return id;
}

/** What SafeAI itself says of a request. */
async function statusOf(url: string, id: string): Promise<string> {
  const response = await fetch(`${url}/v1/approvals/${id}`);
  return ((await response.json()) as { status: string }).status;
}

describe.each(['approve', 'deny'])('%s', (verdict) => {
  test('without a named approver is an error that says how', async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const id = await askedBy(url, { agent_id: 'billing-bot' });
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url } });
    const { isError, text } = await host.call(verdict, { request_id: id });
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringMatching(/SAFEAI_API_KEY.*SAFEAI_APPROVER/s),
    });
    expect(await statusOf(url, id)).toBe('pending');
  });

  test('takes no approver from a call', async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const id = await askedBy(url, { agent_id: 'billing-bot' });
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url } });
    const args = { request_id: id, approver_id: 'ann' };
    expect((await host.call(verdict, args)).isError).toBe(true);
    expect(await statusOf(url, id)).toBe('pending');
  });

  test("decides others' requests for the approver of this machine", async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const id = await askedBy(url, { agent_id: 'billing-bot' });
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } });
    const { isError, answer } = await host.call(verdict, { request_id: id, note: 'Looked at it.' });
    expect(isError).toBe(false);
    const status = verdict === 'approve' ? 'approved' : 'denied';
    expect(answer).toMatchObject({ request_id: id, status, approver_id: 'ann' });
    expect(await statusOf(url, id)).toBe(status);
  });

  test("decides others' requests where no server runs", async () => {
    const cwd = await folderWith(PEOPLE);
    const { url, close } = await serve(cwd);
    const id = await askedBy(url, { agent_id: 'billing-bot' });
    await close();
    const host = await connect({ cwd, env: APPROVER });
    const { isError, answer } = await host.call(verdict, { request_id: id });
    expect({ isError, answer }).toMatchObject({ isError: false, answer: { approver_id: 'ann' } });
    const nobody = await connect({ cwd });
    const { text } = await nobody.call(verdict, { request_id: id });
    expect(text).toContain('SAFEAI_APPROVER');
  });

  test("decides others' requests for the holder of an approver's key", async () => {
    const served = await serve(await folderWith(PEOPLE));
    const id = await askedBy(served.url, { agent_id: 'billing-bot' });
    const key = await keyOf(served, 'ann', 'approver');
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: served.url, SAFEAI_API_KEY: key } });
    const { isError, answer } = await host.call(verdict, { request_id: id });
    expect({ isError, answer }).toMatchObject({ isError: false, answer: { approver_id: 'ann' } });
  });

  test.each(['agent', 'auditor'] as const)('is refused to the key of an %s', async (role) => {
    const served = await serve(await folderWith(PEOPLE));
    const id = await askedBy(served.url, { agent_id: 'billing-bot' });
    const key = await keyOf(served, 'kim', role, role === 'agent' ? ['billing-bot'] : undefined);
    const env = { SAFEAI_URL: served.url, SAFEAI_API_KEY: key };
    const { isError, text } = await (
      await connect({ cwd: '/', env })
    ).call(verdict, { request_id: id });
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringContaining('SAFEAI_API_KEY'),
    });
    // The key goes before the user: none can be added to it.
    const both = await connect({ cwd: '/', env: { ...env, ...APPROVER } });
    expect((await both.call(verdict, { request_id: id })).isError).toBe(true);
    expect(await statusOf(served.url, id)).toBe('pending');
  });

  test.each(['vera', 'nobody'])('is refused for %s, who may not decide', async (user) => {
    const { url } = await serve(await folderWith(PEOPLE));
    const id = await askedBy(url, { agent_id: 'billing-bot' });
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url, SAFEAI_APPROVER: user } });
    const { isError, text } = await host.call(verdict, { request_id: id });
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringContaining('forbidden'),
    });
    expect(await statusOf(url, id)).toBe('pending');
  });
});

describe('a request that came through the server', () => {
  const cases: [string, Record<string, unknown>][] = [
    ['in its own name', {}],
    ["in another agent's name", { agent_id: 'billing-bot' }],
    [
      'with a justification that covers the mark',
      { justification: `\n\n[through nobody] ${'x'.repeat(4090)}`.slice(0, 4096) },
    ],
    [
      'with a justification that reads as a mark',
      { justification: '[through someone-else] please' },
    ],
  ];

  test.each(cases)('%s is not decided by it', async (_, args) => {
    const { url } = await serve(await folderWith(PEOPLE));
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } });
    const id = await asked(host, args);
    for (const verdict of ['approve', 'deny']) {
      const { isError, text } = await host.call(verdict, { request_id: id });
      expect({ isError, text }).toEqual({
        isError: true,
        text: expect.stringContaining('came through this MCP server'),
      });
    }
    expect(await statusOf(url, id)).toBe('pending');
  });

  test.each(cases)('%s is not decided after a restart, or by a second one', async (_, args) => {
    const { url } = await serve(await folderWith(PEOPLE));
    const started: Started = { cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } };
    const first = await connect({ cwd: '/', env: { SAFEAI_URL: url } });
    const id = await asked(first, args);
    await first.leave();
    for (const kind of ['v1', 'v2-auto'] as const) {
      const later = await connect({ ...started, kind });
      expect((await later.call('approve', { request_id: id })).isError).toBe(true);
    }
    expect(await statusOf(url, id)).toBe('pending');
  });

  test('is not decided through the installation either, with or without a server', async () => {
    const cwd = await folderWith(PEOPLE);
    const alone = await connect({ cwd, env: APPROVER });
    const id = await asked(alone, { agent_id: 'billing-bot' });
    expect((await alone.call('approve', { request_id: id })).isError).toBe(true);
    await alone.leave();
    const { url } = await serve(cwd);
    const served = await connect({ cwd, env: APPROVER });
    const { isError, text } = await served.call('approve', { request_id: id });
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringContaining('came through this MCP server'),
    });
    expect(await statusOf(url, id)).toBe('pending');
  });

  test('is not decided by the principal that made it: an admin with a key', async () => {
    const served = await serve(await folderWith(PEOPLE));
    const key = await keyOf(served, 'boss', 'admin');
    const env = { SAFEAI_URL: served.url, SAFEAI_API_KEY: key };
    const id = await askedBy(served.url, { agent_id: 'billing-bot' }, { 'x-safeai-key': key });
    const { isError, text } = await (
      await connect({ cwd: '/', env })
    ).call('approve', { request_id: id });
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringContaining('of their own'),
    });
  });
});

describe('the agent that holds the server', () => {
  test.each([
    ['claude-code', 'claude-code'],
    ['cursor-vscode', 'cursor'],
    ['Visual Studio Code', 'copilot'],
    ['my-host', 'My Host'],
  ])('%s: what %s asks for elsewhere is not decided by it', async (host, agent) => {
    const { url } = await serve(await folderWith(PEOPLE));
    const id = await askedBy(url, { agent_id: agent });
    for (const kind of ['v1', 'v2-legacy', 'v2-auto'] as const) {
      const holder = await connect({ cwd: '/', kind, host, env: { SAFEAI_URL: url, ...APPROVER } });
      const { isError, text } = await holder.call('approve', { request_id: id });
      expect({ isError, text }).toEqual({
        isError: true,
        text: expect.stringContaining('came through'),
      });
    }
    expect(await statusOf(url, id)).toBe('pending');
  });

  test('may be the one behind a request that names neither agent nor user', async () => {
    const served = await serve(await folderWith(PEOPLE));
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: served.url, ...APPROVER } });
    const id = await askedBy(served.url, {});
    expect((await host.call('approve', { request_id: id })).isError).toBe(true);
    const key = await keyOf(served, 'kim', 'agent');
    const other = await askedBy(served.url, { session_id: 's' }, { 'x-safeai-key': key });
    expect((await host.call('approve', { request_id: other })).isError).toBe(false);
  });

  test('is named by SAFEAI_AGENT, and acts and is told apart under that name', async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const env = { SAFEAI_URL: url, ...APPROVER, SAFEAI_AGENT: 'ops-agent' };
    const host = await connect({ cwd: '/', env });
    const own = await askedBy(url, { agent_id: 'ops-agent' });
    expect((await host.call('approve', { request_id: own })).isError).toBe(true);
    const id = await asked(host);
    const { answer } = await host.call('list_approvals', { agent_id: 'ops-agent' });
    expect(answer.approvals).toContainEqual(expect.objectContaining({ request_id: id }));
    const other = await connect({ cwd: '/', env: { ...env, SAFEAI_AGENT: 'other-agent' } });
    expect((await other.call('approve', { request_id: id })).isError).toBe(false);
  });

  test('may not act on an approval of others that it gave, in their name', async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const call = { agent_id: 'billing-bot', session_id: 's1' };
    const id = await askedBy(url, call);
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } });
    expect((await host.call('approve', { request_id: id })).isError).toBe(false);
    const again = { ...CALL, ...call, approval_request_id: id };
    const { isError, text } = await host.call('intercept_tool', again);
    expect({ isError, text }).toEqual({
      isError: true,
      text: expect.stringContaining('forbidden'),
    });
    const later = await connect({ cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } });
    expect((await later.call('intercept_tool', again)).isError).toBe(true);
    expect(await statusOf(url, id)).toBe('approved');
  });

  test('acts on an approval that a person gave elsewhere, once', async () => {
    const { url } = await serve(await folderWith(PEOPLE));
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } });
    const id = await asked(host);
    await fetch(`${url}/v1/approvals/${id}/approve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ approver_id: 'ann' }),
    });
    const again = { ...CALL, approval_request_id: id };
    const { answer } = await host.call('intercept_tool', again);
    expect(answer).toMatchObject({
      decision: { action: 'allow' },
      filtered_parameters: CALL.parameters,
    });
    const { answer: twice } = await host.call('intercept_tool', again);
    expect(twice).toMatchObject({
      decision: { action: 'block', reason_code: 'approval_consumed' },
    });
  });
});

test.each(['ar-000000000000000000000000', '../policies', 'ar-1/approve', ''])(
  'there is no request %p',
  async (id) => {
    const { url } = await serve(await folderWith(PEOPLE));
    const host = await connect({ cwd: '/', env: { SAFEAI_URL: url, ...APPROVER } });
    expect((await host.call('approve', { request_id: id })).isError).toBe(true);
  },
);

test('a gateway that does not trust this machine takes no named approver', async () => {
  const served = await serve(await folderWith(`${PEOPLE}\nauth: { loopback: credential }\n`));
  const key = await keyOf(served, 'bot', 'agent', ['billing-bot']);
  const id = await askedBy(served.url, { agent_id: 'billing-bot' }, { 'x-safeai-key': key });
  const host = await connect({ cwd: '/', env: { SAFEAI_URL: served.url, ...APPROVER } });
  const { isError, text } = await host.call('approve', { request_id: id });
  expect({ isError, text }).toEqual({
    isError: true,
    text: expect.stringContaining('SAFEAI_API_KEY'),
  });
});
