/** Cost: what was spent, by whom, what the month comes to, how budgets stand, and what has no price. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
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
import { hostile } from './dashboard/hostile.mjs';
import { seedSpending } from './dashboard/seed-spending.mjs';
import { writeSpending } from './dashboard/spending-history.mjs';

const admin = { user: 'security-admin' };
const MONEY = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });

const DAY_MS = 24 * 60 * 60_000;

/** Longer than all of this takes. Milliseconds. */
const LASTS_MS = 120_000;

/** What is spent counts for a day in UTC: one that is about to end is waited out. */
async function aDayThatLasts() {
  const left = DAY_MS - (Date.now() % DAY_MS);
  if (left < LASTS_MS) await after(left);
}

describeInBrowser('cost', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    await aDayThatLasts();
    [bed, browser] = await Promise.all([startBed({ before: writeSpending }), launch()]);
    await seedSpending(bed);
  }, 120_000 + LASTS_MS);
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

  const open = async (user, path = '/dashboard/cost') => {
    await signedIn(context, user);
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: 'Cost' }).waitFor();
  };
  const part = (name) => page.getByRole('region', { name, exact: true });
  const names = (label) =>
    part(label)
      .locator('tbody td:first-child')
      .evaluateAll((cells) => cells.map((cell) => cell.textContent));

  test('shows what the server added up, and what the month comes to', async () => {
    await open('security-admin');
    const { total_cost, calls, forecast } = await bed.ask('cost_summary', admin);
    await part('Spent').getByText(MONEY.format(total_cost)).waitFor();
    await part('Calls to providers').getByText(String(calls), { exact: true }).waitFor();
    const likely = part('Forecast');
    if (forecast === null) await likely.getByText('None yet').waitFor();
    else {
      await likely.getByText(MONEY.format(forecast.low)).waitFor();
      await likely.getByText('How it is made').click();
      await likely.getByText('one standard error').waitFor();
    }
    // Today has not the calls of a whole day: the figures of the days before stand in the table.
    await part('Spend by day').getByRole('button', { name: 'Table' }).click();
    const table = part('Spend by day').getByRole('table');
    expect(await table.getByRole('row').count()).toBe(31);
    expect(await table.getByRole('columnheader').allTextContents()).toEqual([
      ...['Day (UTC)', 'acme-large', 'gpt-5', 'claude-opus-4-5', 'gpt-4o', 'claude-haiku-4-5'],
      ...['gemini-2.5-pro', 'Other models'],
    ]);
  });

  test('whose calls they were, in any order; the address holds it', async () => {
    await open('security-admin');
    await part('Spend by model').waitFor();
    expect((await names('Spend by model'))[0]).toBe('acme-large');
    await page.getByRole('tab', { name: 'Agent' }).click();
    await page.waitForURL(/\/dashboard\/cost\/?\?by=agent$/);
    await part('Spend by agent').waitFor();
    expect(await names('Spend by agent')).toContain('No agent known');
    await part('Spend by agent').getByRole('button', { name: 'Agent' }).click();
    await page.waitForURL(/\?by=agent&sort=name$/);
    await part('Spend by agent').locator('th[aria-sort=ascending]', { hasText: 'Agent' }).waitFor();
    const sorted = (await names('Spend by agent')).slice(0, -1);
    expect(sorted).toEqual([...sorted].sort());
    await page.goBack();
    await page.goBack();
    await part('Spend by model').waitFor();
    await page.goForward();
    await part('Spend by agent').waitFor();
  });

  test('the period is in the address', async () => {
    await open('security-admin', '/dashboard/cost?period=last_7d&by=tenant');
    expect(await page.getByLabel('Period').inputValue()).toBe('last_7d');
    const asked = page.waitForRequest((request) => request.url().includes('period=today'));
    await page.getByLabel('Period').selectOption('today');
    await asked;
    await page.waitForURL(/\/dashboard\/cost\/?\?period=today&by=tenant$/);
    await part('Spent').getByText('Spent · Today').waitFor();
    expect(await page.getByText('Spend by day').count()).toBe(0);
  });

  test('the rows are there as a file', async () => {
    await open('security-admin', '/dashboard/cost?by=tenant&period=last_7d');
    await part('Spend by tenant').waitFor();
    const downloaded = page.waitForEvent('download');
    await page.locator('.cost-shares').getByRole('button', { name: 'CSV' }).click();
    const file = await downloaded;
    expect(file.suggestedFilename()).toBe('cost-by-tenant-last_7d.csv');
    const [head, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
    expect(head).toBe('tenant,spent,currency,period');
    const { by_tenant } = await bed.ask('cost_summary', { ...admin, query: { period: 'last_7d' } });
    expect(rows.sort()).toEqual(
      Object.entries(by_tenant)
        .map(([tenant, spent]) => `${tenant},${spent},USD,last_7d`)
        .sort(),
    );
  });

  test('budgets stand with what is left and where they warn', async () => {
    await open('security-admin');
    const list = page.getByRole('list', { name: 'Budgets, the fullest first' });
    const of = (name) => list.getByRole('listitem').filter({ hasText: name }).first();
    await of('globex-trial').getByText('$2.43 of $2.00').waitFor();
    await of('acme-month').getByText('$1.75 left').waitFor();
    await of('acme-month').getByText('warns at 80%').waitFor();
    await of('tokens-of-each-agent').getByText('of 5,000,000 tokens').waitFor();
    expect(await list.getByRole('listitem').first().textContent()).toContain('globex-trial');
  });

  test('an admin of one tenant sees where its budgets warn', async () => {
    await open('acme-admin');
    const list = page.getByRole('list', { name: 'Budgets, the fullest first' });
    const row = list.getByRole('listitem').filter({ hasText: 'acme-month' });
    await row.getByText('warns at 80%').first().waitFor();
    expect(await page.getByText('globex-trial').count()).toBe(0);
  });

  test('a model without a price has the lines that give it one', async () => {
    await open('security-admin');
    await page.getByText('A model has no price').waitFor();
    await page.getByText('Lines for safeai.yaml that give a price').click();
    const lines = await part('Lines for safeai.yaml').textContent();
    expect(lines).toBe(
      'prices:\n  models:\n    - model: "in-house-7b"\n      input_per_million: 0 # USD\n      output_per_million: 0 # USD\n',
    );
  });

  test('billing of a tenant sees what that tenant spends', async () => {
    await open('security-billing', '/dashboard/cost?by=tenant');
    await part('Spend by tenant').waitFor();
    expect(await names('Spend by tenant')).toEqual(['default']);
    expect(await page.getByText('globex-trial').count()).toBe(0);
  });

  test.each(['security-approver', 'security-auditor', 'security-viewer'])(
    '%s is told which role it takes',
    async (user) => {
      await open(user);
      await page.getByText('It takes the role admin or billing').waitFor();
      expect(await page.getByRole('link', { name: 'Cost' }).count()).toBe(0);
    },
  );

  test('where nothing was spent, a command makes something show', async () => {
    await signedIn(context, 'security-admin');
    await page.addInitScript(() => globalThis.sessionStorage.setItem('safeai.tenant', 'quiet'));
    await page.goto('/dashboard/cost');
    await page.getByText('No provider was called in this time').waitFor();
    const command = await part('A command to try').textContent();
    expect(command).toContain(`curl -s ${bed.url}/v1/chat/completions`);
    const [, body] = /-d '(.*)'$/s.exec(command);
    const call = { body: JSON.parse(body), tenant: 'quiet' };
    expect((await bed.call('POST /v1/chat/completions', call)).status).toBe(200);
    await page.reload();
    await part('Spend by model').getByText('gpt-4o-mini').waitFor();
  });

  test('axe finds nothing, in both themes', async () => {
    await open('security-admin');
    await part('Spend by model').waitFor();
    await page.locator('.chart-plot canvas').waitFor();
    await page.getByText('warns at 80%').first().waitFor();
    for (const colours of ['light', 'dark']) {
      await theme(page, colours);
      expect(await axe(page)).toEqual([]);
    }
    await shot(page, 'dashboard-cost');
  });

  test('names of hostile people change nothing, on a narrow screen too', async () => {
    await hostile(bed);
    await open('security-admin', '/dashboard/cost?by=agent');
    await page.getByText(/models have no price/).waitFor();
    await page.getByText('Lines for safeai.yaml that give a price').click();
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, 390);
  });
});
