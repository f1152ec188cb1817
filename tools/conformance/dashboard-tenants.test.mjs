/** Tenants, users and roles, API keys, emergency stops, capabilities: who sees them, and what an admin does with them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  axe,
  describeInBrowser,
  expectQuiet,
  fits,
  launch,
  newContext,
  shot,
  signedIn,
  theme,
  watch,
} from './dashboard/browser.mjs';
import { USERS } from './dashboard/configuration.mjs';
import { startFilledBed } from './dashboard/filled-bed.mjs';
import { focusOn, inFront } from './dashboard/focus.mjs';
import { HOSTILE } from './dashboard/hostile.mjs';
import { until } from './dashboard/until.mjs';

const admin = { user: 'security-admin' };
const TABS = ['/', '/users', '/keys', '/stops', '/capabilities'];

describeInBrowser('tenants', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startFilledBed({ records: 1000 }), launch()]);
    await bed.ask('capability_grant', {
      ...admin,
      body: { agent_id: 'billing-bot', tools: ['refund_*'], ttl: '1h' },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await bed?.stop();
  });
  beforeEach(async () => {
    context = await newContext(browser, bed);
    page = await context.newPage();
    seen = await watch(page);
  });
  afterEach(async () => {
    await expectQuiet(seen);
    await context.close();
  });

  const open = async (user, path = '/') => {
    await signedIn(context, user);
    await page.goto(`/dashboard/tenants${path}`);
    // A dialog hides it from those who hear the page.
    await page.locator('h1', { hasText: 'Tenants' }).waitFor();
  };
  /** To another address of the page, without loading it anew. */
  const go = (path) =>
    page.evaluate((to) => {
      globalThis.history.pushState(null, '', to);
    }, `/dashboard/tenants${path}`);
  const table = (name) => page.getByRole('table', { name });
  const row = (name, text) => table(name).getByRole('row').filter({ hasText: text });
  const dialog = () => page.getByRole('dialog');
  const tab = (name) => page.getByRole('tab', { name });

  test('an admin sees the tenants, and where each leads', async () => {
    await open('security-admin');
    const acme = row('Tenants', 'Acme Corporation');
    await acme.getByText('Serves').waitFor();
    await shot(page, 'dashboard-tenants');
    await row('Tenants', 'default').getByText('Default', { exact: true }).waitFor();
    await acme.getByRole('link', { name: '1' }).click();
    await page.waitForURL('**/dashboard/policies?tenant=acme');
    await page.getByText('acme-no-shell').first().waitFor();
    await page.goBack();
    await acme.getByRole('link', { name: 'Audit log' }).click();
    await page.waitForURL('**/dashboard/audit?tenant=acme&last=24h');
  });

  test('users are those of the configuration; roles are those by which the server refuses', async () => {
    await open('security-admin', '/users');
    for (const [user, { role }] of Object.entries(USERS))
      expect(await row('Users', user).first().textContent()).toContain(role);
    const keys = row('What each role may do', 'API keys');
    await keys.waitFor();
    expect(await keys.getByRole('cell').allTextContents()).toEqual([
      expect.stringContaining('API keys'),
      'All',
      ...Array.from({ length: 5 }, () => '–nothing'),
    ]);
    await shot(page, 'dashboard-tenants-users');
    await keys.getByText('API keys').click();
    await keys.getByText('DELETE /v1/keys/{id}').waitFor();
  });

  test('a tab is in the address; back and forward', async () => {
    await open('security-admin');
    await tab('API keys').click();
    await page.waitForURL('**/dashboard/tenants/keys');
    await row('API keys', 'left-in-may').getByText('Revoked').waitFor();
    await shot(page, 'dashboard-tenants-keys');
    await page.getByLabel('State').selectOption('serves');
    await page.waitForURL('**/tenants/keys?state=serves');
    await row('API keys', 'left-in-may').waitFor({ state: 'detached' });
    await tab('Emergency stops').click();
    await page.goBack();
    await row('API keys', 'dana').waitFor();
    await row('API keys', 'left-in-may').waitFor({ state: 'detached' });
    await page.goForward();
    await row('Emergency stops', 'crawler').waitFor();
    await shot(page, 'dashboard-tenants-stops');
  });

  test('a key is shown once, works, and is gone when that is closed; then it is revoked', async () => {
    await open('security-admin', '/keys/new');
    const tenants = dialog().getByRole('textbox', { name: 'Tenants' });
    await tenants.fill('');
    await dialog().getByRole('button', { name: 'Make the key' }).click();
    await dialog().getByText('Name a tenant').waitFor();
    await tenants.fill('acme, globex');
    await dialog().getByRole('textbox', { name: 'User' }).fill('made-by-hand');
    // A second click before the button can be drawn as pressed makes no second key.
    await dialog().getByRole('button', { name: 'Make the key' }).dblclick();
    const key = await dialog().getByRole('region', { name: 'The key' }).textContent();
    expect(key).toMatch(/^sfai_[0-9a-z]{12}_[A-Za-z0-9_-]{43}$/);
    expect(await isInMemory(key)).toBe(true);
    const { body } = await bed.call('scan_input', {
      key,
      body: { text: 'hello', tenant_id: 'globex' },
    });
    expect(body.decision.action).toBe('allow');
    await dialog().getByRole('button', { name: 'I have copied it' }).click();
    await page.waitForURL('**/dashboard/tenants/keys');
    await row('API keys', 'made-by-hand').waitFor();
    await until(async () => !(await isInMemory(key)), 'no script holds the key');
    expect(await kept(key)).toEqual([]);
    const made = row('API keys', 'made-by-hand');
    expect(await made.count()).toBe(1);
    await made.getByText('acme').waitFor();
    await made.getByRole('button', { name: /^Revoke/ }).click();
    const id = `key-${key.slice(5, 17)}`;
    await dialog().getByText(`Revoke ${id}?`).waitFor();
    await dialog()
      .getByRole('button', { name: `Revoke ${id}` })
      .click();
    await made.getByText('Revoked').waitFor();
    const refused = await bed.call('scan_input', { key, body: { text: 'hello' } });
    expect(refused.status).toBe(401);
    const events = await bed.ask('audit', { ...admin, query: { last: '1h', limit: '1000' } });
    for (const event of ['key.created', 'key.revoked'])
      expect(events.some((each) => each.event === event && each.detail?.key_id === id)).toBe(true);
  });

  /** Whether any script of the page still holds a text. */
  const isInMemory = async (text) => {
    const client = await context.newCDPSession(page);
    let before = '';
    let isFound = false;
    client.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
      isFound ||= (before + chunk).includes(text);
      before = chunk.slice(-text.length);
    });
    await client.send('HeapProfiler.collectGarbage');
    await client.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    await client.detach();
    return isFound;
  };

  /** Where on the page a text still is. */
  const kept = (text) =>
    page.evaluate(async (needle) => {
      const { document, history, location, localStorage, sessionStorage } = globalThis;
      const places = {
        page: document.documentElement.outerHTML,
        address: location.href,
        title: document.title,
        history: JSON.stringify(history.state),
        local: JSON.stringify(localStorage),
        session: JSON.stringify(sessionStorage),
      };
      return Object.keys(places).filter((place) => (places[place] ?? '').includes(needle));
    }, text);

  test('a stop says in words what it blocks, holds at once, and is lifted', async () => {
    await open('security-admin');
    await row('Tenants', 'Globex').getByRole('link', { name: 'Stop…' }).click();
    await page.waitForURL('**/tenants/stops/new?tenant=globex');
    await dialog().getByRole('textbox', { name: 'Agent' }).fill('globex-analyst');
    await dialog().getByRole('button', { name: 'Go on' }).click();
    await dialog().getByText('Say why').waitFor();
    await dialog().getByRole('textbox', { name: 'Reason' }).fill('It reads too much');
    await dialog().getByRole('button', { name: 'Go on' }).click();
    const words = await dialog().getByText('Everything in which the agent').textContent();
    expect(words.replace(/[\u2066-\u2069]/g, '')).toContain(
      'the agent “globex-analyst” has a part is blocked in the tenant “globex”',
    );
    await dialog().getByRole('button', { name: 'Stop it' }).click();
    const stop = row('Emergency stops', 'It reads too much');
    await stop.waitFor();
    const ask = () =>
      bed.ask('scan_input', {
        body: { text: 'hello', tenant_id: 'globex', agent_id: 'globex-analyst' },
      });
    expect((await ask()).decision).toMatchObject({ action: 'block', reason_code: 'lockdown' });
    await stop.getByRole('button', { name: /^Lift/ }).click();
    await dialog().getByRole('button', { name: 'Lift the stop' }).click();
    // Behind a dialog nothing has a role.
    await dialog().waitFor({ state: 'detached' });
    await stop.waitFor({ state: 'detached' });
    expect((await ask()).decision.action).toBe('allow');
  });

  test('what others stop shows by itself; what the configuration stops is not lifted here', async () => {
    await open('security-admin', '/stops');
    await row('Emergency stops', 'retired-bot').waitFor();
    const lift = row('Emergency stops', 'retired-bot').getByRole('button');
    expect(await lift.getAttribute('aria-disabled')).toBe('true');
    const { id } = await bed.ask('lockdown_set', {
      user: 'acme-admin',
      body: { tenant_id: 'acme', reason: 'Only acme' },
    });
    await row('Emergency stops', 'Only acme').waitFor();
    await tab('Tenants').click();
    await row('Tenants', 'Acme').getByText('Stopped').waitFor();
    await bed.ask('lockdown_lift', { user: 'acme-admin', params: { id } });
    await row('Tenants', 'Acme').getByText('Serves').waitFor();
  });

  test('a capability is revoked', async () => {
    await open('security-admin', '/capabilities');
    const grant = row('Capabilities', 'refund_*');
    await grant.getByRole('button', { name: /^Revoke/ }).click();
    await dialog().getByText('billing-bot').waitFor();
    await dialog().getByRole('button', { name: 'Revoke it' }).click();
    await grant.getByText('Revoked').waitFor();
    const [listed] = await bed.ask('capabilities', admin);
    expect(listed.revoked_at).not.toBeNull();
  });

  test('an admin of one tenant sees that one, and lifts what operators set only by them', async () => {
    await open('acme-admin');
    await row('Tenants', 'Acme Corporation').waitFor();
    expect(await table('Tenants').getByRole('row').count()).toBe(2);
    await tab('API keys').click();
    await row('API keys', 'erin').waitFor();
    expect(await row('API keys', 'dana').count()).toBe(0);
    await tab('Emergency stops').click();
    const lift = row('Emergency stops', 'crawler').getByRole('button');
    expect(await lift.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('link', { name: 'Stop something' }).click();
    const tenant = dialog().getByRole('combobox', { name: 'Tenant' });
    await until(async () => (await tenant.inputValue()) === 'acme');
  });

  test.each(['security-approver', 'security-auditor', 'security-viewer', 'security-billing'])(
    '%s sees tenants and roles, and nothing that is for admins',
    async (user) => {
      await open(user);
      await row('Tenants', 'default').waitFor();
      expect(await page.getByRole('tab').allTextContents()).toEqual(['Tenants', 'Users and roles']);
      expect(await page.getByRole('link', { name: 'Stop…' }).count()).toBe(0);
      expect(await table('Tenants').getByRole('link', { name: 'Audit log' }).count()).toBe(
        /approver|auditor/.test(user) ? 1 : 0,
      );
      await tab('Users and roles').click();
      await page.getByText('Your role does not show who the users are').waitFor();
      await table('What each role may do').waitFor();
      await go('/keys');
      await page.getByText('It takes the role admin').waitFor();
    },
  );

  test('by the keyboard: a dialog takes the focus and gives it back', async () => {
    await open('security-admin', '/keys');
    const button = row('API keys', 'dana').getByRole('button', { name: /^Revoke/ });
    await button.focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await inFront(page);
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await focusOn(button);
  });

  test('hostile names stay text; wide and narrow, light and dark, axe finds nothing', async () => {
    for (const text of Object.values(HOSTILE)) {
      const most = (length) => text.slice(0, length);
      await Promise.all([
        bed.call('key_create', {
          ...admin,
          body: { roles: ['agent'], user_id: most(128), agent_ids: [most(256)], tenant_id: 'acme' },
        }),
        bed.call('lockdown_set', {
          ...admin,
          body: { agent_id: `s ${most(250)}`, tool: `t ${most(250)}`, reason: most(500) },
        }),
        bed.call('capability_grant', {
          ...admin,
          body: { agent_id: most(256), tools: [most(256)], ttl: '1h' },
        }),
      ]);
    }
    await open('security-admin');
    for (const path of TABS) {
      await go(path);
      await page.getByRole('tabpanel').getByRole('table').first().waitFor();
      for (const name of ['light', 'dark']) {
        await theme(page, name);
        expect(await axe(page)).toEqual([]);
      }
      await page.setViewportSize({ width: 390, height: 844 });
      await fits(page, 390);
      await page.setViewportSize({ width: 1280, height: 800 });
    }
    await go('/keys/new');
    await dialog().waitFor();
    expect(await axe(page)).toEqual([]);
  });
});
