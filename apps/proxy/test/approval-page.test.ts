import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseConfig } from '@safeai/config';
import type { Runtime } from '@safeai/runtime';
import { Chromium, HAS_CHROMIUM } from './support/chromium.ts';
import { realRuntime } from './support/real-runtime.ts';
import { startServer, type TestServer } from './support/server.ts';

let browser: Chromium;
let runtime: Runtime;
let server: TestServer;
let id: string;

const MESSAGE = "document.getElementById('message').textContent";
const isShown = (name: string) => `!document.getElementById('${name}').hidden`;
const press = (name: string) => browser.value(`document.getElementById('${name}').click()`);
const fill = (name: string, text: string) =>
  browser.value(`document.getElementById('${name}').value = ${JSON.stringify(text)}`);

/** Calls a route from the page itself, as the dashboard does. */
const call = (path: string, init: object) =>
  browser.value(`fetch('${path}', ${JSON.stringify(init)}).then((answer) => answer.status)`);

const votes = async () => (await runtime.boundary.approvals.get(['default'], id)).votes;

(HAS_CHROMIUM ? describe : describe.skip)('the page of an approval, in a browser', () => {
  beforeEach(async () => {
    runtime = await realRuntime();
    server = await startServer(runtime);
    const asked = await runtime.boundary.interceptTool({
      ...{ phase: 'request', toolName: 'database_query' },
      parameters: { query: 'DROP TABLE users' },
    });
    id = asked.approvalRequestId ?? '';
    browser = await Chromium.start();
    await browser.open(`${server.url}/approvals/${id}`);
    await browser.until(isShown('request'));
  }, 60_000);

  afterEach(() => browser.close());

  test('on this machine it asks who decides', async () => {
    expect(await browser.value(isShown('who'))).toBe(true);
    await fill('approver', 'security-approver');
    await press('approve');
    await browser.until(`${MESSAGE}.startsWith('Done')`);
    expect(await votes()).toMatchObject([{ approverId: 'security-approver', verified: false }]);
  }, 60_000);

  test('who is signed in decides as that user', async () => {
    const body = JSON.stringify({ user_id: 'security-approver' });
    const headers = { 'content-type': 'application/json' };
    expect(await call('/v1/session', { method: 'POST', headers, body })).toBe(200);
    expect(await browser.value('document.cookie')).toBe('');
    await browser.value('document.body.remove()');
    await browser.open(`${server.url}/approvals/${id}`);
    await browser.until(isShown('request'));
    expect(await browser.value(MESSAGE)).toContain('security-approver');
    expect(await browser.value(isShown('who'))).toBe(false);
    await press('deny');
    await browser.until(`${MESSAGE}.startsWith('Done')`);
    expect(await votes()).toMatchObject([{ approverId: 'security-approver', verdict: 'deny' }]);
  }, 60_000);

  test('a session that has ended keeps nobody away', async () => {
    const body = JSON.stringify({ user_id: 'security-approver' });
    const headers = { 'content-type': 'application/json' };
    await call('/v1/session', { method: 'POST', headers, body });
    const other = parseConfig('dashboard: { users: [{ user_id: ana, role: approver }] }');
    Object.defineProperty(runtime, 'config', { value: other.config });
    await browser.value('document.body.remove()');
    await browser.open(`${server.url}/approvals/${id}`);
    await browser.until(isShown('request'));
    expect(await browser.value(isShown('who'))).toBe(true);
  }, 60_000);
});
