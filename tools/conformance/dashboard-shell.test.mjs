/** The page around the views: who gets in, where they may go, and by which keys. */
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from '@jest/globals';
import {
  axe,
  describeInBrowser,
  expectQuiet,
  launch,
  newContext,
  shot,
  signedIn,
  theme,
  watch,
} from './dashboard/browser.mjs';
import { startFilledBed } from './dashboard/filled-bed.mjs';
import { focusOn, inFront } from './dashboard/focus.mjs';
import { until } from './dashboard/until.mjs';

const ALL = [
  'Overview',
  'Live feed',
  'Audit log',
  'Approvals',
  'Policies',
  'Cost',
  'Playground',
  'Tenants',
  'Alerts',
  'Settings',
];

/** Which views each role sees, by the table of the routes behind them. */
const VIEWS = {
  'security-admin': ALL,
  'security-approver': ALL.filter((view) => view !== 'Cost'),
  'security-auditor': ALL.filter((view) => view !== 'Cost'),
  'security-viewer': ['Overview', 'Live feed', 'Tenants', 'Settings'],
  'security-billing': ['Overview', 'Live feed', 'Cost', 'Tenants', 'Settings'],
};

describeInBrowser('the page around the views', () => {
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

  const views = () => page.getByRole('navigation', { name: 'Views' });
  const titles = async () =>
    (await views().getByRole('link').allTextContents()).map((text) =>
      text.replace(/\d+ waiting$/, ''),
    );
  const heading = (name) => page.getByRole('heading', { level: 1, name });

  test('who cannot be signed out is told, and is signed in still', async () => {
    await signedIn(context, 'security-admin');
    // Files that do not come are what this is about.
    const cut = await context.newPage();
    const errors = [];
    cut.on('pageerror', (error) => errors.push(error.message));
    await cut.goto('/dashboard/settings');
    await cut.getByRole('button', { name: /^Signed in as/ }).click();
    await cut.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    await context.setOffline(true);
    await cut.getByRole('menuitem', { name: 'Sign out' }).click();
    await cut.getByText('You are still signed in').waitFor();
    await cut.getByRole('link', { name: 'Alerts' }).click();
    const again = cut.getByRole('button', { name: 'Try again' });
    await again.first().waitFor();
    await context.setOffline(false);
    await again.first().click();
    await cut.getByRole('heading', { name: 'Alerts', level: 1 }).waitFor();
    expect(errors).toEqual([]);
  });

  describe('signing in', () => {
    test('by a name, on this machine, and back to where one wanted to go', async () => {
      await page.goto('/dashboard/settings?tab=about');
      await page.getByLabel('User', { exact: true }).selectOption('security-auditor');
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(heading('Settings').waitFor()).resolves.toBeUndefined();
      expect(page.url()).toBe(`${bed.url}/dashboard/settings?tab=about`);
      await page.reload();
      await heading('Settings').waitFor();
    });

    test('by a key, which is kept nowhere', async () => {
      const body = { tenant_id: 'acme', roles: ['auditor'], user_id: 'dora' };
      const { key } = await bed.ask('key_create', { user: 'security-admin', body });
      await page.goto('/dashboard');
      await page.getByLabel('API key').fill(`  ${key}  `);
      await page.getByRole('button', { name: 'Sign in with the key' }).click();
      await heading('Overview').waitFor();
      const kept = await page.evaluate(() =>
        JSON.stringify([
          { ...globalThis.localStorage },
          { ...globalThis.sessionStorage },
          globalThis.location.href,
          globalThis.document.cookie,
          globalThis.document.documentElement.outerHTML,
        ]),
      );
      expect(kept).not.toContain(key);
      await expect(page.getByRole('button', { name: 'Signed in as dora' }).count()).resolves.toBe(
        1,
      );
    });

    test.each([
      ['sfai_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'Nobody is signed in'],
      ['two words', 'without spaces'],
      ['', 'without spaces'],
    ])('the key %j is refused, and why is said', async (key, why) => {
      await page.goto('/dashboard');
      await page.getByLabel('API key').fill(key);
      await page.getByRole('button', { name: 'Sign in with the key' }).click();
      await page.getByRole('alert').getByText(why).waitFor();
      await heading('Sign in to SafeAI').waitFor();
    });

    test('out: nothing of the user is left on the page', async () => {
      await signedIn(context, 'security-admin', { remembered: true });
      await page.goto('/dashboard');
      await page.getByRole('button', { name: /Signed in as/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await heading('Sign in to SafeAI').waitFor();
      await page.waitForFunction(() => globalThis.sessionStorage.getItem('safeai.user') === null);
    });

    test('a page that frames the dashboard shows nothing', async () => {
      const answer = await context.request.get('/dashboard');
      expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
    });
  });

  describe('roles', () => {
    test.each(Object.entries(VIEWS))(
      '%s sees the views that the role opens',
      async (user, shown) => {
        await signedIn(context, user);
        await page.goto('/dashboard');
        await heading('Overview').waitFor();
        await views().getByRole('link').first().waitFor();
        expect(await titles()).toEqual(shown);
      },
    );

    test.each([
      ['security-viewer', '/audit', 'admin, approver, or auditor'],
      ['security-viewer', '/approvals', 'admin, approver, or auditor'],
      ['security-auditor', '/cost', 'admin or billing'],
      ['security-billing', '/policies', 'admin, approver, or auditor'],
    ])('%s is told on %s which role it takes', async (user, path, roles) => {
      await signedIn(context, user);
      await page.goto(`/dashboard${path}`);
      await page.getByText('Your role does not open this page').waitFor();
      await page.getByText(`It takes the role ${roles}.`).waitFor();
    });
  });

  describe('going about', () => {
    beforeEach(() => signedIn(context, 'security-admin'));

    test('by keys: g and a letter, the palette, help', async () => {
      await page.goto('/dashboard');
      await heading('Overview').waitFor();
      await page.keyboard.type('gp');
      await heading('Approvals').waitFor();
      await focusOn(page.locator('#main'));

      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command' }).fill('sett');
      await page.keyboard.press('Enter');
      await heading('Settings').waitFor();

      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
      await inFront(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });

      await page.goBack();
      await heading('Approvals').waitFor();
      await page.goBack();
      await heading('Overview').waitFor();
      await page.goForward();
      await heading('Approvals').waitFor();
    });

    test('a decision id in the palette opens the decision', async () => {
      const [{ decision_id: id }] = await bed.ask('audit', {
        user: 'security-admin',
        query: { event: 'scan.blocked', limit: '1' },
      });
      await page.goto('/dashboard');
      await heading('Overview').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command' }).fill(id);
      await page.getByRole('option', { name: /Open the decision/ }).click();
      await page.waitForURL(`**/dashboard/audit/${id}`);
    });

    test('an address that is no page says so', async () => {
      await page.goto('/dashboard/no-such-page');
      await page.getByText('There is no such page').waitFor();
      await page.getByRole('link', { name: 'Go to the overview' }).click();
      await heading('Overview').waitFor();
    });

    test('the tenant that is chosen narrows what is shown, also after a reload', async () => {
      await page.goto('/dashboard/tenants');
      const choice = page.getByRole('combobox', { name: 'Tenant', exact: true });
      await choice.selectOption('globex');
      const asked = page.waitForRequest(
        (request) =>
          request.url().includes('/v1/dashboard/overview') &&
          request.headers()['x-safeai-tenant'] === 'globex',
      );
      await page.keyboard.press('g');
      await page.getByRole('heading', { level: 1 }).click();
      await page.keyboard.type('go');
      await heading('Overview').waitFor();
      await asked;
      await page.reload();
      await heading('Overview').waitFor();
      await until(async () => (await choice.inputValue()) === 'globex');
    });

    test('the theme that is chosen stays', async () => {
      await page.goto('/dashboard');
      await page.getByRole('button', { name: /Signed in as/ }).click();
      await page.getByRole('menuitem', { name: 'Dark theme' }).click();
      await page.reload();
      await page.waitForFunction(
        () => globalThis.document.documentElement.dataset.theme === 'dark',
      );
    });

    test('times are in the zone of who looks, and in UTC where the pointer is', async () => {
      // Where nothing comes above it any more.
      await page.goto('/dashboard/tenants/keys');
      await page.locator('time').first().hover();
      await page
        .getByRole('tooltip')
        .getByText(/\d\d:\d\d:\d\d UTC/)
        .waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('tooltip').waitFor({ state: 'detached' });
    });

    test('on a narrow screen the views are a menu', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto('/dashboard');
      await heading('Overview').waitFor();
      await expect(views().isVisible()).resolves.toBe(false);
      await page.getByRole('button', { name: 'Menu' }).click();
      await views().getByRole('link', { name: 'Settings' }).click();
      await heading('Settings').waitFor();
      await views().waitFor({ state: 'hidden' });
    });
  });

  describe('a server that fails', () => {
    test('what was shown stays, and is said to be old', async () => {
      await signedIn(context, 'security-admin');
      await page.clock.install();
      await page.goto('/dashboard');
      await page.getByRole('heading', { name: 'Decision rate' }).waitFor();
      await page.route('**/v1/dashboard/overview*', (route) =>
        route.fulfill({ status: 500, body: 'no' }),
      );
      // The overview asks again by itself after 15 seconds.
      await page.clock.fastForward(16_000);
      await page.getByText('What is shown here is no longer fresh').first().waitFor();
      await page.getByRole('heading', { name: 'Decision rate' }).waitFor();
    });

    test('a view whose question is refused says what, and asks again when it is told to', async () => {
      await signedIn(context, 'security-admin');
      let isWell = false;
      await page.route('**/v1/plugins', (route) =>
        isWell
          ? route.continue()
          : route.fulfill({
              status: 503,
              contentType: 'application/problem+json',
              headers: { 'retry-after': '60' },
              body: JSON.stringify({
                type: 'about:blank',
                title: 'x',
                status: 503,
                code: 'state_unavailable',
                detail: 'The state cannot be reached.',
                request_id: 'r-1',
              }),
            }),
      );
      await page.goto('/dashboard/settings?tab=plugins');
      await page.getByText('The state cannot be reached.').waitFor();
      isWell = true;
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('safeai-plugin-acme').first().waitFor();
    });
  });

  test('an answer of another shape takes down no more than what shows it', async () => {
    await signedIn(context, 'security-admin');
    // React says on the console what failed, which is what this is about.
    const odd = await context.newPage();
    for (const json of [{}, [null], 'no', null, 7]) {
      await odd.route('**/v1/tenants', (route) => route.fulfill({ json }));
      await odd.goto('/dashboard/settings?tab=about');
      await odd.getByRole('heading', { name: 'Settings', level: 1 }).waitFor();
      await odd.getByRole('button', { name: /^Signed in as/ }).waitFor();
    }
    await odd.route('**/v1/session', (route) => route.fulfill({ json: {} }));
    await odd.goto('/dashboard');
    await odd.getByRole('button', { name: 'Try again' }).waitFor();
  });

  describe('seen and heard', () => {
    test.each(['light', 'dark'])('axe finds nothing on the sign-in page, %s', async (colours) => {
      await page.goto('/dashboard');
      await page.getByLabel('API key').waitFor();
      await theme(page, colours);
      expect(await axe(page)).toEqual([]);
    });

    test('pictures', async () => {
      await page.goto('/dashboard');
      await page.getByLabel('API key').waitFor();
      await shot(page, 'dashboard-sign-in');
      await signedIn(context, 'security-admin');
      await page.goto('/dashboard');
      await heading('Overview').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Command' }).fill('a');
      expect(await axe(page)).toEqual([]);
      await shot(page, 'dashboard-palette');
    });
  });
});
