/** The playground: what is found in a text is marked there, nothing is recorded unless asked for, and the text is kept nowhere. */
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
import { HOSTILE } from './dashboard/hostile.mjs';

const admin = { user: 'security-admin' };
const KEY = 'sk-ABCDEF1234567890ABCDEF';

describeInBrowser('the playground', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startFilledBed({ records: 1000 }), launch()]);
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

  const open = async (user = 'security-admin', query = '') => {
    await signedIn(context, user);
    await page.goto(`/dashboard/playground${query}`);
    await page.getByRole('heading', { name: 'Playground', level: 1 }).waitFor();
  };
  const field = () => page.getByRole('textbox', { name: /to try$/ });
  const attempt = async (text) => {
    await field().fill(text);
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByRole('heading', { name: 'What would be decided' }).waitFor();
  };
  const card = (name) => page.getByRole('region', { name, exact: true });
  const marks = () => page.locator('mark').allTextContents();
  /** What was recorded since a time, but for requests of the bed that come to their end. */
  const recorded = async (since) =>
    (await bed.ask('audit', { ...admin, query: { since: since.toISOString() } }))
      .map(({ event }) => event)
      .filter((event) => !event.startsWith('approval.'));

  test('marks what was found, says what would be decided and why, and records nothing', async () => {
    await open();
    const began = new Date();
    await attempt(`token=${KEY} and alice@example.com`);
    expect(await marks()).toEqual([KEY, 'alice@example.com']);
    const verdict = card('What would be decided');
    await verdict.getByText('Blocked').last().waitFor();
    await verdict.getByText('Nothing was recorded').waitFor();
    await verdict.getByRole('link', { name: 'default-secret-detection' }).waitFor();
    const found = page.getByRole('table', { name: 'Findings' });
    await found.getByText('sk****EF').waitFor();
    expect(await found.textContent()).not.toContain(KEY);
    await found.getByRole('button', { name: 'Show finding 2' }).click();
    await page.locator('mark[data-chosen]', { hasText: 'alice@example.com' }).waitFor();
    await card('Why').getByText('Decides').first().waitFor();
    const rule = await card('The rule').textContent();
    expect(rule).toContain('secret.api_key.openai');
    const checked = await bed.ask('policies_check', { ...admin, body: { draft: rule } });
    expect(checked.rules.map(({ name }) => name)).toContain(
      'block-personal-pii-email-and-more-on-input',
    );
    expect(await recorded(began)).toEqual([]);
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    await shot(page, 'dashboard-playground');
  });

  test('keeps the text nowhere: not in the address, history, storage or title, nor for spell checkers', async () => {
    await open();
    const secret = 'zebra-4711-sk-ABCDEF1234567890ABCDEF';
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await attempt(`the words are ${secret}`);
    const kept = await page.evaluate(async (needle) => {
      const { document, history, location, localStorage, sessionStorage, indexedDB, caches } =
        globalThis;
      const places = {
        address: location.href,
        title: document.title,
        history: JSON.stringify(history.state),
        local: JSON.stringify(localStorage),
        session: JSON.stringify(sessionStorage),
        databases: JSON.stringify(await indexedDB.databases()),
        caches: JSON.stringify(await caches.keys()),
        cookies: document.cookie,
      };
      return Object.keys(places).filter((place) => (places[place] ?? '').includes(needle));
    }, 'zebra');
    expect(kept).toEqual([]);
    expect(asked.filter((url) => url.includes('zebra'))).toEqual([]);
    expect(await field().getAttribute('spellcheck')).toBe('false');
    expect(await field().getAttribute('autocomplete')).toBe('off');
    // Gone with the page: neither another view nor back nor a reload brings it.
    await page.getByRole('link', { name: 'Policies' }).first().click();
    await page.getByRole('heading', { name: 'Policies', level: 1 }).waitFor();
    await page.goBack();
    expect(await field().inputValue()).toBe('');
    await field().fill(secret);
    await page.reload();
    expect(await field().inputValue()).toBe('');
    expect(await page.locator('mark').count()).toBe(0);
  });

  test('JSON: keys and values are marked, findings have paths', async () => {
    await open('security-admin', '?surface=tool_response&as=json');
    await page.getByLabel('Tool').fill('crm_read');
    await attempt(
      JSON.stringify({ 'bob@example.com': { note: 'call "alice@example.com"' }, n: [1, KEY] }),
    );
    expect(await marks()).toEqual(['bob@example.com', 'alice@example.com', KEY]);
    const found = page.getByRole('table', { name: 'Findings' });
    await found.getByText('a key of').waitFor();
    await found.getByText('$.n[1]').waitFor();
  });

  test('what is cleared while it is asked about does not come back', async () => {
    await open();
    let answer;
    const held = new Promise((resolve) => (answer = resolve));
    const hold = async (route) => {
      await held;
      await route.continue();
    };
    await page.route('**/v1/policies/explain', hold, { times: 1 });
    await field().fill(`token=${KEY}`);
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByRole('button', { name: 'Clear' }).click();
    const came = page.waitForResponse('**/v1/policies/explain');
    answer();
    await came;
    // The answer to what is asked after it is shown, and nothing of the other.
    await attempt('Nothing is in it.');
    expect(await page.locator('mark').count()).toBe(0);
    expect(await page.content()).not.toContain(KEY);
  });

  test('what cannot be read is said, and not sent', async () => {
    await open('security-admin', '?surface=tool_request&as=json');
    await field().fill('{"a": ');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByText('Name the tool.').waitFor();
    await page.getByLabel('Tool').fill('bash');
    await field().press('Control+Enter');
    await page.getByText('This is no JSON.').waitFor();
  });

  test('on record: asks first, then says what goes on and which decision it was', async () => {
    await open();
    await page.getByRole('button', { name: 'Samples' }).click();
    await page.getByRole('menuitem', { name: 'Personal data in an answer' }).click();
    await page.waitForURL('**?surface=output&as=text');
    await page.getByRole('button', { name: 'Run on record…' }).click();
    await page.getByRole('dialog').getByText('The decision is in the audit log').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Run on record' }).click();
    const goesOn = page.getByRole('region', { name: 'What goes on', exact: true });
    await goesOn.getByText('[EMAIL_REDACTED]').waitFor();
    await card('What was decided').getByText('On record').waitFor();
    const link = card('What was decided').getByRole('link').last();
    const decision_id = await link.textContent();
    const record = await bed.ask('audit_record', { ...admin, params: { decision_id } });
    expect(record).toMatchObject({ event: 'guard.redacted' });
    await link.click();
    await page.waitForURL(`**/dashboard/audit/${decision_id}`);
  });

  test('1 MB of text: marked in parts, and the page goes on', async () => {
    await open();
    const line = 'write to alice@example.com about it, and to nobody else, please; ';
    const text = line.repeat(Math.floor(900_000 / line.length));
    await page.evaluate(() => {
      globalThis.longest = 0;
      new globalThis.PerformanceObserver((list) => {
        for (const { duration } of list.getEntries())
          globalThis.longest = Math.max(globalThis.longest, duration);
      }).observe({ entryTypes: ['longtask'] });
    });
    await attempt(text);
    await page.getByText(/Part 1 of \d+/).waitFor();
    expect(await page.locator('mark').count()).toBeLessThanOrEqual(2000);
    expect(await page.locator('mark').first().textContent()).toBe('alice@example.com');
    await page.getByRole('button', { name: 'After' }).click();
    await page.getByText(/Part 2 of \d+/).waitFor();
    await page.getByRole('button', { name: 'Show 100 more' }).click();
    expect(await page.evaluate(() => globalThis.longest)).toBeLessThan(2000);
  });

  test('what is more than the server takes is refused in words', async () => {
    await open();
    await field().fill('x'.repeat(1_100_000));
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.getByText('payload_too_large').waitFor();
  });

  test.each(['security-approver', 'security-auditor'])(
    '%s tries, and is told who runs on record',
    async (user) => {
      await open(user);
      await attempt(`token=${KEY}`);
      expect(await marks()).toEqual([KEY]);
      const run = page.getByRole('button', { name: 'Run on record…' });
      expect(await run.getAttribute('aria-disabled')).toBe('true');
      expect(await run.getAttribute('aria-description')).toContain('admin');
    },
  );

  test.each(['security-viewer', 'security-billing'])('%s has no playground', async (user) => {
    await open(user);
    await page.getByText('Your role does not open this page').waitFor();
    expect(await page.getByRole('link', { name: 'Playground' }).count()).toBe(0);
  });

  test('where it is tried is in the address; back and forward', async () => {
    await open('security-auditor', '?surface=tool_response&as=text');
    expect(await page.getByLabel('Where').inputValue()).toBe('tool_response');
    expect(await page.getByLabel('Read as').inputValue()).toBe('text');
    await page.getByLabel('Where').selectOption('output');
    await page.waitForURL('**?surface=output&as=text');
    await page.getByRole('link', { name: 'Audit log' }).first().click();
    await page.waitForURL('**/dashboard/audit**');
    await page.goBack();
    expect(await page.getByLabel('Where').inputValue()).toBe('output');
    await page.goForward();
    await page.waitForURL('**/dashboard/audit**');
  });

  test('hostile texts stay text; wide and narrow, light and dark, axe finds nothing', async () => {
    await open();
    for (const text of Object.values(HOSTILE)) {
      await attempt(`${text} ${KEY}`);
      expect(await marks()).toContain(KEY);
    }
    await attempt(Object.values(HOSTILE).join(` ${KEY} `));
    for (const name of ['light', 'dark']) {
      await theme(page, name);
      expect(await axe(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, 390);
  });
});
