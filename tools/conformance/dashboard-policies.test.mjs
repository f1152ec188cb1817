/** The policies of the dashboard: the rules in force, drafts, samples, replays and templates, in a browser. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, rm, writeFile } from 'node:fs/promises';
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
import { inFront } from './dashboard/focus.mjs';
import { HOSTILE } from './dashboard/hostile.mjs';
import { seed } from './dashboard/seed.mjs';
import { until } from './dashboard/until.mjs';

const TABS = ['', '/draft', '/explain', '/replay', '/templates'];
const CARD = '4111 1111 1111 1111';
const admin = { user: 'security-admin' };

/** What a rule may be called: a configuration takes no control characters and no variables. */
const NAMES = ['image', 'script', 'svg', 'address', 'bidi', 'json', 'formula', 'wide', 'stacked']
  .concat(['proto', 'path', 'query'])
  .map((name) => HOSTILE[name].slice(0, 250));

const hostileRules = NAMES.map((name, index) => ({
  ...{ name, boundary: 'memory', data_tags: [`never.n${index}`], action: 'flag' },
  ...{ agents: [name], controls: [name], reason: name.replace(/[{}]/g, '') },
}));

let bed;
let browser;

beforeAll(async () => {
  bed = await startBed({
    before: async (folder) => {
      await mkdir(join(folder, 'rules'));
      await writeFile(join(folder, 'rules/hostile.yaml'), JSON.stringify(hostileRules));
    },
    more: '\npolicy_files: [rules/*.yaml]\n',
  });
  await seed(bed);
  browser = await launch();
});

afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

/** A page of the view, for a user; `quiet()` says at the end that it did nothing that it should not. */
async function open(user, path = '', more = {}) {
  const context = await signedIn(await newContext(browser, bed, more), user);
  const page = await context.newPage();
  const seen = await watch(page);
  await page.goto(`/dashboard/policies${path}`);
  return { page, quiet: () => expectQuiet(seen), close: () => context.close() };
}

const tab = (page, name) => page.getByRole('tab', { name }).click();
const draftArea = (page) => page.getByLabel('Draft, as YAML');

async function beginWith(page, name) {
  await page.getByRole('button', { name: 'Begin with' }).click();
  await page.getByRole('menuitem', { name }).click();
}

async function explain(page, text) {
  await page.getByLabel('Text', { exact: true }).fill(text);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
}

describeInBrowser('the rules in force', () => {
  test('are shown in order, with what they decided, and what shadow rules would have', async () => {
    const { page, quiet, close } = await open('security-admin');
    const table = page.getByRole('table', { name: 'Rules in order of evaluation' });
    await table.waitFor();
    const { revision, rules } = await bed.ask('policies', admin);
    const { facets } = await bed.ask('audit_facets', {
      ...admin,
      query: { last: '24h', top: '1000' },
    });
    const counted = (facet, name) => facet.values.find(({ value }) => value === name)?.count ?? 0;
    await page.getByText(revision.slice(0, 12)).waitFor();
    await expect(table.getByRole('row').count()).resolves.toBe(rules.length + 1);
    const row = (name) => table.getByRole('row').filter({ hasText: name });
    const shadow = counted(facets.shadow_policy_name, 'shadow-personal-input');
    expect(shadow).toBeGreaterThan(0);
    await row('shadow-personal-input').getByText(`${shadow} × would block`).waitFor();
    const cards = counted(facets.policy_name, 'redact-cards-on-input');
    const link = row('redact-cards-on-input').getByRole('link', { name: `${cards} decisions` });
    await expect(link.getAttribute('href')).resolves.toBe(
      '/dashboard/audit?policy=redact-cards-on-input&last=24h',
    );
    await quiet();
    await close();
  });

  test('are filtered by the address, and a rule has one of its own', async () => {
    const { page, quiet, close } = await open('security-admin', '?tenant=acme&action=block');
    const rows = page.getByRole('row');
    await page.getByRole('link', { name: 'acme-no-shell' }).waitFor();
    const before = await rows.count();
    await page.getByRole('searchbox').fill('shell');
    await page.waitForURL(/q=shell/);
    await until(async () => (await rows.count()) < before, 'fewer rules are shown');
    await page.getByRole('heading', { name: 'Policies' }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.waitFor();
    const filter = 'tenant=acme&action=block&q=shell';
    expect(new URL(page.url()).search).toBe(`?${filter}`);
    await page.goBack();
    await drawer.waitFor({ state: 'detached' });
    await page.goForward();
    await drawer.waitFor();
    await inFront(page);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe(`?${filter}`);
    await quiet();
    await close();
  });

  test('say what holds for a tenant, and why', async () => {
    const { page, quiet, close } = await open('security-admin', '/rules/acme-no-shell/acme');
    const drawer = page.getByRole('dialog', { name: 'acme-no-shell' });
    await drawer.getByText('Acme does not allow {tool}', { exact: true }).waitFor();
    await drawer.getByText('This rule: decides').waitFor();
    await expect(
      drawer.getByRole('region', { name: 'The rule as YAML' }).textContent(),
    ).resolves.toContain('tenant_id: acme');
    await drawer.getByRole('button', { name: 'Explain' }).first().click();
    await until(async () => (await page.getByLabel('Tool').inputValue()) === 'shell_');
    await page.goto('/dashboard/policies/rules/there-is-none');
    await page.getByText('No rule in force is called that').waitFor();
    await quiet();
    await close();
  });

  test('are read again: other rules, or the place of what is wrong', async () => {
    const late = join(bed.folder, 'rules/late.yaml');
    const { page, quiet, close } = await open('security-admin');
    const reload = page.getByRole('button', { name: 'Reload' });
    const before = (await bed.ask('policies', admin)).revision;
    await writeFile(late, '[{ name: late-rule, boundary: memory, acton: flag }]');
    await reload.click();
    await page
      .getByRole('alert')
      .getByText(/late\.yaml:1:/)
      .first()
      .waitFor();
    await writeFile(late, '[{ name: late-rule, boundary: memory, action: flag }]');
    await reload.click();
    const told = page.getByRole('alert').filter({ hasText: 'Other rules are in force now' });
    await told.waitFor();
    const { revision } = await bed.ask('policies', admin);
    expect(await told.textContent()).toContain(`${before.slice(0, 12)} before`);
    expect(await told.textContent()).toContain(`${revision.slice(0, 12)} now`);
    await page.getByRole('link', { name: 'late-rule' }).first().waitFor();
    await rm(late);
    await reload.click();
    const query = { event: 'policy.*', limit: '3' };
    const records = await until(async () => {
      const found = await bed.ask('audit', { ...admin, query });
      return found.length === 3 && found;
    });
    await page.getByRole('link', { name: 'late-rule' }).waitFor({ state: 'detached' });
    expect(records.map(({ event, principal }) => [event, principal])).toEqual([
      ['policy.reloaded', 'security-admin'],
      ['policy.reloaded', 'security-admin'],
      ['policy.reload_failed', 'security-admin'],
    ]);
    await quiet();
    await close();
  });
});

describeInBrowser('a draft', () => {
  test('begins with the rules in force, is checked as it is typed, and is kept by the page alone', async () => {
    const { page, quiet, close } = await open('security-admin', '/draft');
    await beginWith(page, 'The rules in force');
    await page.getByText(/just as in force/).waitFor();
    await page.getByText('No rule differs from those in force.').waitFor();

    await draftArea(page).fill(
      'policies:\n  - name: canary-draft\n    boundary: input\n    acton: block\n',
    );
    await page.getByRole('button', { name: /Line 4, column 5/ }).click();
    await until(() =>
      draftArea(page).evaluate(
        (area) =>
          area.matches(':focus') && area.value.slice(area.selectionStart).startsWith('acton'),
      ),
    );
    await page.keyboard.press('Tab');
    await until(() => draftArea(page).evaluate((area) => !area.matches(':focus')));
    expect(await draftArea(page).inputValue()).not.toContain('\t');

    await draftArea(page).fill(
      'policies:\n  - name: canary-draft\n    boundary: input\n    data_tags: [personal]\n    action: block\n  - { name: flag-internal, boundary: input, action: block, data_tags: [internal] }\n',
    );
    await page.getByText('It holds').waitFor();
    await page.getByText('Added (1)').waitFor();
    await page.getByText('Changed (1)').waitFor();
    await page.getByText('flag-internal', { exact: true }).click();
    await page.getByRole('cell', { name: 'flag', exact: true }).waitFor();

    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Cost' }).click();
    await page.getByRole('link', { name: 'Policies' }).click();
    await tab(page, 'Draft');
    expect(await draftArea(page).inputValue()).toContain('canary-draft');
    const kept = await page.evaluate(() =>
      JSON.stringify([
        { ...globalThis.localStorage },
        { ...globalThis.sessionStorage },
        globalThis.location.href,
        globalThis.history.state,
      ]),
    );
    expect(kept).not.toContain('canary');

    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    expect((await saved).suggestedFilename()).toBe('policies-draft.yaml');
    await beginWith(page, 'Nothing');
    await page.getByRole('button', { name: 'Keep the draft' }).click();
    const asked = page.waitForEvent('dialog');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.close({ runBeforeUnload: true });
    expect((await asked).type()).toBe('beforeunload');
    expect(await draftArea(page).inputValue()).toContain('canary-draft');
    await quiet();
    await close();
  });

  test('takes a template, explains a sample beside the rules in force, and is replayed', async () => {
    const { page, quiet, close } = await open('security-admin', '/templates');
    await page.getByRole('button', { name: 'Use in draft: finance' }).click();
    await page.getByText('It holds').waitFor();
    await draftArea(page).fill(
      'policies:\n  - { name: no-cards, boundary: input, data_tags: [personal.financial], action: block }\n',
    );
    await tab(page, 'Explain');
    await explain(page, `Refund ${CARD}`);
    await page.getByText('The draft decides otherwise: Redacted now, Blocked then').waitFor();
    const both = page.getByRole('region', { name: /^Under the/ });
    await both.nth(0).getByRole('link', { name: 'redact-cards-on-input' }).first().waitFor();
    await both.nth(1).getByText('no-cards', { exact: true }).first().waitFor();
    expect(page.url()).not.toContain('4111');

    await tab(page, 'Replay');
    await page.getByRole('button', { name: 'Replay the draft' }).click();
    await page.getByRole('alert').getByText('Blocked').first().waitFor();
    const changes = page.getByRole('table', { name: 'Verdicts that change' });
    await changes.getByRole('row').filter({ hasText: 'no-cards' }).waitFor();
    const example = page.getByRole('table', { name: 'Decisions that change' });
    const link = example.getByRole('link').first();
    expect(await link.getAttribute('href')).toMatch(/^\/dashboard\/audit\/[0-9a-f-]{36}$/);
    await quiet();
    await close();
  });
});

describeInBrowser('each role', () => {
  test.each([
    ['security-approver', 'admin'],
    ['globex-auditor', 'admin'],
  ])('%s reads, and is told what the rest takes', async (user, role) => {
    const { page, quiet, close } = await open(user);
    await page.getByRole('table', { name: 'Rules in order of evaluation' }).waitFor();
    expect(await page.getByText('acme-no-shell').count()).toBe(0);
    const reload = page.getByRole('button', { name: 'Reload' });
    expect(await reload.getAttribute('aria-disabled')).toBe('true');
    await reload.focus();
    await page.getByText(`It takes the role ${role}`).first().waitFor();
    await tab(page, 'Draft');
    await beginWith(page, 'The rules in force that you may see');
    await page.getByText('It holds').waitFor();
    await tab(page, 'Replay');
    const replay = page.getByRole('button', { name: 'Replay the draft' });
    expect(await replay.getAttribute('aria-disabled')).toBe('true');
    await quiet();
    await close();
  });

  test('an admin of one tenant replays what is on record of it', async () => {
    const { page, quiet, close } = await open('acme-admin', '/draft');
    await beginWith(page, 'The rules in force that you may see');
    await page.getByText('It holds').waitFor();
    await tab(page, 'Replay');
    await page.getByRole('button', { name: 'Replay the draft' }).click();
    await page.getByText(/on record were looked at/).waitFor();
    await quiet();
    await close();
  });

  test.each(['security-viewer', 'security-billing'])('%s does not open it', async (user) => {
    const { page, quiet, close } = await open(user);
    await page.getByText('Your role does not open this page').waitFor();
    await quiet();
    await close();
  });
});

describeInBrowser('whatever others wrote', () => {
  test('is text, and leads to what it names', async () => {
    const { page, quiet, close } = await open('security-admin', '?q=never.');
    const links = page.getByRole('table').getByRole('link');
    await links.first().waitFor();
    await expect(links.count()).resolves.toBe(NAMES.length);
    for (const index of NAMES.keys()) {
      await links.nth(index).click();
      await page.getByRole('dialog').getByText(`never.n${index}`).first().waitFor();
      await inFront(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.goto('/dashboard/policies/draft');
    await draftArea(page).fill(Object.values(HOSTILE).join('\n'));
    await page
      .getByText(/problem/)
      .first()
      .waitFor();
    await tab(page, 'Explain');
    await page.getByLabel('Tool').fill(HOSTILE.image);
    await explain(page, HOSTILE.script);
    await page.getByRole('region', { name: 'Under the rules in force', exact: true }).waitFor();
    await page.getByText('default-allow').first().waitFor();
    await quiet();
    await close();
  });
});

describeInBrowser('every page of it', () => {
  test('has no faults that axe knows in either theme, and fits a narrow screen', async () => {
    const { page, quiet, close } = await open('security-admin', '/draft');
    await beginWith(page, 'The rules in force');
    await page.getByText(/just as in force/).waitFor();
    await tab(page, 'Explain');
    await explain(page, `Refund ${CARD}`);
    await page.getByText('The draft decides the same, by the same rule').waitFor();
    await tab(page, 'Replay');
    await page.getByRole('button', { name: 'Replay the draft' }).click();
    await page.getByText(/on record were looked at/).waitFor();
    const faults = [];
    const look = async () => {
      for (const colours of ['light', 'dark']) {
        await theme(page, colours);
        faults.push(...(await axe(page)));
      }
      await theme(page, 'light');
      await page.setViewportSize({ width: 390, height: 844 });
      await fits(page, 390);
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    for (const name of ['Replay', 'Explain', 'Draft', 'Templates', 'In force']) {
      await tab(page, name);
      await page.getByRole('tabpanel', { name }).waitFor();
      await look();
    }
    await page.getByRole('link', { name: 'redact-cards-on-input' }).first().click();
    await page.getByRole('dialog').getByText('This rule:').first().waitFor();
    await look();
    expect(faults).toEqual([]);
    await quiet();
    await close();
  });

  test('has an address', async () => {
    const { page, quiet, close } = await open('security-auditor');
    for (const path of TABS) {
      await page.goto(`/dashboard/policies${path}`);
      await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor();
      await expect(page.getByRole('tab', { selected: true }).count()).resolves.toBe(1);
    }
    await page.goto('/dashboard/policies/there-is-none');
    await page.getByRole('heading', { level: 1, name: 'Not found' }).waitFor();
    await quiet();
    await close();
  });

  test('has its picture', async () => {
    const { page, close } = await open('security-admin', '?boundary=input');
    await page.getByRole('table').waitFor();
    await shot(page, 'dashboard-policies');
    await page.goto('/dashboard/policies/draft');
    await beginWith(page, 'The rules in force');
    await page.getByText(/just as in force/).waitFor();
    await shot(page, 'dashboard-policies-draft');
    await close();
  });
});
