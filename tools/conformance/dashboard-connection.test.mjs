/** The connection of the page: over restarts, cuts, stale tickets, other tenants, and up to the end of a session. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  describeInBrowser,
  expectQuiet,
  launch,
  newContext,
  signedIn,
  watch,
} from './dashboard/browser.mjs';
import { startBed } from './dashboard/bed.mjs';
import { cuttable } from './dashboard/cuttable.mjs';
import { until } from './dashboard/until.mjs';

/** Longest until a page shows that its session is over: before the server's next heartbeat would have it ask. Milliseconds. */
const SOON = { timeout: 15_000 };

describeInBrowser('the connection of the page', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;
  let sockets;
  let way;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startBed(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await bed?.stop();
  });
  const begin = async (at = bed) => {
    context = await newContext(browser, at);
    page = await context.newPage();
    seen = await watch(page);
    sockets = new Set();
    page.on('websocket', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
  };
  beforeEach(() => begin());
  afterEach(async () => {
    try {
      await expectQuiet(seen);
    } finally {
      await context.close();
      await way?.close();
      way = undefined;
    }
  });

  const isLive = (at = page) => at.locator('.live-connection[data-state="open"]').waitFor();
  const signIn = () => page.getByRole('heading', { name: 'Sign in to SafeAI' });
  const feed = async ({ user = 'security-admin', remembered = true, search = '' } = {}) => {
    await signedIn(context, user, { remembered });
    await page.goto(`/dashboard/live${search}`);
    await isLive();
    await heard('warm-up');
    await page.evaluate(() => {
      globalThis.wasNotLoadedAnew = true;
    });
  };
  const scan = (agent_id, tenant_id = 'default') =>
    bed.ask('scan_input', { body: { text: 'Where is my parcel?', agent_id, tenant_id } });
  const row = (words) => page.locator('.live-body .live-row').filter({ hasText: words });
  /** An event that is sure to be heard: it happens until it is. */
  const heard = (agent, tenant) =>
    until(async () => {
      await scan(agent, tenant);
      return (await row(agent).count()) > 0;
    }, agent);
  const agents = () =>
    page.locator('.live-body .live-row[data-kind="event"] > :nth-child(4)').allTextContents();
  const byKey = async (key) => {
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in with the key' }).click();
    await isLive();
    // Where it would stand, the list stands still.
    await page.mouse.move(5, 5);
  };
  /** What was closed is told when it is. */
  const isOneSocket = () => until(() => sockets.size === 1, 'one socket is open');
  const isSamePage = () => page.evaluate(() => globalThis.wasNotLoadedAnew === true);

  test('goes on by itself after a restart of the server: what was there stays, a gap is shown', async () => {
    await feed();
    await heard('before');
    // The page may be back as soon as the server is.
    const isCut = page.locator('.live-connection:not([data-state="open"])').waitFor();
    await bed.restart();
    await isCut;
    await isLive();
    await heard('afterwards');
    expect(await row('before').count()).toBeGreaterThan(0);
    const all = await page.locator('.live-body .live-row').allTextContents();
    const gap = all.findIndex((text) => text.includes('events may be missing'));
    expect(gap).toBeGreaterThan(all.findLastIndex((text) => text.includes('afterwards')));
    expect(gap).toBeLessThan(all.findIndex((text) => text.includes('before')));
    expect(await isSamePage()).toBe(true);
    await isOneSocket();
    // What is asked is answered, too.
    await page.getByRole('link', { name: 'Audit log', exact: true }).click();
    await page.getByTestId('audit-rows').getByText('afterwards').first().waitFor();
  });

  test('after a restart, asks who cannot come back by themselves, and leads them back', async () => {
    const body = { roles: ['auditor'], user_id: 'key-holder', tenant_id: 'default' };
    const { key } = await bed.ask('key_create', { user: 'security-admin', body });
    await page.goto('/dashboard/live?agent=lasting');
    await byKey(key);
    await heard('lasting-one');
    await bed.restart();
    await page.getByText('The session has ended').waitFor();
    expect(page.url()).toBe(`${bed.url}/dashboard/live?agent=lasting`);
    await byKey(key);
    await heard('lasting-two');
    await row('events may be missing').waitFor();
    expect(await row('lasting-one').count()).toBeGreaterThan(0);
  });

  test('misses nothing when the connection is cut for a while, and hears nothing twice', async () => {
    way = await cuttable(bed.url);
    await context.close();
    await begin(way);
    await feed();
    await scan('one');
    await row('one').waitFor();
    way.cut();
    await page.locator('.live-connection[data-state="waiting"]').waitFor();
    await page.getByRole('status', { name: 'Connection lost, trying again' }).waitFor();
    for (const agent of ['two', 'three']) await scan(agent);
    way.mend();
    await page
      .getByRole('button', { name: 'Try now' })
      .click({ timeout: 2_000 })
      .catch(() => {
        // It was faster.
      });
    await row('three').waitFor();
    const known = new Set(['one', 'two', 'three']);
    expect((await agents()).filter((agent) => known.has(agent))).toEqual(['three', 'two', 'one']);
    expect(await row('may be missing').count()).toBe(0);
    await isOneSocket();
  });

  test('asks for another ticket where one serves no more', async () => {
    let stale = 0;
    await page.route('**/v1/events/ticket', async (route) => {
      if (stale++ > 0) return route.continue();
      const json = { ticket: `tk-${'x'.repeat(43)}`, expires_at: '2026-01-01T00:00:00.000Z' };
      return route.fulfill({ status: 200, json });
    });
    await feed();
    expect(stale).toBeGreaterThan(1);
    await isOneSocket();
  });

  test('shows what happened after its first answers and before it was connected', async () => {
    let connect;
    const held = new Promise((resolve) => (connect = resolve));
    await page.route('**/v1/events/ticket', async (route) => {
      await held;
      await route.continue();
    });
    await signedIn(context, 'security-admin');
    await page.goto('/dashboard/approvals');
    await page.getByText('Nothing waits for a person').waitFor();
    const call = { phase: 'request', tool_name: 'deploy_early', parameters: {}, agent_id: 'a' };
    await bed.ask('intercept_tool', { body: call });
    connect();
    await page.getByText('deploy_early').first().waitFor();
  });

  test('listens to the tenant that is chosen, on one socket', async () => {
    await feed();
    await heard('everywhere', 'globex');
    await page.getByLabel('Tenant').selectOption('acme');
    await isLive();
    await heard('at-acme', 'acme');
    await scan('at-globex', 'globex');
    await heard('at-acme-again', 'acme');
    expect(new Set(await agents())).toEqual(new Set(['at-acme', 'at-acme-again']));
    await isOneSocket();
    for (const name of ['Overview', 'Audit log', 'Live feed', 'Settings', 'Live feed']) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
    await isLive();
    await isOneSocket();
  });

  test('ends at once where somebody signs out in another tab, and does not come back by itself', async () => {
    await feed();
    const other = await context.newPage();
    await other.goto('/dashboard');
    await other.getByRole('button', { name: /^Signed in as/ }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn().waitFor(SOON);
    await until(() => sockets.size === 0, 'no socket is open');
    expect(await page.getByText('warm-up').count()).toBe(0);
  });

  test('is another user’s as soon as another tab is', async () => {
    await feed();
    const other = await context.newPage();
    await signedIn(context, 'security-viewer');
    await other.goto('/dashboard');
    await other.getByRole('button', { name: 'Signed in as security-viewer' }).waitFor();
    await page.getByRole('button', { name: 'Signed in as security-viewer' }).waitFor(SOON);
    expect(await page.getByText('warm-up').count()).toBe(0);
  });

  test('ends at once where the key is revoked that the session was opened with', async () => {
    const body = { roles: ['auditor'], user_id: 'leaver', tenant_id: 'default' };
    const made = await bed.ask('key_create', { user: 'security-admin', body });
    await page.goto('/dashboard/live');
    await byKey(made.key);
    await heard('until-then');
    await bed.ask('key_revoke', { user: 'security-admin', params: { id: made.id } });
    await page.getByText('The session has ended').waitFor(SOON);
    await until(() => sockets.size === 0, 'no socket is open');
    expect(await page.getByText('until-then').count()).toBe(0);
  });
});
