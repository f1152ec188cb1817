import { afterEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { Role } from '@safeai/core';
import { createRuntime, type Runtime } from '@safeai/runtime';
import { sendRaw } from './support/http.ts';
import { startIssuer } from './support/issuer.ts';
import { startServer, type TestServer } from './support/server.ts';

const POLICIES = '/v1/policies';
const CREDENTIAL = 'auth: { loopback: credential }';

const running: Runtime[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((runtime) => runtime.close()));
});

interface Started extends TestServer {
  readonly runtime: Runtime;
  /** Loads another configuration. */
  readonly reload: (yaml: string) => Promise<unknown>;
}

/** A server on a real runtime in memory. */
async function start(yaml: string): Promise<Started> {
  let loaded = parseConfig(yaml);
  const runtime = await createRuntime({ load: () => Promise.resolve(loaded) });
  running.push(runtime);
  const server = await startServer(runtime, { accessLog: true });
  const reload = (next: string): Promise<unknown> => {
    loaded = parseConfig(next);
    return runtime.reload();
  };
  return { ...server, runtime, reload };
}

async function keyFor({ boundary }: Runtime, roles: readonly Role[]) {
  const { key, text } = await boundary.apiKeys.create({ tenants: ['acme'], roles });
  return { id: key.id, text };
}

describe('an API key', () => {
  test.each([
    (key: string) => ({ 'x-safeai-key': key }),
    (key: string) => ({ authorization: `Bearer ${key}` }),
    (key: string) => ({ 'x-api-key': key }),
    (key: string) => ({ 'x-goog-api-key': key }),
  ])('is taken from %s', async (headers) => {
    const server = await start(CREDENTIAL);
    const { text } = await keyFor(server.runtime, ['auditor']);
    expect((await server.send(POLICIES, { headers: headers(text) })).status).toBe(200);
    expect((await server.send(POLICIES, { headers: headers(`${text}x`) })).status).toBe(401);
    expect((await server.send(POLICIES)).status).toBe(401);
  });

  test('that is revoked counts no more', async () => {
    const server = await start(CREDENTIAL);
    const { id, text } = await keyFor(server.runtime, ['auditor']);
    const headers = { 'x-safeai-key': text };
    expect((await server.send(POLICIES, { headers })).status).toBe(200);
    await server.runtime.boundary.apiKeys.revoke(id);
    expect((await server.send(POLICIES, { headers })).status).toBe(401);
  });

  test('in an address is refused, where the same one would do in a header', async () => {
    const server = await start(CREDENTIAL);
    const { text } = await keyFor(server.runtime, ['admin']);
    const headers = { 'x-safeai-key': text };
    for (const path of [
      `${POLICIES}?key=${text}`,
      `${POLICIES}?key=${text.replace('_', '%5f')}`,
      `${POLICIES}?key=${text.replace('sfai', 'SFAI')}`,
      `/v1/keys/${text}`,
      `/v1/health?${text}`,
    ]) {
      const received = await server.send(path, { headers });
      expect([received.status, received.json().code]).toEqual([400, 'invalid_request']);
      expect(received.text).not.toContain(text);
    }
    expect(JSON.stringify(server.logged)).not.toContain(text);
  });

  test('in a body is none', async () => {
    const server = await start(CREDENTIAL);
    const { text } = await keyFor(server.runtime, ['agent']);
    const body = { text: 'a', metadata: { 'x-safeai-key': text } };
    expect((await server.send('/v1/scan/input', { body })).status).toBe(401);
  });
});

describe('a token of the issuer', () => {
  const by = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const yaml = (issuer: string, more = '') =>
    `auth: { loopback: credential, oidc: { issuer: "${issuer}", client_id: safeai, ${more} } }`;

  test('lets in whom it names, with the roles that it gives', async () => {
    const issuer = await startIssuer();
    const server = await start(yaml(issuer.url));
    const auditor = await issuer.sign({ claims: { roles: ['auditor'] } });
    expect((await server.send(POLICIES, by(auditor))).status).toBe(200);
    const reload = await server.send('/v1/policies/reload', { method: 'POST', ...by(auditor) });
    expect(reload.status).toBe(403);
    const other = await server.send('/v1/audit?tenant_id=other', by(auditor));
    expect([other.status, other.json().code]).toEqual([403, 'forbidden']);
  });

  test('is refused with what does not hold, and told nowhere', async () => {
    const issuer = await startIssuer();
    const server = await start(yaml(issuer.url));
    const over = await issuer.sign({ claims: { exp: 1 } });
    const refused = await server.send(POLICIES, by(over));
    expect(refused.status).toBe(401);
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="SafeAI"');
    expect(refused.json()).toMatchObject({
      code: 'unauthenticated',
      detail: expect.stringContaining('expired') as unknown,
    });
    const nobody = await issuer.sign({ claims: { roles: ['hush-hush'] } });
    const without = await server.send(POLICIES, by(nobody));
    expect([without.status, without.json().code]).toEqual([403, 'forbidden']);
    const told = refused.text + without.text + JSON.stringify(server.logged);
    for (const text of [...over.split('.'), ...nobody.split('.'), 'hush-hush']) {
      expect(told).not.toContain(text);
    }
  });

  test('that cannot be checked is neither refused nor believed', async () => {
    const issuer = await startIssuer();
    const server = await start(yaml(issuer.url));
    const token = await issuer.sign();
    await issuer.stop();
    const unjudged = await server.send(POLICIES, by(token));
    expect([unjudged.status, unjudged.json().code]).toEqual([503, 'issuer_unavailable']);
    expect(unjudged.headers['retry-after']).toBeDefined();
    expect(server.logged).toContainEqual(
      expect.objectContaining({ level: 'warn', reason: 'fetch failed (ECONNREFUSED)' }),
    );
  });

  test('of somebody else is not ours: it neither helps nor hurts', async () => {
    const [issuer, other] = [await startIssuer(), await startIssuer()];
    const server = await start(yaml(issuer.url));
    const foreign = by(await other.sign());
    expect((await server.send(POLICIES, foreign)).status).toBe(401);
    await server.reload('');
    expect((await server.send(POLICIES, foreign)).status).toBe(200);
  });

  test('follows a reload', async () => {
    const issuer = await startIssuer();
    const server = await start(yaml(issuer.url));
    const token = by(await issuer.sign({ claims: { roles: ['ops'] } }));
    expect((await server.send(POLICIES, token)).status).toBe(403);
    await server.reload(yaml(issuer.url, 'role_map: { ops: approver }'));
    expect((await server.send(POLICIES, token)).status).toBe(200);
    await server.reload(yaml(issuer.url, 'audience: other'));
    expect((await server.send(POLICIES, token)).status).toBe(401);
    await server.reload(CREDENTIAL);
    expect((await server.send(POLICIES, token)).status).toBe(401);
  });
});

describe('a trusted proxy', () => {
  const yaml = (proxy: string) => `auth: { trusted_proxies: ["${proxy}"] }`;
  const as = (user: string, more: object = {}) => ({
    headers: { 'x-forwarded-for': '192.0.2.7', 'x-safeai-user': user, ...more },
  });

  test('says who its callers are', async () => {
    const server = await start(yaml('127.0.0.1'));
    expect((await server.send(POLICIES, as('security-auditor'))).status).toBe(200);
    expect((await server.send(POLICIES, as('security-viewer'))).status).toBe(403);
    expect((await server.send(POLICIES, as('nobody'))).status).toBe(403);
    const direct = { headers: { 'x-safeai-user': 'security-auditor' } };
    expect((await server.send(POLICIES, direct)).status).toBe(200);
  });

  test('that says nothing of them speaks for nobody, even on this machine', async () => {
    for (const loopback of ['', ', loopback: trusted']) {
      const server = await start(`auth: { trusted_proxies: [127.0.0.1]${loopback} }`);
      expect((await server.send(POLICIES)).status).toBe(401);
      const headers = { 'x-forwarded-for': '192.0.2.7' };
      expect((await server.send(POLICIES, { headers })).status).toBe(401);
      const tenant = { headers: { 'x-safeai-tenant': 'default' } };
      expect((await server.send(POLICIES, tenant)).status).toBe(401);
    }
  });

  test('narrows to a tenant of the user, and to no other', async () => {
    const server = await start(yaml('127.0.0.0/8'));
    const auditor = (tenant: string) => as('security-auditor', { 'x-safeai-tenant': tenant });
    expect((await server.send(POLICIES, auditor('default'))).status).toBe(200);
    for (const tenant of ['acme', '*', 'Default', 'default,acme', '__proto__', 'x'.repeat(200)]) {
      expect((await server.send(POLICIES, auditor(tenant))).status).toBe(403);
    }
    const admin = as('admin', { 'x-safeai-tenant': 'two words' });
    expect((await server.send(POLICIES, admin)).status).toBe(403);
  });

  test('is one by its address alone', async () => {
    const server = await start(yaml('10.0.0.1'));
    const forged = as('admin', { 'x-forwarded-for': '10.0.0.1', 'x-real-ip': '10.0.0.1' });
    expect((await server.send(POLICIES, forged)).status).toBe(401);
  });

  test('a credential of its caller goes before its word', async () => {
    const server = await start(yaml('127.0.0.1'));
    const { id, text } = await keyFor(server.runtime, ['auditor']);
    const headers = (user: string) => as(user, { 'x-safeai-key': text });
    expect((await server.send(POLICIES, headers(id))).status).toBe(200);
    expect((await server.send(POLICIES, headers('admin'))).status).toBe(403);
  });

  test('may be reached under another name than browsers reach it by', async () => {
    const server = await start(
      `${yaml('127.0.0.1')}\nserver: { public_url: "https://safeai.example.com" }`,
    );
    const from = (origin: string) => as('admin', { origin });
    expect((await server.send(POLICIES, from('https://safeai.example.com'))).status).toBe(200);
    for (const origin of ['https://evil.example.com', 'http://safeai.example.com', 'null']) {
      expect((await server.send(POLICIES, from(origin))).json().code).toBe('foreign_origin');
    }
  });
});

describe('headers that say who asks', () => {
  const statusOf = async (url: string, ...headers: string[]): Promise<number> => {
    const head = [`GET ${POLICIES} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers];
    const answer = await sendRaw(url, `${head.join('\r\n')}\r\n\r\n`);
    return Number(answer.split(' ')[1]);
  };

  test.each([
    ['one user', ['X-SafeAI-User: security-auditor'], 200],
    ['blanks around the user', ['x-safeai-user: \t security-auditor  '], 200],
    ['another case of the user', ['x-safeai-user: Security-Auditor'], 403],
    ['an empty user', ['x-safeai-user:'], 403],
    ['blanks for a user', ['x-safeai-user:   '], 403],
    ['two users in one', ['x-safeai-user: security-auditor, admin'], 403],
    ['a user with a blank', ['x-safeai-user: security auditor'], 403],
    ['a user in another script', ['x-safeai-user: sécurity-auditor'], 403],
    ['a user from the language', ['x-safeai-user: constructor'], 403],
    ['a user twice', ['x-safeai-user: admin', 'X-SAFEAI-USER: admin'], 400],
    ['two users', ['x-safeai-user: admin', 'x-safeai-user: security-auditor'], 400],
    ['two tenants', ['x-safeai-tenant: acme', 'x-safeai-tenant: other'], 400],
    ['two credentials', ['Authorization: Bearer a', 'authorization: Bearer b'], 400],
    ['two keys', ['x-safeai-key: sfai_a', 'x-safeai-key: sfai_b'], 400],
    ['keys that differ', ['x-safeai-key: sfai_a', 'x-api-key: sfai_b'], 401],
    ['two cookies', ['Cookie: a=1', 'Cookie: b=2'], 400],
    ['schemes in one', ['Authorization: Basic YTpi, Bearer sfai_a'], 401],
    ['a key under another scheme', ['Authorization: Basic sfai_a'], 401],
    ['a control character', ['x-safeai-user: admin\u0001'], 400],
    ['a NUL', ['x-safeai-user: admin\0'], 400],
    ['a bare CR', ['x-safeai-user: admin\rx-safeai-tenant: acme'], 400],
    ['a folded line', ['x-safeai-user: security-', ' auditor'], 400],
    ['a blank before the colon', ['x-safeai-user : admin'], 400],
    ['an underscore for a dash', ['x_safeai_user: security-viewer'], 200],
    ['too long a credential', [`Authorization: Bearer ${'x'.repeat(40_000)}`], 431],
    ['a long one of somebody else', [`Authorization: Bearer ${'x'.repeat(8000)}`], 200],
    ['a long key', [`x-safeai-key: sfai_${'x'.repeat(8000)}`], 401],
    ['an empty key', ['x-safeai-key:'], 401],
  ])('%s', async (_, headers, status) => {
    const { url } = await start('');
    expect(await statusOf(url, ...headers)).toBe(status);
  });
});

test('an answer that shows values is not repeated to where they are masked', async () => {
  const server = await start('');
  const { text: key } = await server.runtime.boundary.apiKeys.create({
    ...{ tenants: ['acme'], roles: ['agent'] },
  });
  const body = { text: 'write to ana@example.com', idempotency_key: 'k' };
  const headers = { 'x-safeai-key': key };
  const here = await server.send('/v1/scan/input', { headers, body });
  expect(here.text).toContain('ana@example.com');
  const forwarded = { ...headers, 'x-forwarded-for': '192.0.2.1' };
  const there = await server.send('/v1/scan/input', { headers: forwarded, body });
  expect([there.status, there.json().detections]).toMatchObject([200, [{ type: 'email' }]]);
  expect(JSON.stringify(there.json().detections)).not.toContain('ana@example.com');
});
