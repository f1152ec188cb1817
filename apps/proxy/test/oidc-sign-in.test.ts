import { beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import { generateKeyPair } from 'jose';
import { Browser } from './support/browser.ts';
import { fakeRuntime, type FakeRuntime } from './support/fake-runtime.ts';
import type { Received } from './support/http.ts';
import { CLIENT_SECRET, startPeopleIssuer, type PeopleIssuer } from './support/people-issuer.ts';
import { startServer, type TestServer } from './support/server.ts';
import { SESSION, signIn } from './support/sign-in.ts';

const OIDC = '/v1/session/oidc';
const CALLBACK = `${OIDC}/callback`;

const PEOPLE = {
  ana: { roles: ['sec-ops'], tenants: ['acme', 'other'], name: 'Ana', email: 'ana@example.com' },
  bo: { roles: 'watchers', tenants: 'acme' },
  nobody: { roles: ['guest'], tenants: ['acme'] },
};

const yaml = (issuer: string, more = '') => `
auth:
  loopback: credential
  oidc:
    issuer: ${issuer}
    client_id: safeai
    client_secret: ${CLIENT_SECRET}
    role_map: { sec-ops: approver, watchers: viewer }
${more}`;

let issuer: PeopleIssuer;
let runtime: FakeRuntime;
let server: TestServer;

beforeEach(async () => {
  issuer = await startPeopleIssuer(PEOPLE);
  runtime = fakeRuntime(yaml(issuer.url));
  server = await startServer(runtime, { accessLog: true });
  issuer.allow(server.url + CALLBACK);
});

/** A request of a browser to the server. */
async function visit(browser: Browser, path: string): Promise<Received> {
  const answer = await server.send(path, { headers: { cookie: browser.cookies(server.url) } });
  browser.keep(server.url, answer.headers['set-cookie']);
  return answer;
}

/** The way to the issuer and through its pages: the path that comes back. */
async function away(browser: Browser, login: string | null, begin = OIDC): Promise<string> {
  const { headers } = await visit(browser, begin);
  const { pathname, search } = await browser.signIn(headers.location ?? '', login);
  return pathname + search;
}

const user = async (browser: Browser) => (await visit(browser, SESSION)).json();

/** That nobody is signed in, and nothing said that an issuer or browser must not tell. */
async function expectRefused(browser: Browser, answer: Received, status: number): Promise<void> {
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining('"code"')]);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.text).not.toMatch(/eyJ|client-secret|code=|state=/);
  expect(answer.headers['set-cookie'] ?? []).toEqual([]);
  expect(await user(browser)).toMatchObject({ status: 401 });
}

test('a person signs in at the issuer and comes back with a session', async () => {
  const browser = new Browser();
  const begun = await visit(browser, OIDC);
  expect(begun.status).toBe(302);
  const { origin, searchParams } = new URL(begun.headers.location ?? '');
  expect(origin).toBe(issuer.url);
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'safeai',
    response_type: 'code',
    redirect_uri: server.url + CALLBACK,
    scope: 'openid profile email',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  expect(begun.headers['set-cookie']).toEqual([
    expect.stringMatching(/^safeai_sign_in=[^;]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/),
  ]);

  const back = await browser.signIn(begun.headers.location ?? '', 'ana');
  expect(back.origin + back.pathname).toBe(server.url + CALLBACK);
  const answer = await visit(browser, back.pathname + back.search);
  expect([answer.status, answer.headers.location, answer.text]).toEqual([303, '/dashboard', '']);
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/^safeai_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; /),
    'safeai_sign_in=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0',
  ]);
  expect(await user(browser)).toMatchObject({
    user: 'ana',
    roles: ['approver'],
    tenants: ['acme', 'other'],
    tenant: 'acme',
  });
  expect((await visit(browser, '/v1/policies')).status).toBe(200);
});

test('two browsers are two sessions', async () => {
  const [one, two] = [new Browser(), new Browser()];
  const paths = [await away(one, 'ana'), await away(two, 'bo')] as const;
  await visit(two, paths[1]);
  await visit(one, paths[0]);
  expect(await user(one)).toMatchObject({ user: 'ana', roles: ['approver'] });
  expect(await user(two)).toMatchObject({ user: 'bo', roles: ['viewer'] });
});

test('it leads back to where it began, on this server alone', async () => {
  const browser = new Browser();
  const path = '/approvals/ar-000000000000000000000000?from=mail#votes';
  const back = await away(browser, 'ana', `${OIDC}?return_to=${encodeURIComponent(path)}`);
  expect((await visit(browser, back)).headers.location).toBe(path);
  for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', '/.//evil']) {
    const begun = await visit(new Browser(), `${OIDC}?return_to=${encodeURIComponent(evil)}`);
    expect(begun.json()).toMatchObject({
      status: 422,
      code: 'invalid_request',
      errors: [{ path: '?return_to' }],
    });
    expect(begun.headers).not.toHaveProperty('location');
  }
});

test('the session that was there before ends, also if its cookie stays at home', async () => {
  runtime = fakeRuntime(yaml(issuer.url).replace('credential', 'trusted'));
  server = await startServer(runtime);
  issuer.allow(server.url + CALLBACK);
  const before = await signIn(server);
  const browser = new Browser();
  browser.keep(server.url, before.answer.headers['set-cookie']);
  const back = await away(browser, 'ana');
  // A browser keeps a strict cookie from a request that begins on the issuer's page.
  const own = browser.cookies(server.url).split('; ');
  const lax = own.filter((pair) => !pair.startsWith('safeai_session='));
  const answer = await server.send(back, { headers: { cookie: lax.join('; ') } });
  browser.keep(server.url, answer.headers['set-cookie']);
  expect(await user(browser)).toMatchObject({ user: 'ana' });
  expect((await server.send(SESSION, before.using())).status).toBe(401);
});

test('a reload that maps roles otherwise counts at once, one with another issuer ends sessions', async () => {
  const browser = new Browser();
  await visit(browser, await away(browser, 'ana'));
  const other = yaml(issuer.url).replace('sec-ops: approver', 'sec-ops: auditor');
  Object.assign(runtime, { config: parseConfig(other).config });
  expect(await user(browser)).toMatchObject({ roles: ['auditor'] });
  Object.assign(runtime, { config: parseConfig(yaml('https://id.example.com')).config });
  expect(await user(browser)).toMatchObject({ status: 401 });
});

test('the public address is where the issuer sends back to, and its cookies ask for TLS', async () => {
  const more = 'server: { public_url: "https://safeai.example.com/guard/" }';
  Object.assign(runtime, { config: parseConfig(yaml(issuer.url, more)).config });
  const redirectUri = `https://safeai.example.com/guard${CALLBACK}`;
  issuer.allow(redirectUri);
  const browser = new Browser();
  const begun = await visit(browser, OIDC);
  expect(new URL(begun.headers.location ?? '').searchParams.get('redirect_uri')).toBe(redirectUri);
  expect(begun.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  const back = await browser.signIn(begun.headers.location ?? '', 'ana');
  const answer = await visit(browser, CALLBACK + back.search);
  expect(answer.headers.location).toBe('/guard/dashboard');
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/; Secure$/),
    expect.stringMatching(/; Secure$/),
  ]);
});

describe('nobody is signed in', () => {
  test('by a callback that comes a second time', async () => {
    const browser = new Browser();
    const back = await away(browser, 'ana');
    const cookie = browser.cookies(server.url);
    expect((await visit(browser, back)).status).toBe(303);
    const again = await server.send(back, { headers: { cookie } });
    await expectRefused(new Browser(), again, 401);
  });

  test('by a code that was used, under a new state', async () => {
    const browser = new Browser();
    const used = new URLSearchParams((await away(browser, 'ana')).split('?')[1]);
    const path = (search: URLSearchParams) => `${CALLBACK}?${search.toString()}`;
    await visit(browser, path(used));
    const other = new Browser();
    const fresh = new URLSearchParams((await away(other, 'bo')).split('?')[1]);
    fresh.set('code', used.get('code') ?? '');
    await expectRefused(other, await visit(other, path(fresh)), 401);
  });

  test('by a callback that another browser began', async () => {
    const [attacker, victim] = [new Browser(), new Browser()];
    const back = await away(attacker, 'ana');
    await expectRefused(victim, await visit(victim, back), 401);
    await visit(victim, OIDC);
    await expectRefused(victim, await visit(victim, back), 401);
  });

  test.each(['', '?code=a', '?state=a', '?code=a&state=a', '?error=access_denied'])(
    'by the callback %j out of the blue',
    async (search) => {
      const browser = new Browser();
      await expectRefused(browser, await visit(browser, CALLBACK + search), 401);
    },
  );

  test('who turns back at the issuer', async () => {
    const browser = new Browser();
    const answer = await visit(browser, await away(browser, null));
    expect(answer.text).toContain('access_denied');
    await expectRefused(browser, answer, 401);
  });

  test('by an answer that names another issuer', async () => {
    const browser = new Browser();
    const back = await away(browser, 'ana');
    const search = new URLSearchParams(back.split('?')[1]);
    expect(search.get('iss')).toBe(issuer.url);
    search.set('iss', 'https://evil.example');
    const answer = await visit(browser, `${CALLBACK}?${search.toString()}`);
    await expectRefused(browser, answer, 401);
  });

  test.each([
    ['of another sign-in', { nonce: 'another' }],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['for another client', { aud: 'other' }],
    ['for several clients, made for another', { aud: ['safeai', 'other'], azp: 'other' }],
    ['that is over', { exp: 1 }],
  ])('by an ID token %s', async (_, claims) => {
    issuer.forge({ claims });
    const browser = new Browser();
    await expectRefused(browser, await visit(browser, await away(browser, 'ana')), 401);
  });

  test('by an ID token of another user than the access token', async () => {
    issuer.forge({ claims: { sub: 'bo' } });
    const browser = new Browser();
    await expectRefused(browser, await visit(browser, await away(browser, 'ana')), 401);
  });

  test('by an ID token that another key signed', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    issuer.forge({ key: privateKey });
    const browser = new Browser();
    await expectRefused(browser, await visit(browser, await away(browser, 'ana')), 401);
  });

  test('whose claims give no role, and is told which claim', async () => {
    const browser = new Browser();
    const answer = await visit(browser, await away(browser, 'nobody'));
    expect(answer.text).toContain('auth.oidc.roles_claim');
    await expectRefused(browser, answer, 403);
  });

  test('after a reload to another issuer in between', async () => {
    const browser = new Browser();
    const back = await away(browser, 'ana');
    Object.assign(runtime, { config: parseConfig(yaml('https://id.example.com')).config });
    await expectRefused(browser, await visit(browser, back), 401);
  });
});

describe('an issuer that does not work', () => {
  test('is down from the beginning', async () => {
    await issuer.stop();
    const browser = new Browser();
    const answer = await visit(browser, OIDC);
    expect(answer.json()).toMatchObject({ code: 'issuer_unavailable' });
    expect(answer.headers['retry-after']).toBe('1');
    await expectRefused(browser, answer, 503);
  });

  test('is down when the browser comes back', async () => {
    const browser = new Browser();
    const back = await away(browser, 'ana');
    await issuer.stop();
    const answer = await visit(browser, back);
    expect(answer.json()).toMatchObject({ code: 'issuer_unavailable' });
    await expectRefused(browser, answer, 503);
  });

  test('does not take our secret', async () => {
    const other = yaml(issuer.url).replace(CLIENT_SECRET, 'client-secret-of-old');
    Object.assign(runtime, { config: parseConfig(other).config });
    const browser = new Browser();
    const answer = await visit(browser, await away(browser, 'ana'));
    expect(answer.json()).toMatchObject({ code: 'issuer_unavailable' });
    expect(answer.text).toContain('invalid_client');
    await expectRefused(browser, answer, 503);
  });

  test('is another than it is said to be', async () => {
    const { port } = new URL(issuer.url);
    const other = yaml(`http://localhost:${port}`);
    Object.assign(runtime, { config: parseConfig(other).config });
    await expectRefused(new Browser(), await visit(new Browser(), OIDC), 503);
  });
});

test('without an issuer both routes say what to do instead', async () => {
  Object.assign(runtime, { config: parseConfig('').config });
  for (const path of [OIDC, CALLBACK]) {
    const answer = await server.send(path);
    expect(answer.json()).toMatchObject({ status: 404, code: 'not_found' });
    expect(answer.text).toContain('auth.oidc');
  }
});

test('a stale session keeps nobody from it', async () => {
  const browser = new Browser();
  browser.keep(server.url, [`safeai_session=${'A'.repeat(43)}; Path=/`]);
  await visit(browser, await away(browser, 'ana'));
  expect(await user(browser)).toMatchObject({ user: 'ana' });
});

test('nothing of it is in the log', async () => {
  const browser = new Browser();
  const back = await away(browser, 'ana');
  await visit(browser, back);
  await visit(browser, back);
  const logged = JSON.stringify(server.logged);
  expect(logged).toContain(CALLBACK);
  const search = new URLSearchParams(back.split('?')[1]);
  const secrets = [search.get('code'), search.get('state'), CLIENT_SECRET];
  for (const secret of secrets) expect(logged).not.toContain(secret);
  expect(logged).not.toMatch(/eyJ|safeai_session/);
});
