/** The ways in that a server offers where it does not take a name: an issuer, a trusted proxy, a key that may end. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  axe,
  describeInBrowser,
  expectQuiet,
  launch,
  newContext,
  theme,
  watch,
} from './dashboard/browser.mjs';
import { CLIENT_SECRET, startIssuer } from './dashboard/issuer.mjs';
import { startSafeAI } from './server.mjs';

/** Hands everything on as a reverse proxy does that has signed its people in: as one of them. */
async function startProxy(target, user) {
  const server = createServer((req, res) => {
    const headers = { ...req.headers, 'x-safeai-user': user, 'x-forwarded-for': '203.0.113.7' };
    const onward = request(target + req.url, { method: req.method, headers }, (answer) => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    });
    onward.on('error', () => res.destroy());
    req.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

describeInBrowser('signing in to a server that believes no name', () => {
  let browser;
  let issuer;
  let server;
  let folder;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    // The issuer says at length that it is not set up for production.
    jest.spyOn(console, 'info').mockImplementation(() => undefined);
    [browser, issuer] = await Promise.all([
      launch(),
      startIssuer({
        ana: { roles: ['approver'], tenants: ['default'] },
        guest: { roles: ['visitor'], tenants: ['default'] },
      }),
    ]);
    folder = await mkdtemp(join(tmpdir(), 'safeai-sign-in-'));
    const config = `
auth:
  loopback: credential
  trusted_proxies: [127.0.0.1]
  oidc: { issuer: "${issuer.url}", client_id: safeai, client_secret: ${CLIENT_SECRET} }
`;
    server = await startSafeAI({ folder, files: { 'safeai.yaml': config } });
    await issuer.allow(`${server.url}/v1/session/oidc/callback`);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await issuer?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    context = await newContext(browser, server);
    page = await context.newPage();
    seen = await watch(page);
  });
  afterEach(() => context.close());

  const heading = (name) => page.getByRole('heading', { level: 1, name });

  test('at an issuer of another site, and back to where one wanted to go', async () => {
    await page.goto('/dashboard/approvals?status=denied');
    await page.getByLabel('API key').waitFor();
    expect(await page.getByLabel('User', { exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Sign in with the identity provider' }).click();
    await page.locator('[name=login]').fill('ana');
    await page.locator('[name=password]').fill('x');
    await page.getByRole('button').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await heading('Approvals').waitFor();
    expect(page.url()).toBe(`${server.url}/dashboard/approvals?status=denied`);
    await page.getByRole('button', { name: 'Signed in as ana' }).waitFor();
  });

  test('somebody whom the issuer knows and the server does not is told why', async () => {
    await page.goto('/dashboard');
    await page.getByRole('link', { name: 'Sign in with the identity provider' }).click();
    await page.locator('[name=login]').fill('guest');
    await page.locator('[name=password]').fill('x');
    await page.getByRole('button').click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('roles').first().waitFor();
    await page.goto('/dashboard');
    await heading('Sign in to SafeAI').waitFor();
  });

  test('behind a trusted proxy, by one button', async () => {
    const proxy = await startProxy(server.url, 'security-auditor');
    try {
      await page.goto(`${proxy.url}/dashboard/audit`);
      await page.getByRole('button', { name: 'Go on as security-auditor' }).click();
      await heading('Audit log').waitFor();
      await expectQuiet(seen);
    } finally {
      await proxy.close();
    }
  });

  test('a key that is revoked ends what was opened with it, and the address stays', async () => {
    const { token } = JSON.parse(await readFile(join(folder, '.safeai/server.json'), 'utf8'));
    const own = { 'x-safeai-key': token, 'content-type': 'application/json' };
    const ask = async (method, path, body) => {
      const answer = await fetch(server.url + path, {
        ...{ method, headers: own },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    };
    const made = await ask('POST', '/v1/keys', {
      tenant_id: 'default',
      roles: ['auditor'],
      user_id: 'dora',
    });
    await page.goto('/dashboard/policies');
    await page.getByLabel('API key').fill(made.key);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await heading('Policies').waitFor();
    await ask('DELETE', `/v1/keys/${made.id}`);
    await heading('Sign in to SafeAI').waitFor();
    await page.getByText('The session has ended').waitFor();
    expect(new URL(page.url()).pathname).toBe('/dashboard/policies');
    await expectQuiet(seen);
  });

  test.each(['light', 'dark'])('axe finds nothing, %s', async (colours) => {
    await page.goto('/dashboard');
    await page.getByLabel('API key').waitFor();
    await theme(page, colours);
    expect(await axe(page)).toEqual([]);
    await expectQuiet(seen);
  });
});
