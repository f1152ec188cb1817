import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { ApiKeyRequest } from '@safeai/core';
import { localRoutes } from '../src/index.ts';
import { fakeRuntime } from './support/fake-runtime.ts';
import { startIssuer } from './support/issuer.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer } from './support/server.ts';
import { cookieOf, SESSION, signIn } from './support/sign-in.ts';

const USERS = `
dashboard:
  users:
    - { user_id: ana, role: approver, tenants: [acme, other] }
    - { user_id: bo, role: viewer, tenants: [acme] }
    - { user_id: cy, role: admin, tenants: ['*'] }
`;

describe('on trusted loopback', () => {
  test('a configured user signs in by name', async () => {
    const server = await startServer(fakeRuntime(USERS));
    const { answer, cookie } = await signIn(server, 'ana');
    expect(answer.json()).toEqual({
      user: 'ana',
      roles: ['approver'],
      tenants: ['acme', 'other'],
      tenant: 'acme',
      roles_checked: true,
      tenant_header: 'x-safeai-tenant',
      csrf_token: expect.stringMatching(/^[\w-]{43}$/),
      expires_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^safeai_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800$/,
      ),
    ]);
    const again = await server.send(SESSION, { headers: { cookie } });
    expect(again.json()).toEqual(answer.json());
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  test.each([
    [{ user_id: 'nobody' }, 403, 'forbidden'],
    [{ user_id: 'local' }, 403, 'forbidden'],
    [{}, 422, 'invalid_request'],
    [undefined, 422, 'invalid_request'],
    [{ user_id: '' }, 422, 'invalid_request'],
    [{ user_id: 7 }, 422, 'invalid_request'],
    [{ user: 'ana' }, 422, 'invalid_request'],
  ])('%j does not', async (body, status, code) => {
    const server = await startServer(fakeRuntime(USERS));
    const answer = await server.send(SESSION, { method: 'POST', body });
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('the user header does, and nobody else under it', async () => {
    const server = await startServer(fakeRuntime(USERS));
    const headers = { 'x-safeai-user': 'ana' };
    const answer = await server.send(SESSION, { method: 'POST', headers });
    expect(answer.json()).toMatchObject({ user: 'ana' });
    const other = await server.send(SESSION, { body: { user_id: 'cy' }, headers });
    expect(other.json()).toMatchObject({ code: 'forbidden' });
  });

  test('the tenant header narrows the session', async () => {
    const server = await startServer(fakeRuntime(USERS));
    const { answer, cookie } = await signIn(server, 'ana', { 'x-safeai-tenant': 'other' });
    expect(answer.json()).toMatchObject({ tenants: ['other'], tenant: 'other' });
    const outside = await server.send('/v1/approvals?tenant_id=acme', { headers: { cookie } });
    expect(outside.json()).toMatchObject({ code: 'forbidden' });
    const foreign = { 'x-safeai-tenant': 'third' };
    const refused = await server.send(SESSION, { body: { user_id: 'ana' }, headers: foreign });
    expect(refused.status).toBe(403);
  });

  test('a session has the roles of its user and no more', async () => {
    const server = await startServer(fakeRuntime(USERS));
    const { using } = await signIn(server, 'bo');
    expect((await server.send('/v1/policies', using())).status).toBe(403);
    expect((await server.send('/v1/scan/input', using({ body: { text: 'a' } }))).status).toBe(403);
    expect((await server.send('/v1/tenants', using())).status).toBe(200);
  });

  test('it serves from this machine alone, as long as that is trusted', async () => {
    const runtime = fakeRuntime(USERS);
    const server = await startServer(runtime);
    const { using } = await signIn(server, 'cy');
    const forwarded = { headers: { 'x-forwarded-for': '203.0.113.9' } };
    expect((await server.send('/v1/policies', using(forwarded))).status).toBe(401);
    expect((await server.send('/v1/policies', using())).status).toBe(200);
    Object.assign(runtime, {
      config: parseConfig(`${USERS}\nauth: { loopback: credential }`).config,
    });
    expect((await server.send('/v1/policies', using())).status).toBe(401);
  });

  test('such a session is no credential of an approver', async () => {
    const runtime = await realRuntime();
    const server = await startServer(runtime);
    const asked = await server.send('/v1/intercept/tool', {
      body: {
        phase: 'request',
        tool_name: 'database_query',
        parameters: { query: 'DROP TABLE users' },
      },
    });
    const id = String(asked.json().approval_request_id);
    const { using } = await signIn(server, 'security-approver');
    const path = `/v1/approvals/${id}/approve`;
    const other = await server.send(path, using({ body: { approver_id: 'security-admin' } }));
    expect(other.json()).toMatchObject({ code: 'forbidden' });
    expect((await server.send(path, using({ body: {} }))).json()).toMatchObject({
      status: 'approved',
    });
    const { votes } = await runtime.boundary.approvals.get(['default'], id);
    expect(votes).toMatchObject([{ approverId: 'security-approver', verified: false }]);
  });
});

describe('elsewhere', () => {
  const STRICT = `auth: { loopback: credential }\n${USERS}`;
  const house = async (request: Partial<ApiKeyRequest> = {}) => {
    const runtime = await realRuntime(STRICT);
    const server = await startServer(runtime);
    const { key, text } = await runtime.boundary.apiKeys.create({
      tenants: ['acme'],
      roles: ['auditor'],
      user: 'dora',
      ...request,
    });
    return { runtime, server, id: key.id, headers: { 'x-safeai-key': text } };
  };

  test('a name is no proof', async () => {
    const server = await startServer(fakeRuntime(STRICT));
    const answer = await server.send(SESSION, { body: { user_id: 'ana' } });
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  test('an API key signs its holder in, and its text is needed no more', async () => {
    const { server, headers } = await house();
    const answer = await server.send(SESSION, { method: 'POST', headers });
    expect(answer.json()).toMatchObject({
      user: 'dora',
      roles: ['auditor'],
      tenants: ['acme'],
      tenant: 'acme',
    });
    const cookie = cookieOf(answer);
    expect((await server.send('/v1/policies', { headers: { cookie } })).status).toBe(200);
    expect((await server.send('/v1/policies')).status).toBe(401);
  });

  test('it does so for nobody else', async () => {
    const { server, headers } = await house();
    const answer = await server.send(SESSION, { body: { user_id: 'cy' }, headers });
    expect(answer.json()).toMatchObject({ code: 'forbidden' });
    expect((await server.send(SESSION, { body: { user_id: 'dora' }, headers })).status).toBe(200);
  });

  test('a key for agents alone opens no dashboard', async () => {
    const { server, headers } = await house({ roles: ['agent'], agents: ['bot'] });
    const answer = await server.send(SESSION, { method: 'POST', headers });
    expect(answer.json()).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('a revoked key ends its sessions', async () => {
    const { runtime, server, id, headers } = await house();
    const cookie = cookieOf(await server.send(SESSION, { method: 'POST', headers }));
    await runtime.boundary.apiKeys.revoke(id);
    const answer = await server.send('/v1/policies', { headers: { cookie } });
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    expect((await server.send(SESSION, { method: 'POST', headers })).status).toBe(401);
  });

  test('a session of a key is its holder, whom the vote is of', async () => {
    const { server, runtime, headers } = await house({ roles: ['approver'] });
    const asked = await runtime.boundary.interceptTool({
      ...{ phase: 'request', toolName: 'database_query', tenantId: 'acme' },
      parameters: { query: 'DROP TABLE users' },
    });
    const signedIn = await server.send(SESSION, { method: 'POST', headers });
    const id = asked.approvalRequestId ?? '';
    const vote = await server.send(`/v1/approvals/${id}/approve`, {
      method: 'POST',
      headers: {
        cookie: cookieOf(signedIn),
        'x-csrf-token': String(signedIn.json().csrf_token),
      },
    });
    expect(vote.json()).toMatchObject({ status: 'approved' });
    const { votes } = await runtime.boundary.approvals.get(['acme'], id);
    expect(votes).toMatchObject([{ approverId: 'dora', verified: true }]);
  });

  test('a token of the issuer signs its bearer in, until it is over', async () => {
    const issuer = await startIssuer();
    const oidc = `auth: { oidc: { issuer: "${issuer.url}", client_id: safeai } }`;
    const server = await startServer(fakeRuntime(oidc));
    const exp = Math.floor(Date.now() / 1000) + 300;
    const token = await issuer.sign({ claims: { exp } });
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': '203.0.113.9' };
    const answer = await server.send(SESSION, { method: 'POST', headers });
    expect(answer.json()).toMatchObject({
      user: 'ana',
      roles: ['admin'],
      tenants: ['acme'],
      expires_at: new Date(exp * 1000).toISOString(),
    });
    const cookie = cookieOf(answer);
    expect((await server.send('/v1/policies', { headers: { cookie } })).status).toBe(200);
    const over = await issuer.sign({ claims: { exp: exp - 310 } });
    const late = { ...headers, authorization: `Bearer ${over}` };
    expect((await server.send(SESSION, { method: 'POST', headers: late })).json()).toMatchObject({
      code: 'forbidden',
    });
  });

  test('the key of the server itself signs nobody in', async () => {
    const runtime = await realRuntime(STRICT);
    const server = await startServer(runtime);
    const { token } = JSON.parse(
      await readFile(join(runtime.stateFolder ?? '', 'server.json'), 'utf8'),
    ) as { token: string };
    const headers = { 'x-safeai-key': token };
    const answer = await server.send(SESSION, { body: { user_id: 'ana' }, headers });
    expect(answer.json()).toMatchObject({ code: 'forbidden' });
  });
});

describe('behind a trusted proxy', () => {
  const PROXIED = `auth: { trusted_proxies: [127.0.0.1] }\n${USERS}`;
  const from = (user: string) => ({ 'x-safeai-user': user, 'x-forwarded-for': '203.0.113.9' });

  test('whom it names is signed in', async () => {
    const server = await startServer(fakeRuntime(PROXIED));
    const answer = await server.send(SESSION, { method: 'POST', headers: from('ana') });
    const cookie = cookieOf(answer);
    const own = await server.send(SESSION, { headers: { ...from('ana'), cookie } });
    expect(own.json()).toMatchObject({ user: 'ana' });
    const other = await server.send(SESSION, { headers: { ...from('bo'), cookie } });
    expect(other.json()).toMatchObject({ code: 'forbidden' });
  });

  test('another user signs in over the session of the last one', async () => {
    const server = await startServer(fakeRuntime(PROXIED));
    const cookie = cookieOf(await server.send(SESSION, { method: 'POST', headers: from('ana') }));
    const headers = { ...from('bo'), cookie };
    expect((await server.send(SESSION, { method: 'POST', headers })).json()).toMatchObject({
      user: 'bo',
    });
  });

  test('a session of its word ends with the trust in it', async () => {
    const runtime = fakeRuntime(PROXIED);
    const server = await startServer(runtime);
    const cookie = cookieOf(await server.send(SESSION, { method: 'POST', headers: from('ana') }));
    const config = parseConfig(`auth: { trusted_proxies: [192.0.2.1] }\n${USERS}`).config;
    Object.assign(runtime, { config });
    expect((await server.send(SESSION, { headers: { cookie } })).status).toBe(401);
  });

  test('TLS that ends at the proxy counts', async () => {
    const server = await startServer(fakeRuntime(PROXIED));
    const headers = { ...from('ana'), 'x-forwarded-proto': 'https' };
    const answer = await server.send(SESSION, { method: 'POST', headers });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });
});

describe('the cookie', () => {
  test('asks for TLS where the public address does', async () => {
    const yaml =
      'server: { public_url: "https://safeai.example.com" }\nauth: { loopback: trusted }';
    const server = await startServer(fakeRuntime(yaml));
    const { answer } = await signIn(server);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  test('does not for a forwarding header of anybody', async () => {
    const server = await startServer(fakeRuntime());
    const { using } = await signIn(server);
    const headers = { 'x-forwarded-proto': 'https' };
    const answer = await server.send(SESSION, { ...using({ headers }), method: 'DELETE' });
    expect(answer.headers['set-cookie']?.[0]).not.toMatch(/Secure/);
  });

  test('auth.session_ttl is its age', async () => {
    const server = await startServer(fakeRuntime('auth: { session_ttl: 15m }'));
    const { answer } = await signIn(server);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/; Max-Age=900$/);
  });

  test('is always a new one, and the one that was sent serves no more', async () => {
    const server = await startServer(fakeRuntime());
    const first = await signIn(server);
    const second = await signIn(server, 'admin', { cookie: first.cookie });
    expect(second.cookie).not.toBe(first.cookie);
    expect((await server.send(SESSION, first.using())).status).toBe(401);
    expect((await server.send(SESSION, second.using())).status).toBe(200);
    const chosen = await signIn(server, 'admin', { cookie: `safeai_session=${'A'.repeat(43)}` });
    expect(chosen.cookie).not.toContain('AAAA');
  });

  test('a sign-in that fails ends nothing', async () => {
    const server = await startServer(fakeRuntime());
    const { cookie, using } = await signIn(server);
    await server.send(SESSION, { body: { user_id: 'nobody' }, headers: { cookie } });
    expect((await server.send(SESSION, using())).status).toBe(200);
  });

  const STALE = { cookie: `safeai_session=${'A'.repeat(43)}` };

  test('a stale one is refused, and keeps nobody from signing in or out', async () => {
    const server = await startServer(fakeRuntime());
    expect((await server.send('/v1/policies', { headers: STALE })).status).toBe(401);
    expect((await server.send('/v1/health', { headers: STALE })).status).toBe(200);
    expect((await server.send(SESSION, { headers: STALE })).status).toBe(401);
    await signIn(server, 'admin', STALE);
    const out = await server.send(SESSION, { method: 'DELETE', headers: STALE });
    expect(out.json()).toEqual({ ok: true });
    expect(out.headers['set-cookie']).toEqual([
      'safeai_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0',
    ]);
  });

  test('two of them are worth none', async () => {
    const server = await startServer(fakeRuntime());
    const { cookie } = await signIn(server);
    const headers = { cookie: `${cookie}; safeai_session=other` };
    expect((await server.send(SESSION, { headers })).status).toBe(401);
  });

  test('it serves one server', async () => {
    const [one, two] = [await startServer(fakeRuntime()), await startServer(fakeRuntime())];
    const { using } = await signIn(one);
    expect((await two.send(SESSION, using())).status).toBe(401);
  });
});

test('without a session GET says so, whoever asks', async () => {
  const server = await startServer(fakeRuntime());
  for (const headers of [{}, { 'x-safeai-user': 'admin' }]) {
    const answer = await server.send(SESSION, { headers });
    expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated' });
  }
});

test('signing out ends the session on the server', async () => {
  const server = await startServer(fakeRuntime());
  const { using } = await signIn(server);
  const out = await server.send(SESSION, { ...using(), method: 'DELETE' });
  expect(out.json()).toEqual({ ok: true });
  expect((await server.send(SESSION, using())).status).toBe(401);
});

test('a reload that changes a role or removes a user counts at the next request', async () => {
  const runtime = fakeRuntime(USERS);
  const server = await startServer(runtime);
  const [ana, bo] = [await signIn(server, 'ana'), await signIn(server, 'bo')];
  const { config } = parseConfig(
    'dashboard: { users: [{ user_id: ana, role: viewer, tenants: [acme] }] }',
  );
  Object.assign(runtime, { config });
  expect((await server.send('/v1/policies', ana.using())).status).toBe(403);
  expect((await server.send(SESSION, ana.using())).json()).toMatchObject({ roles: ['viewer'] });
  expect((await server.send(SESSION, bo.using())).status).toBe(401);
});

test('a repeated sign-in with an idempotency_key does not show the token again', async () => {
  const server = await startServer(fakeRuntime());
  const body = { user_id: 'admin', idempotency_key: 'k-1' };
  const first = await server.send(SESSION, { body });
  expect(first.status).toBe(200);
  const second = await server.send(SESSION, { body });
  expect(second.json()).toMatchObject({ status: 409, code: 'conflict' });
  expect(second.text).not.toContain(String(first.json().csrf_token));
});

test('without a server there are no sessions', async () => {
  const call = localRoutes(fakeRuntime());
  for (const id of [
    'session_open',
    'session',
    'session_close',
    'session_options',
    'session_oidc',
  ]) {
    const given = id === 'session_open' ? { body: { user_id: 'admin' } } : {};
    await expect(call(id, given)).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('nothing of a session is in the log', async () => {
  const server = await startServer(fakeRuntime(), { accessLog: true });
  const { cookie, token, using } = await signIn(server);
  await server.send('/v1/policies', using());
  await server.send(SESSION, { ...using(), method: 'DELETE' });
  const logged = JSON.stringify(server.logged);
  expect(logged).toContain('/v1/session');
  expect(logged).not.toContain(token);
  expect(logged).not.toContain(cookie.split('=')[1]);
});
