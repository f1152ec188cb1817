/** Settings: how the server is, what it runs on, and who may see which of it. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBed } from './dashboard/bed.mjs';
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
import { HOSTILE } from './dashboard/hostile.mjs';

const TABS = ['Health', 'Configuration', 'Plugins', 'Secrets', 'Appearance', 'About'];
const KEY = 'provider-key-of-the-bed';

/** The key of the provider by reference, and a plugin that is refused beside the one that is loaded. */
async function withSecretAndBrokenPlugin(folder) {
  const file = join(folder, 'safeai.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(
    join(folder, 'plugins', 'broken.mjs'),
    'export default { name: "broken", x: 1 };\n',
  );
  await writeFile(
    file,
    text
      .replace('${BED_PROVIDER_KEY}', 'secret://env/BED_PROVIDER_KEY')
      .replace('[plugins/acme/index.js]', '[plugins/acme/index.js, plugins/broken.mjs]'),
  );
}

describeInBrowser('settings', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startBed({ before: withSecretAndBrokenPlugin }), launch()]);
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

  const open = async (user, tab) => {
    await signedIn(context, user);
    await page.goto(`/dashboard/settings${tab === undefined ? '' : `?tab=${tab}`}`);
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  };
  const card = (name) => page.getByRole('region', { name, exact: true });
  const panel = () => page.getByRole('tabpanel');
  const at = (id) => new RegExp(`/dashboard/settings/?\\?tab=${id}$`);
  const tab = (name) => page.getByRole('tab', { name });
  const answerWith = (path, body) =>
    page.route(`**${path}`, (route) =>
      route.fulfill({ contentType: 'application/json', body: JSON.stringify(body) }),
    );

  test('tabs are in the address: a link opens one, back and forward go through them', async () => {
    await open('security-admin');
    expect(await page.getByRole('tab').allTextContents()).toEqual(TABS);
    await card('Its parts').getByText('Well').first().waitFor();
    await tab('Plugins').click();
    await page.waitForURL(at('plugins'));
    await tab('About').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(at('about'));
    await page.goBack();
    await page.waitForURL(at('plugins'));
    await panel().getByText('acme-badge').waitFor();
    await page.goForward();
    await card('Beside this page').waitFor();
    await page.goto('/dashboard/settings?tab=no-such');
    await card('The server').waitFor();
  });

  test('health says what the server says, and what to do where a part is not well', async () => {
    await open('security-viewer');
    const { version } = await bed.ask('health', { user: 'security-viewer' });
    await card('The server').getByText(version).waitFor();
    expect(await card('What to do').count()).toBe(0);
    await answerWith('/v1/health', {
      ...{ status: 'failing', version, uptime_seconds: 90, mode: 'gateway' },
      checks: { audit: 'failing', state: 'ok', secrets: 'warning' },
      reasons: { audit: 'the disk is full', secrets: HOSTILE.image },
    });
    await page.waitForLoadState('networkidle');
    await page.reload();
    await card('Its parts').getByText('the disk is full').waitFor();
    await card('The server').getByText('Failing').waitFor();
    await card('What to do').getByText('safeai doctor').waitFor();
    await card('What to do').getByRole('link', { name: 'See which' }).click();
    await page.waitForURL(at('secrets'));
  });

  test('the configuration: its files, every setting, and no secret', async () => {
    await open('security-admin', 'configuration');
    await card('In force').getByText(join(bed.folder, 'safeai.yaml')).waitFor();
    await card('Settings').getByRole('button', { name: 'Open all' }).click();
    await card('Settings').getByText('acme-no-shell').first().waitFor();
    await card('Settings').getByText('secret://env/BED_PROVIDER_KEY').waitFor();
    await card('Settings').getByText('not shown').first().waitFor();
    expect(await page.content()).not.toContain(KEY);
  });

  test('a setting is found by its name or value, and the address keeps the question', async () => {
    await open('security-admin', 'configuration');
    await card('Settings').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('deploys-need-one TTL');
    await card('Settings').getByText('45m').waitFor();
    await card('Settings')
      .getByText(/^1 of \d+ settings$/)
      .waitFor();
    await page.waitForURL((url) => url.searchParams.get('find') === 'deploys-need-one TTL');
    await page.waitForLoadState('networkidle');
    await page.reload();
    await card('Settings').getByText('45m').waitFor();
    await page.getByRole('searchbox', { name: 'Find a setting' }).fill('no such setting');
    await page.getByText('No setting is called or set so').waitFor();
  });

  test('files are read again, and one that is broken changes nothing', async () => {
    const file = join(bed.folder, 'safeai.yaml');
    const before = await readFile(file, 'utf8');
    const onRecord = async (event) =>
      (await bed.ask('audit', { user: 'security-admin', query: { event, limit: '10' } })).length;
    await open('security-admin', 'configuration&find=audit.max_size_mb');
    await card('Settings').getByText('100', { exact: true }).waitFor();
    try {
      await writeFile(file, `${before}\naudit: { max_size_mb: none }\n`);
      await page.getByRole('button', { name: 'Read the files again' }).click();
      await page.getByRole('alert').getByText('audit.max_size_mb').first().waitFor();
      await writeFile(file, `${before}\naudit: { max_size_mb: 77 }\n`);
      await page.getByRole('button', { name: 'Read the files again' }).click();
      await page.getByText('The configuration was read again').waitFor();
      await card('Settings').getByText('77', { exact: true }).waitFor();
      expect([await onRecord('policy.reload_failed'), await onRecord('policy.reloaded')]).toEqual([
        1, 1,
      ]);
    } finally {
      await writeFile(file, before);
      await bed.ask('policies_reload', { user: 'security-admin', body: {} });
    }
  });

  test('plugins: what one brings, and why another is refused', async () => {
    await open('security-auditor', 'plugins');
    const row = (name) => panel().getByRole('row').filter({ hasText: name });
    await row('safeai-plugin-acme').getByText('Loaded').waitFor();
    await row('safeai-plugin-acme').getByText('acme-badge').waitFor();
    await row('plugins/broken.mjs').getByText('Refused').waitFor();
    await row('plugins/broken.mjs').locator('.settings-problem').first().waitFor();
    await row('safeai-plugin-acme').getByRole('link', { name: 'Templates' }).click();
    await page.waitForURL('**/dashboard/policies/templates');
  });

  test('secrets: names and states, and a check that asks the backends', async () => {
    await open('security-admin', 'secrets');
    const row = card('References').first().getByRole('row').filter({ hasText: 'BED_PROVIDER_KEY' });
    await row.getByText('Well').waitFor();
    const asked = page.waitForResponse('**/v1/secrets/check');
    await page.getByRole('button', { name: 'Check now' }).click();
    expect((await asked).status()).toBe(200);
    await page.getByText('Every backend was asked: all is well').first().waitFor();
    expect(await page.content()).not.toContain(KEY);
  });

  test.each([
    ['security-approver', ['configuration', 'secrets'], ['plugins', 'about']],
    ['security-auditor', ['configuration', 'secrets'], ['plugins']],
    ['security-viewer', ['configuration', 'plugins', 'secrets'], ['health', 'appearance']],
    ['security-billing', ['configuration', 'plugins', 'secrets'], ['health', 'about']],
  ])('%s is told on %j which role it takes, and sees %j', async (user, refused, shown) => {
    await signedIn(context, user);
    for (const id of [...refused, ...shown]) {
      await page.goto(`/dashboard/settings?tab=${id}`);
      await panel().locator('.card, .notice').first().waitFor();
      expect([
        id,
        await panel().locator('.notice', { hasText: 'It takes the role' }).count(),
      ]).toEqual([id, refused.includes(id) ? 1 : 0]);
    }
  });

  test("what is every tenant's is not shown to an admin of one", async () => {
    await open('acme-admin', 'configuration');
    await page.getByText('It is shown to admins who may name all tenants.').waitFor();
  });

  test('nor while the page is narrowed to one', async () => {
    await page.addInitScript(() => globalThis.sessionStorage.setItem('safeai.tenant', 'acme'));
    await open('security-admin', 'secrets');
    await page.getByRole('button', { name: 'Show all tenants' }).click();
    await card('Backends').waitFor();
  });

  test('the theme that is chosen holds at once', async () => {
    await open('security-viewer', 'appearance');
    const shown = () => page.evaluate(() => globalThis.document.documentElement.dataset.theme);
    await page.getByRole('radio', { name: /^Dark/ }).check();
    expect(await shown()).toBe('dark');
    await page.getByRole('radio', { name: /^Light/ }).check();
    expect(await shown()).toBe('light');
    await card('Times').getByText('Europe/Berlin').waitFor();
  });

  test('every page that About names is there', async () => {
    await open('security-auditor', 'about');
    await card('Beside this page').waitFor();
    const links = await card('Beside this page').getByRole('link').all();
    const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
    expect(paths).toHaveLength(6);
    for (const path of paths) {
      expect([path, (await context.request.get(path)).status()]).toEqual([path, 200]);
    }
  });

  test('texts of hostile people stay texts, on a narrow screen too', async () => {
    const texts = Object.values(HOSTILE);
    await answerWith('/v1/plugins', {
      plugins: texts.map((text) => ({
        ...{ name: text, version: text, description: text, source: text, state: 'refused' },
        ...{ problems: [text], detectors: [text], templates: [text], frameworks: [text] },
      })),
    });
    await answerWith('/v1/config', {
      ...{ files: texts, started_at: '2026-01-01T00:00:00.000Z', mode: 'gateway' },
      state_folder: true,
      config: Object.fromEntries(
        texts.map((text, index) => [`${text}${index}`, { [text]: text, list: [{ name: text }] }]),
      ),
    });
    await page.setViewportSize({ width: 390, height: 844 });
    for (const [id, shown] of [
      ['plugins', 'HYPERLINK'],
      ['configuration&find=o', 'HYPERLINK'],
      ['health', 'npx safeai doctor'],
      ['secrets', 'BED_PROVIDER_KEY'],
      ['about', '/redoc'],
    ]) {
      await open('security-admin', id);
      await panel().getByText(shown).first().waitFor();
      await fits(page, 390);
    }
  });

  test('axe finds nothing, in both themes', async () => {
    for (const name of TABS) {
      // Of the settings a part: there is nothing else in the others.
      const part = name === 'Configuration' ? '&find=approval' : '';
      await open('security-admin', name.toLowerCase() + part);
      await panel().locator('.card').first().waitFor();
      for (const colours of ['light', 'dark']) {
        await theme(page, colours);
        expect([name, await axe(page)]).toEqual([name, []]);
      }
    }
    await open('security-admin', 'health');
    await card('Its parts').getByText('Well').first().waitFor();
    await shot(page, 'dashboard-settings');
    await open('security-admin', 'configuration&find=approval');
    await card('Settings').getByText('default_ttl').first().waitFor();
    await shot(page, 'dashboard-settings-configuration');
  });
});
