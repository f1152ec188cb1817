import { afterEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { createRuntime, type Runtime } from '@safeai/runtime';
import type { Sent } from './support/http.ts';
import { startServer, type TestServer } from './support/server.ts';

const CALL = {
  phase: 'request',
  tool_name: 'database_query',
  parameters: { query: 'DELETE FROM users WHERE active = false', contact: 'alice@example.com' },
  data_tags: ['destructive', 'pii'],
  agent_id: 'default-agent',
  session_id: 'sess-002',
};

/** Nothing but a broken promise would keep a request so long. */
const PATIENCE = 10_000;

const runtimes: Runtime[] = [];

afterEach(async () => {
  await Promise.all(runtimes.splice(0).map((runtime) => runtime.close()));
});

async function serve(yaml = ''): Promise<TestServer & { readonly runtime: Runtime }> {
  const runtime = await createRuntime({ load: () => Promise.resolve(parseConfig(yaml)) });
  runtimes.push(runtime);
  return { ...(await startServer(runtime)), runtime };
}

async function pending(yaml = '', sent: Sent = {}) {
  const server = await serve(yaml);
  const first = await server.send('/v1/intercept/tool', { body: CALL, ...sent });
  const id = String(first.json().approval_request_id);
  const decide = (verdict: string, body: unknown, more: Sent = {}) =>
    server.send(`/v1/approvals/${id}/${verdict}`, { method: 'POST', body, ...more });
  const retry = () =>
    server.send('/v1/intercept/tool', { body: { ...CALL, approval_request_id: id } });
  return { server, first, id, decide, retry };
}

const asUser = (user: string): Sent => ({ headers: { 'x-safeai-user': user } });
const ADMIN = { approver_id: 'security-admin' };

test('the four steps of the documents', async () => {
  const { server, first, id, decide, retry } = await pending();
  expect(first.json().decision).toMatchObject({
    action: 'pending_approval',
    reason: 'Human approval required for destructive database operation',
  });
  expect(id).toMatch(/^ar-[0-9a-f]{24}$/);

  const listed = await server.send('/v1/approvals?status=pending&limit=10');
  expect(JSON.parse(listed.text)).toMatchObject([
    {
      request_id: id,
      agent_id: 'default-agent',
      tool_name: 'database_query',
      status: 'pending',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      parameters: { query: CALL.parameters.query, contact: '[EMAIL_REDACTED]' },
    },
  ]);
  expect(listed.text).not.toContain('alice@example.com');

  const note = 'Reviewed — safe to proceed with cleanup';
  const decided = await decide('approve', { ...ADMIN, note });
  expect(decided.status).toBe(200);
  expect(decided.json()).toMatchObject({
    request_id: id,
    status: 'approved',
    approver_id: 'security-admin',
  });

  expect((await retry()).json().decision).toMatchObject({
    action: 'allow',
    reason: 'Approved by security-admin',
  });
  expect((await retry()).json().decision).toMatchObject({
    action: 'block',
    reason_code: 'approval_consumed',
  });
  const shown = (await server.send(`/v1/approvals/${id}`)).json();
  expect(shown).toMatchObject({
    status: 'consumed',
    votes: [{ approver_id: 'security-admin', verdict: 'approve', note, verified: false }],
  });
});

test('a denial blocks, and its retry', async () => {
  const { decide, retry } = await pending();
  expect((await decide('deny', ADMIN)).json()).toMatchObject({ status: 'denied' });
  expect((await retry()).json().decision).toMatchObject({
    action: 'block',
    reason: 'Denied by security-admin',
  });
});

describe('deciding is refused', () => {
  test.each<[string, unknown, Sent, number, string]>([
    ['naming nobody', {}, {}, 422, 'invalid_request'],
    ['without a body', undefined, {}, 422, 'invalid_request'],
    ['naming a stranger', { approver_id: 'mallory' }, {}, 403, 'forbidden'],
    ['naming the caller itself', { approver_id: 'local' }, {}, 403, 'forbidden'],
    ['naming one without the role', { approver_id: 'security-auditor' }, {}, 403, 'forbidden'],
    ['naming another than the header', ADMIN, asUser('admin'), 403, 'forbidden'],
    ['for a header of the wrong role', {}, asUser('security-viewer'), 403, 'forbidden'],
    ['with a field of another name', { approver: 'security-admin' }, {}, 422, 'invalid_request'],
    ['with a note without end', { ...ADMIN, note: 'x'.repeat(2001) }, {}, 422, 'invalid_request'],
    [
      'from elsewhere without a credential',
      ADMIN,
      { headers: { 'x-forwarded-for': '203.0.113.9' } },
      401,
      'unauthenticated',
    ],
    [
      'by a page of another site',
      ADMIN,
      { headers: { origin: 'https://evil.example' } },
      403,
      'foreign_origin',
    ],
  ])('%s', async (_, body, sent, status, code) => {
    const { server, id, decide } = await pending();
    const refused = await decide('approve', body, sent);
    expect(refused.json()).toMatchObject({ status, code });
    expect((await server.send(`/v1/approvals/${id}`)).json().status).toBe('pending');
  });

  test('for the requester', async () => {
    const { decide } = await pending('', asUser('admin'));
    expect((await decide('approve', {}, asUser('admin'))).json()).toMatchObject({
      status: 403,
      detail: 'Nobody decides on a request of their own.',
    });
    expect((await decide('approve', {}, asUser('security-admin'))).status).toBe(200);
  });

  test('on loopback, where the setting says so', async () => {
    const { decide } = await pending('approvals: { loopback_decisions: false }');
    expect((await decide('approve', ADMIN)).json()).toMatchObject({ code: 'forbidden' });
    expect((await decide('approve', {}, asUser('admin'))).json()).toMatchObject({
      code: 'forbidden',
    });
  });

  test('for an unknown id and one of another tenant alike', async () => {
    const { server, id, decide } = await pending('', {
      body: { ...CALL, tenant_id: 'acme' },
    });
    const foreign = await decide('approve', { approver_id: 'security-approver' });
    const unknown = await server.send(`/v1/approvals/ar-${'0'.repeat(24)}/approve`, {
      body: { approver_id: 'security-approver' },
    });
    const told = (answer: typeof foreign) => ({ ...answer.json(), request_id: '' });
    expect(foreign.status).toBe(404);
    expect(told(foreign)).toEqual(told(unknown));
    const looked = await server.send(`/v1/approvals/${id}`, asUser('security-auditor'));
    expect(looked.status).toBe(404);
    const listed = await server.send('/v1/approvals', asUser('security-auditor'));
    expect(JSON.parse(listed.text)).toEqual([]);
  });

  test('once it is decided, with what it is', async () => {
    const { decide } = await pending();
    await decide('deny', ADMIN);
    expect((await decide('approve', { approver_id: 'admin' })).json()).toMatchObject({
      status: 409,
      code: 'conflict',
      errors: [{ path: 'status', message: 'denied' }],
    });
    // The same word again is no conflict.
    expect((await decide('deny', ADMIN)).status).toBe(200);
  });
});

describe('a withdrawal', () => {
  test('by the caller, who made it', async () => {
    const { server, id, retry } = await pending();
    const cancelled = await server.send(`/v1/approvals/${id}/cancel`, { method: 'POST' });
    expect(cancelled.json()).toMatchObject({ status: 'cancelled' });
    expect((await retry()).json().decision).toMatchObject({ reason_code: 'approval_cancelled' });
  });

  test('not by an approver who did not', async () => {
    const { decide } = await pending();
    expect((await decide('cancel', { approver_id: 'security-approver' })).status).toBe(403);
  });
});

describe('the list', () => {
  test.each([
    'status=maybe',
    'limit=0',
    'limit=1001',
    'limit=',
    'limit=1.5',
    'cursor=x',
    'agent=a',
  ])('%s is refused', async (query) => {
    const server = await serve();
    expect((await server.send(`/v1/approvals?${query}`)).json()).toMatchObject({
      status: 422,
      code: 'invalid_request',
    });
  });

  test('comes in pages, newest first, each request once', async () => {
    const server = await serve();
    const made: string[] = [];
    for (let index = 0; index < 5; index++) {
      const parameters = { query: `DROP TABLE t${index}` };
      const { approval_request_id: id } = (
        await server.send('/v1/intercept/tool', { body: { ...CALL, parameters } })
      ).json();
      made.push(String(id));
    }
    const seen: string[] = [];
    let cursor: string | undefined = '';
    while (cursor !== undefined) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page = await server.send(`/v1/approvals?limit=2${query}`);
      seen.push(...(JSON.parse(page.text) as { request_id: string }[]).map((r) => r.request_id));
      cursor = page.headers['x-next-cursor'] as string | undefined;
    }
    expect([...seen].sort()).toEqual([...made].sort());
    expect(seen).toHaveLength(5);
  });

  test('by agent and tool', async () => {
    const { server } = await pending();
    const count = async (query: string) =>
      (JSON.parse((await server.send(`/v1/approvals?${query}`)).text) as unknown[]).length;
    expect(await count('agent_id=default-agent&tool_name=database_query')).toBe(1);
    expect(await count('agent_id=other')).toBe(0);
    expect(await count('tenant_id=acme')).toBe(0);
  });

  test('leaves long parameters out, and says so', async () => {
    const parameters = { query: `DROP TABLE t /* ${'x'.repeat(9000)} */` };
    const { server, id } = await pending('', { body: { ...CALL, parameters } });
    const [listed] = JSON.parse((await server.send('/v1/approvals')).text) as object[];
    expect(listed).toMatchObject({ parameters: null, parameters_omitted: true });
    const whole = (await server.send(`/v1/approvals/${id}`)).json();
    expect(whole).toMatchObject({ parameters, parameters_omitted: false });
  });
});

describe('waiting', () => {
  test(
    'ends with the decision',
    async () => {
      const { server, id, decide } = await pending();
      const waiting = server.send(`/v1/approvals/${id}?wait=60`);
      await decide('approve', ADMIN);
      expect((await waiting).json()).toMatchObject({ status: 'approved' });
    },
    PATIENCE,
  );

  test('ends with its time', async () => {
    const { server, id } = await pending();
    const waited = await server.send(`/v1/approvals/${id}?wait=1`);
    expect(waited.json()).toMatchObject({ status: 'pending' });
  });

  test(
    'ends with the server',
    async () => {
      const { server, id } = await pending();
      const waiting = server.send(`/v1/approvals/${id}?wait=60`);
      await server.send('/v1/health');
      await server.server.close();
      expect((await waiting).json()).toMatchObject({ status: 'pending' });
    },
    PATIENCE,
  );

  test.each(['wait=61', 'wait=-1', 'wait=x'])('%s is refused', async (query) => {
    const { server, id } = await pending();
    expect((await server.send(`/v1/approvals/${id}?${query}`)).status).toBe(422);
  });
});

test('two must agree where a rule wants two', async () => {
  const { decide, retry } = await pending(`
policies:
  - name: two-eyes
    boundary: action
    tools: [database_query]
    action: require_approval
    approval: { min_approvals: 2 }
`);
  expect((await decide('approve', ADMIN)).json()).toMatchObject({ status: 'pending' });
  expect((await decide('approve', ADMIN)).json()).toMatchObject({
    status: 'pending',
    decided_by: ['security-admin'],
  });
  expect((await decide('approve', { approver_id: 'security-approver' })).json()).toMatchObject({
    status: 'approved',
    decided_by: ['security-admin', 'security-approver'],
  });
  expect((await decide('approve', { approver_id: 'admin' })).json()).toMatchObject({
    status: 'approved',
    decided_by: ['security-admin', 'security-approver'],
  });
  const { decision } = (await retry()).json();
  expect(decision).toMatchObject({
    action: 'allow',
    reason: 'Approved by security-admin, security-approver',
  });
});

describe('the page', () => {
  test('says nothing of the request and changes nothing', async () => {
    const { server, id } = await pending();
    const page = await server.send(`/approvals/${id}`);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.text).not.toContain('database_query');
    expect((await server.send('/approvals/ar-unknown')).text).toBe(page.text);
    expect((await server.send(`/v1/approvals/${id}`)).json().status).toBe('pending');
  });

  test('runs and loads nothing but its own files', async () => {
    const server = await serve();
    const page = await server.send('/approvals/ar-1');
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(page.text).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+="|\sstyle="|<style/);
    const loaded = [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path ?? '');
    expect(loaded).toHaveLength(2);
    for (const path of loaded) {
      expect(path).toMatch(/^\/approvals\/files\//);
      expect((await server.send(path)).status).toBe(200);
    }
  });

  test.each(['GET', 'HEAD'])('%s of a decision is no decision', async (method) => {
    const { server, id } = await pending();
    const answer = await server.send(`/v1/approvals/${id}/approve`, { method });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
    expect((await server.send(`/v1/approvals/${id}`)).json().status).toBe('pending');
  });

  test.each(['/approvals/files/approval-page.ts', '/approvals/files/../approval-page.ts'])(
    '%s is no file of it',
    async (path) => {
      const server = await serve();
      expect((await server.send(path)).status).toBe(404);
    },
  );
});
