/** Alerts: what goes on, who was told, how channels are, and silences; and what an admin does about them. */
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
import { startFilledBed } from './dashboard/filled-bed.mjs';
import { hostile } from './dashboard/hostile.mjs';
import { until } from './dashboard/until.mjs';

const admin = { user: 'security-admin' };

describeInBrowser('alerts', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startFilledBed({ records: 200 }), launch()]);
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

  const open = async (user, path = '/dashboard/alerts') => {
    await signedIn(context, user);
    await page.goto(path);
    // Behind a drawer it has no role.
    await page.locator('h1', { hasText: 'Alerts' }).waitFor();
  };
  const part = (name) => page.getByRole('region', { name, exact: true });
  const rowOf = (name, rule) => part(name).getByRole('row').filter({ hasText: rule }).first();
  const drawer = () => page.getByRole('dialog');
  /** Rules look at what happened in their own time. */
  const openAlert = (rule) =>
    until(
      async () => (await bed.ask('alerts', { ...admin, query: { state: 'open', rule } }))[0],
      rule,
    );
  const onRecord = async (event) =>
    (await bed.ask('audit', { ...admin, query: { event, limit: '50' } })).filter(
      ({ principal }) => principal === 'security-admin',
    ).length;

  test('lists what goes on, and opens each with its decisions and messages', async () => {
    const alert = await openAlert('secrets');
    await open('security-admin');
    const row = rowOf('Alerts that go on', 'secrets');
    await row.getByText('Critical').waitFor();
    await row.getByText('Goes on').waitFor();
    await page.getByLabel('Rule', { exact: true }).fill('secrets');
    await page.getByRole('button', { name: 'Narrow' }).click();
    await page.waitForURL(/\/dashboard\/alerts\/?\?rule=secrets$/);
    await page.goto(`/dashboard/alerts/open/${alert.id}?rule=secrets`);
    await drawer().getByRole('heading', { name: 'secrets' }).waitFor();
    await drawer().getByRole('region', { name: 'Messages' }).getByText('Sent').first().waitFor();
    await drawer().getByRole('region', { name: 'Events' }).getByText('Blocked').first().waitFor();
    const link = drawer().getByRole('link', { name: alert.decision_ids[0] });
    expect(await link.getAttribute('href')).toBe(`/dashboard/audit/${alert.decision_ids[0]}`);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/dashboard\/alerts\/?\?rule=secrets$/);
    await page.goBack();
    await drawer().getByRole('heading', { name: 'secrets' }).waitFor();
  });

  test.each(['safeai-00000000000000000000000000000000', 'no-id', '%00'])(
    'an address of no alert says so: %s',
    async (id) => {
      await open('security-admin', `/dashboard/alerts/over/${id}`);
      await drawer().getByText('There is no such alert').waitFor();
      await page.keyboard.press('Escape');
      await drawer().waitFor({ state: 'detached' });
      await page.getByRole('tab', { name: 'History', selected: true }).waitFor();
    },
  );

  test('says which alerts a silence or a graver one holds', async () => {
    await open('security-admin', '/dashboard/alerts?rule=many-blocks');
    await part('Alerts that go on')
      .getByText(/^Held by/)
      .first()
      .waitFor();
  });

  test('an alert is acknowledged, then resolved, and both are on record', async () => {
    const alert = await openAlert('stops');
    await open('security-admin', `/dashboard/alerts/open/${alert.id}`);
    await drawer().getByRole('button', { name: 'Acknowledge' }).click();
    await drawer().getByText('Acknowledged', { exact: true }).waitFor();
    expect(await drawer().getByRole('button', { name: 'Acknowledge' }).count()).toBe(0);
    await drawer().getByRole('button', { name: 'Resolve' }).click();
    await drawer().getByText('Over', { exact: true }).waitFor();
    await drawer().getByRole('button', { name: 'Close' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await rowOf('Alerts that are over', 'stops').getByText('Over').waitFor();
    expect(await onRecord('alert.acknowledged')).toBe(1);
    expect(await onRecord('alert.resolved')).toBe(1);
  });

  test('a channel is tested, and what came of it is said', async () => {
    await open('security-admin', '/dashboard/alerts/rules');
    await rowOf('Rules of alerts', 'many-blocks').getByText('5 in 10 min').waitFor();
    const before = bed.webhook.received.length;
    await page.getByRole('button', { name: 'Send a test to ops' }).click();
    await page.getByText('The test was accepted').waitFor();
    expect(bed.webhook.received.length).toBeGreaterThan(before);
    bed.webhook.answers(403);
    await page.getByRole('button', { name: 'Send a test to ops' }).click();
    await page.getByText('1 of 1 did not accept the test').waitFor();
    await page.getByText('http_403').first().waitFor();
    bed.webhook.answers(200);
  });

  test('messages that were given up are tried again', async () => {
    bed.webhook.answers(400);
    // A tenant of its own: an alert that was told before would wait.
    const body = { text: 'token=sk-ABCDEF1234567890ABCDEF', tenant_id: 'unheard' };
    await bed.ask('scan_input', { body });
    await open('security-admin', '/dashboard/alerts/rules');
    const dead = part('Messages that were given up, newest first');
    await dead.getByText('http_400').first().waitFor();
    bed.webhook.answers(200);
    await page.getByRole('button', { name: 'Try all again' }).click();
    await page
      .getByText(/wait again, due at once/)
      .first()
      .waitFor();
    await dead.waitFor({ state: 'detached' });
    expect(await onRecord('alert.retried')).toBe(1);
  });

  test('a silence is made, and ended after a question', async () => {
    await open('security-admin', '/dashboard/alerts/silences?new=1&rule=money&tenant=acme');
    expect(await drawer().getByLabel('Rule').inputValue()).toBe('money');
    await drawer().getByLabel('Agent').fill('acme-*');
    await drawer().getByLabel('For').selectOption('date');
    await drawer().getByRole('button', { name: 'Silence' }).click();
    await drawer().getByText('Choose a day and a time.').waitFor();
    await drawer().getByText('Say why').waitFor();
    await drawer().getByLabel('For').selectOption('1h');
    await drawer().getByLabel('Reason').fill('Month end');
    await drawer().getByRole('button', { name: 'Silence' }).click();
    const row = rowOf('Silences that hold', 'Month end');
    await row.getByText('acme-*').waitFor();
    await row.getByText('security-admin').waitFor();
    const held = await bed.ask('alerts_silences', admin);
    expect(held.find(({ reason }) => reason === 'Month end')).toMatchObject({
      ...{ rule: 'money', tenant_id: 'acme', agent_id: 'acme-*' },
    });
    await row.getByRole('button', { name: 'End…' }).click();
    await drawer().getByRole('button', { name: 'End it' }).click();
    await drawer().waitFor({ state: 'detached' });
    await row.waitFor({ state: 'detached' });
    expect(await onRecord('alert.unsilenced')).toBe(1);
  });

  test.each(['security-approver', 'security-auditor'])(
    '%s looks, and changes nothing',
    async (user) => {
      const [alert] = await bed.ask('alerts', { user, query: { state: 'open' } });
      await open(user, `/dashboard/alerts/open/${alert.id}`);
      const button = drawer().getByRole('button', { name: 'Resolve' });
      expect(await button.getAttribute('aria-disabled')).toBe('true');
      await button.focus();
      await page.getByRole('tooltip').getByText('It takes the role admin').waitFor();
      await page.goto('/dashboard/alerts/silences?new=1');
      await part('Silences that hold').waitFor();
      const make = page.getByRole('button', { name: 'New silence' });
      expect(await make.getAttribute('aria-disabled')).toBe('true');
      expect(await drawer().count()).toBe(0);
    },
  );

  test.each(['security-viewer', 'security-billing'])(
    '%s is told which role it takes',
    async (user) => {
      await open(user);
      await page.getByText('It takes the role admin, approver, or auditor').waitFor();
    },
  );

  test('an admin of one tenant sees that one, and tests no channel', async () => {
    await open('acme-admin');
    await part('Alerts that go on').getByRole('link').first().waitFor();
    expect(await part('Alerts that go on').getByText('globex').count()).toBe(0);
    await page.getByRole('tab', { name: 'Rules and channels' }).click();
    await page.getByRole('button', { name: 'Send a test to ops' }).click();
    await page.getByText('That is not allowed').waitFor();
  });

  test('where nothing goes on, a command raises one', async () => {
    await signedIn(context, 'security-admin');
    await page.addInitScript(() => globalThis.sessionStorage.setItem('safeai.tenant', 'quiet'));
    await page.goto('/dashboard/alerts');
    await page.getByText('No alert goes on').waitFor();
    const command = await part('A command to try').textContent();
    expect(command).toContain(`curl -s '${bed.url}/v1/scan/input'`);
    const [, body] = /-d '(.*)'$/s.exec(command);
    await bed.ask('scan_input', { body: JSON.parse(body) });
    await part('Alerts that go on').getByRole('link', { name: 'secrets' }).waitFor();
  });

  test('axe finds nothing, in both themes', async () => {
    const alert = await openAlert('secrets');
    const places = [
      ['', () => part('Alerts that go on').getByRole('link').first(), 'dashboard-alerts'],
      ['/rules', () => part('Rules of alerts'), 'dashboard-alerts-rules'],
      ['/silences?new=1', () => drawer().getByLabel('Reason'), null],
      [`/open/${alert.id}`, () => drawer().getByRole('table', { name: 'Messages' }), null],
    ];
    await open('security-admin');
    for (const [path, there, name] of places) {
      await page.goto(`/dashboard/alerts${path}`);
      await there().waitFor();
      for (const colours of ['light', 'dark']) {
        await theme(page, colours);
        expect(await axe(page)).toEqual([]);
      }
      if (name !== null) await shot(page, name);
    }
  });

  test('texts of hostile people change nothing, on a narrow screen too', async () => {
    await hostile(bed);
    await page.setViewportSize({ width: 390, height: 844 });
    await open('security-admin');
    for (const [path, name] of [
      ['', 'Alerts that go on'],
      ['/over', 'History'],
      ['/rules', 'Rules of alerts'],
      ['/silences', 'Silences that hold'],
    ]) {
      await page.goto(`/dashboard/alerts${path}`);
      await part(name).first().waitFor();
      await fits(page, 390);
    }
  });
});
