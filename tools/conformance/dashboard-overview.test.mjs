/** The overview: the server's figures, those of the minutes since, and where they lead. */
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

describeInBrowser('the overview', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startFilledBed(), launch()]);
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

  const open = async (user, path = '/dashboard') => {
    await signedIn(context, user);
    await page.goto(path);
    await page.getByText('Decisions by boundary').waitFor();
  };
  const card = (name) => page.getByRole('region', { name });
  const shown = async (label) =>
    Number(
      (
        await page
          .locator('.overview-actions li', { hasText: label })
          .locator('.overview-count')
          .textContent()
      ).replaceAll(',', ''),
    );

  test('shows what the server counted', async () => {
    await open('security-admin');
    const overview = await bed.ask('dashboard_overview', admin);
    const words = {
      Allowed: 'allow',
      Flagged: 'flag',
      Redacted: 'redact',
      Held: 'pending_approval',
      Blocked: 'block',
    };
    // A step of the day ends twice an hour: the page asks again.
    await until(async () => {
      const { by_action } = await bed.ask('dashboard_overview', admin);
      const counts = await Promise.all(Object.keys(words).map(shown));
      return (
        counts.join() ===
        Object.values(words)
          .map((action) => by_action[action])
          .join()
      );
    }, 'it shows what the server counted');
    await card('Waiting for a person').getByText(`${overview.approvals.pending} wait`).waitFor();
    await page.getByText(/emergency stops? holds?/).waitFor();
    await page.getByText(/alerts? goe?s? on|alerts go on/).waitFor();
    await card('Health').getByText('Well').first().waitFor();
    await card('Budgets').getByText('globex-trial').waitFor();
    await card('Blocked most').getByRole('link', { name: 'default-secret-detection' }).waitFor();
  });

  test('what needs somebody leads to where it is looked after', async () => {
    for (const [link, title] of [
      ['See what is stopped', 'Emergency stops'],
      ['See the alerts', 'Going on'],
    ]) {
      await open('security-admin');
      await page.getByRole('link', { name: link }).click();
      await page.getByRole('tab', { name: title, selected: true }).waitFor();
    }
  });

  test('counts what happens while it is looked at', async () => {
    // Of a tenant without a history nothing is too old meanwhile.
    const body = { text: 'token=sk-ABCDEF1234567890ABCDEF', tenant_id: 'counted' };
    const block = () => bed.ask('scan_input', { ...admin, body });
    await block();
    await page.addInitScript(() => globalThis.sessionStorage.setItem('safeai.tenant', 'counted'));
    await open('security-admin');
    const before = await shown('Blocked');
    for (let time = 0; time < 3; time++) await block();
    await page.waitForFunction(
      (least) =>
        [...globalThis.document.querySelectorAll('.overview-actions li')].some(
          (item) =>
            item.textContent.includes('Blocked') &&
            Number(item.querySelector('.overview-count').textContent.replaceAll(',', '')) >= least,
        ),
      before + 3,
    );
    expect(await shown('Blocked')).toBe(before + 3);
  });

  test('a figure leads to its records, and back', async () => {
    await open('security-admin', '/dashboard?last=1h');
    await page.locator('.overview-actions li', { hasText: 'Blocked' }).getByRole('link').click();
    await page.waitForURL('**/dashboard/audit?action=block&last=1h');
    await page.goBack();
    await page.waitForURL('**/dashboard?last=1h');
    await expect(page.getByLabel('Period').inputValue()).resolves.toBe('1h');
  });

  test('the period is in the address', async () => {
    await open('security-admin');
    const asked = page.waitForRequest((request) =>
      request.url().includes('/v1/dashboard/overview?last=7d'),
    );
    await page.getByLabel('Period').selectOption('7d');
    await asked;
    await page.waitForURL(/\/dashboard\/?\?last=7d$/);
  });

  test('the figures of a chart are there as a table', async () => {
    await open('security-admin', '/dashboard?last=1h');
    await card('Decision rate').getByRole('button', { name: 'Table' }).click();
    const table = card('Decision rate').getByRole('table');
    expect(await table.getByRole('row').count()).toBeGreaterThan(50);
    await table.getByRole('columnheader', { name: 'Blocked' }).waitFor();
  });

  test.each(['security-viewer', 'security-billing'])(
    '%s sees counts and health, and no names',
    async (user) => {
      await open(user);
      await card('Health').getByText('Well').first().waitFor();
      expect(await page.getByText('Blocked most').count()).toBe(0);
      expect(await page.locator('.overview-actions').getByRole('link').count()).toBe(0);
      expect(await page.getByText('Budgets', { exact: true }).count()).toBe(
        user === 'security-billing' ? 1 : 0,
      );
    },
  );

  test('a tenant in which nothing happened: a command that makes something show', async () => {
    await signedIn(context, 'security-admin');
    await page.addInitScript(() => globalThis.sessionStorage.setItem('safeai.tenant', 'quiet'));
    await page.goto('/dashboard');
    await page.getByText('Nothing has been decided in this time').waitFor();
    const command = await page.getByRole('region', { name: 'A command to try' }).textContent();
    expect(command).toContain(`curl -s '${bed.url}/v1/scan/input'`);
    const [, body] = /-d '(.*)'$/s.exec(command);
    await bed.ask('scan_input', { body: JSON.parse(body) });
    await page.waitForFunction(() =>
      /Blocked\s*1/.test(globalThis.document.querySelector('.overview-actions').innerText),
    );
  });

  test('axe finds nothing, in both themes', async () => {
    await open('security-admin');
    await card('Blocked most').getByRole('link').first().waitFor();
    for (const colours of ['light', 'dark']) {
      await theme(page, colours);
      expect(await axe(page)).toEqual([]);
    }
    await shot(page, 'dashboard-overview');
  });

  test('looks well with names of hostile people, on a narrow screen too', async () => {
    await hostile(bed);
    await open('security-admin');
    await card('Blocked most').getByRole('link').first().waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, 390);
  });
});
