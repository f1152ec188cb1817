/** The audit browser: records found by any facet, explained, proved, taken along; in an address that says it all. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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
import { focusOn, inFront } from './dashboard/focus.mjs';
import { hostile } from './dashboard/hostile.mjs';
import { until } from './dashboard/until.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const admin = { user: 'security-admin' };
const run = promisify(execFile);

describeInBrowser('the audit browser', () => {
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

  const rows = () => page.locator('.audit-body .audit-row:has(.audit-open)');
  const table = () => page.getByRole('table', { name: 'Records, newest first' });
  const search = () => page.getByRole('combobox', { name: 'Search the audit log' });
  const drawer = () => page.getByRole('dialog');
  const found = (total) => page.locator(`[role=table][aria-rowcount="${total + 1}"]`).waitFor();
  const opened = async (path = '') => {
    await page.goto(`/dashboard/audit${path}`);
    await rows().first().waitFor();
  };
  const asAdmin = async (path) => {
    await signedIn(context, 'security-admin');
    await opened(path);
  };
  const addressOf = (query) => `${bed.url}/dashboard/audit${query}`;
  const total = async (query = {}) => (await bed.ask('audit_facets', { ...admin, query })).total;
  const says = (text) =>
    until(async () => (await search().inputValue()) === text, `the search is ${text}`);
  /** Ends what stands in front of the list. */
  const leave = async () => {
    await inFront(page);
    await page.keyboard.press('Escape');
    await drawer().waitFor({ state: 'detached' });
    await page.locator('.audit-open:focus').waitFor();
  };

  test('shows what is on record, newest first, and how many', async () => {
    await asAdmin();
    await found(await total());
    const [newest] = await bed.ask('audit', { ...admin, query: { limit: '1' } });
    const first = rows().first();
    expect(await first.locator('time').getAttribute('datetime')).toBe(newest.ts);
    expect(await first.locator('a').getAttribute('href')).toBe(
      `/dashboard/audit/${newest.decision_id}`,
    );
    expect(await first.textContent()).toContain(newest.event);
    expect(await table().getByRole('columnheader').allTextContents()).toEqual([
      'Time',
      'Verdict',
      'Event',
      'Agent',
      'Tool',
      'Policy',
      'Tags',
      'Tenant',
    ]);
    await page.getByRole('figure', { name: 'Records over time' }).waitFor();
  });

  test('a search is in the address, and back is back', async () => {
    await asAdmin();
    await page.keyboard.press('/');
    await search().fill('action:block agent:coder last:24h');
    await search().press('Enter');
    await page.waitForURL(addressOf('?action=block&agent=coder&last=24h'));
    await found(await total({ action: 'block', agent_id: 'coder', last: '24h' }));
    await rows().first().waitFor();
    for (const text of await rows().allTextContents()) expect(text).toMatch(/Blocked.*coder/);
    await page.getByLabel('Time', { exact: true }).selectOption('all');
    await page.waitForURL(addressOf('?action=block&agent=coder'));
    await page.goBack();
    await page.waitForURL(addressOf('?action=block&agent=coder&last=24h'));
    await says('action:block agent:coder last:24h');
    await page.goForward();
    await says('action:block agent:coder');
  });

  test('what is not understood is said, and nothing is shown in its place', async () => {
    await asAdmin();
    await search().fill('agents:coder last:soon');
    await search().press('Enter');
    await page.getByText('There is no key agents. Did you mean agent?').waitFor();
    await page.getByText('last: takes a number').waitFor();
    expect(page.url()).toBe(addressOf(''));
    await page.goto('/dashboard/audit?agent_id=coder&last=soon');
    await page.getByText('last: takes a number').waitFor();
    expect(await rows().count()).toBe(0);
    await search().fill('agent:cod');
    await search().press('ArrowDown');
    await search().press('ArrowDown');
    await search().press('Escape');
    await search().press('Enter');
    await page.getByText('No record matches').waitFor();
  });

  test('what was offered and is put away is not taken', async () => {
    await asAdmin('?last=24h');
    await page
      .getByRole('region', { name: 'Agent', exact: true })
      .getByRole('button', { name: /^coder/ })
      .waitFor();
    await search().fill('agent:cod');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await search().press('ArrowDown');
    await search().press('Escape');
    await search().press('Enter');
    await page.waitForURL(addressOf('?agent=cod'));
    await page.getByText('No record matches').waitFor();
  });

  test('a value narrows, and widens again; the rest is counted anew', async () => {
    await asAdmin('?last=24h');
    const agents = page.getByRole('region', { name: 'Agent', exact: true });
    await agents.getByRole('button', { name: /^coder/ }).click();
    await page.waitForURL(addressOf('?agent=coder&last=24h'));
    await found(await total({ agent_id: 'coder', last: '24h' }));
    const blocked = await total({ agent_id: 'coder', action: 'block', last: '24h' });
    const verdicts = page.getByRole('region', { name: 'Verdict', exact: true });
    await verdicts.getByRole('button', { name: new RegExp(`^Blocked\\s*${blocked}$`) }).click();
    await page.waitForURL(addressOf('?action=block&agent=coder&last=24h'));
    await agents.getByRole('button', { name: /^coder/, pressed: true }).click();
    await page.waitForURL(addressOf('?action=block&last=24h'));
  });

  test('what has no tool is narrowed to, and what a shadow rule would have decided', async () => {
    await asAdmin('?last=7d');
    const none = () =>
      page
        .getByRole('region', { name: 'Tool', exact: true })
        .getByRole('button', { name: /^none/ });
    await none().click();
    await page.waitForURL(addressOf('?without=tool&last=7d'));
    await says('without:tool last:7d');
    await found(await total({ without: 'tool_name', last: '7d' }));
    const shadow = page.getByRole('region', { name: 'Shadow rule', exact: true });
    await shadow.getByRole('button', { name: /^shadow-personal-input/ }).click();
    await page.waitForURL(addressOf('?without=tool&shadow=shadow-personal-input&last=7d'));
    const rule = { shadow_policy_name: 'shadow-personal-input', last: '7d' };
    await found(await total({ ...rule, without: 'tool_name' }));
    await page.locator('.audit-value[aria-pressed=true]', { hasText: 'none' }).click();
    await page.waitForURL(addressOf('?shadow=shadow-personal-input&last=7d'));
    expect(await total(rule)).toBe(await total({ would_have: 'any', last: '7d' }));
    await search().fill('would_have:any last:7d');
    await page.keyboard.press('Enter');
    await page.waitForURL(addressOf('?would_have=any&last=7d'));
    await found(await total(rule));
  });

  test('a time is chosen from one moment to another', async () => {
    await asAdmin();
    await page.getByLabel('Time', { exact: true }).selectOption('own');
    // The zone of the browser is Berlin's.
    await page.getByLabel('From', { exact: true }).fill('2020-01-01T01:00:00');
    await page.getByLabel('To', { exact: true }).fill('2020-01-02T01:00:00');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/since=2020-01-01T00%3A00%3A00\.000Z&until=2020-01-02T00%3A00/);
    await page.getByText('No record matches').waitFor();
    await page.getByRole('button', { name: 'Show all records' }).click();
    await rows().first().waitFor();
  });

  test('a part of the time is chosen by dragging over the bars', async () => {
    await asAdmin('?last=30d');
    const plot = page.locator('.audit-bars .u-over');
    await found(await total({ last: '30d' }));
    // What is above it may come after it.
    let before;
    const { x, y, width, height } = await until(async () => {
      const box = await plot.boundingBox();
      const isStill = JSON.stringify(box) === before;
      before = JSON.stringify(box);
      return isStill && box;
    }, 'the bars stand still');
    await page.mouse.move(x + width * 0.2, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 5 });
    await page.mouse.up();
    await page.waitForURL(/\/dashboard\/audit\?since=.*&until=/);
    const chosen = new URL(page.url()).searchParams;
    const days = (Date.parse(chosen.get('until')) - Date.parse(chosen.get('since'))) / 86_400_000;
    expect(Math.abs(days - 9)).toBeLessThan(1);
  });

  test('thousands of records scroll by, page after page, and back', async () => {
    await asAdmin();
    await found(await total());
    const first = await rows().first().textContent();
    const asked = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/audit?')) asked.push(request.url());
    });
    const frame = page.getByTestId('audit-rows');
    for (let turn = 0; turn < 12; turn++) {
      await frame.evaluate((element) => (element.scrollTop = element.scrollHeight));
      await page.waitForFunction(
        (count) => globalThis.document.querySelector('.audit-body').clientHeight >= count * 32,
        (turn + 2) * 200,
      );
    }
    // In the middle, where the rows were dropped.
    await frame.evaluate((element) => (element.scrollTop = 500 * 32));
    const row = page.locator('[aria-rowindex="502"] time');
    await row.waitFor();
    let cursor;
    for (let at = 0; at < 3; at++) {
      const query = { limit: '200', ...(cursor === undefined ? {} : { cursor }) };
      const { body, headers } = await bed.call('audit', { ...admin, query });
      if (at === 2) expect(await row.getAttribute('datetime')).toBe(body[100].ts);
      cursor = headers.get('x-next-cursor');
    }
    await frame.evaluate((element) => (element.scrollTop = 0));
    await page.locator('[aria-rowindex="2"] time').waitFor();
    expect(await rows().first().textContent()).toBe(first);
    expect(await page.locator('.audit-body .audit-row').count()).toBeLessThan(80);
    expect(asked.every((url) => url.includes('cursor='))).toBe(true);
  });

  test('the list stays where it is while a decision is read, part by part', async () => {
    await asAdmin();
    await found(await total());
    const asked = [];
    page.on('request', (request) => {
      if (request.url().includes('/v1/audit?')) asked.push(request.url());
    });
    const frame = page.getByTestId('audit-rows');
    await frame.evaluate((element) => (element.scrollTop = 100 * 32));
    await page.locator('[aria-rowindex="106"] .audit-open').click();
    await drawer().getByRole('tab', { name: 'JSON' }).click();
    await page.waitForURL(/show=json$/);
    await inFront(page);
    await page.keyboard.press('Escape');
    await page.waitForURL(addressOf(''));
    await drawer().waitFor({ state: 'detached' });
    expect(await frame.evaluate((element) => element.scrollTop)).toBe(100 * 32);
    expect(asked.filter((url) => !url.includes('cursor='))).toEqual([]);
  });

  test('the keyboard alone: j, k, Enter, Escape', async () => {
    await asAdmin('?agent=coder');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('j');
    const second = await rows().nth(1).locator('a').getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${bed.url}${second}`);
    await drawer()
      .getByRole('heading', { name: /^Decision/ })
      .waitFor();
    await inFront(page);
    await page.keyboard.press('Escape');
    await page.waitForURL(addressOf('?agent=coder'));
    await focusOn(page.locator(`a[href="${second}"]`));
  });

  test('a decision: facts, reasons, session and JSON, each with an address', async () => {
    const [record] = await bed.ask('audit', {
      ...admin,
      query: { agent_id: 'coder', event: 'intercept.blocked', data_tag: 'secret', limit: '1' },
    });
    await signedIn(context, 'security-admin');
    await page.goto(`/dashboard/audit/${record.decision_id}?agent=coder`);
    for (const text of [record.policy_name, record.hash, record.detections[0].digest])
      await drawer().getByText(text, { exact: true }).first().waitFor();
    await drawer().getByRole('tab', { name: 'Why' }).click();
    await page.waitForURL(/\?agent=coder&show=why$/);
    await drawer()
      .getByText(/The rules are those that decided/)
      .waitFor();
    await drawer().getByText(record.data_tags[0], { exact: true }).first().waitFor();
    await drawer().getByRole('tab', { name: 'Session' }).click();
    await drawer().locator('[aria-current=step]').waitFor();
    await drawer().locator('.audit-step').nth(5).waitFor();
    await drawer().locator('.audit-step:not([aria-current]) a').first().click();
    await page.waitForURL((url) => !url.pathname.endsWith(record.decision_id));
    await page.goBack();
    await page.waitForURL(/show=session$/);
    await drawer().getByRole('tab', { name: 'JSON' }).click();
    const shown = drawer().getByRole('region', { name: 'The record as JSON' });
    await shown.getByText(record.hash).waitFor();
    expect(JSON.parse(await shown.textContent())).toEqual(record);
    await drawer().getByRole('tab', { name: 'Facts' }).click();
    await drawer().getByRole('link', { name: 'all records of this tool' }).click();
    await page.waitForURL(addressOf(`?tool=${record.tool_name}`));
    await drawer().waitFor({ state: 'detached' });
  });

  test('a decision of other rules than those in force says so', async () => {
    await signedIn(context, 'security-admin');
    await page.goto(`/dashboard/audit/${bed.former.last}?show=why`);
    await drawer().getByText('The rules have changed since').waitFor();
  });

  test('a receipt verifies here, and by the commands that are shown', async () => {
    const query = { event: 'scan.blocked', limit: '1' };
    const [{ decision_id: id }] = await bed.ask('audit', { ...admin, query });
    await signedIn(context, 'security-admin');
    await page.goto(`/dashboard/audit/${id}?show=receipt`);
    await drawer().getByRole('button', { name: 'Fetch and verify' }).click();
    await drawer().getByText('Verified', { exact: true }).waitFor();
    const commands = await drawer()
      .getByRole('region', { name: 'Commands that verify it' })
      .textContent();
    const folder = await mkdtemp(join(tmpdir(), 'safeai-receipt-'));
    const here = commands.replace('node node_modules/', `node ${ROOT}node_modules/`);
    const { stdout } = await run('sh', ['-ec', here], { cwd: folder });
    expect(stdout).toContain(id);
    await rm(folder, { recursive: true });
  });

  test('the log is verified when somebody asks for it', async () => {
    const asked = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/v1/audit/verify')) asked.push(request.url());
    });
    await asAdmin();
    const strip = page.getByRole('region', { name: 'Integrity of the log' });
    await strip.getByText('Not verified since this page was opened.').waitFor();
    expect(asked).toEqual([]);
    await strip.getByRole('button', { name: 'Verify now' }).click();
    await strip.getByText('The log is whole').waitFor();
    expect(asked).toHaveLength(1);
  });

  test('what was found is taken along, verbatim or as a table', async () => {
    await asAdmin('?agent=coder&action=block');
    await page.getByRole('button', { name: 'Export' }).click();
    const taken = async () => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        drawer().getByRole('button', { name: 'Download' }).click(),
      ]);
      return [file.suggestedFilename(), await readFile(await file.path(), 'utf8')];
    };
    const query = { agent_id: 'coder', action: 'block', limit: '1000' };
    const records = await bed.ask('audit', { ...admin, query });
    const [name, lines] = await taken();
    expect(name).toBe('audit.jsonl');
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(records);
    await drawer()
      .getByText(/records in the file/)
      .waitFor();
    await drawer().getByLabel(/^CSV/).check();
    const [, csv] = await taken();
    expect(csv.split('\r\n')).toHaveLength(records.length + 2);
    expect(csv).toMatch(/^seq,ts,event,decision_id,/);
  });

  test('new records are told of, and the list does not jump', async () => {
    const told = [];
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => told.push(JSON.parse(payload).agent_id));
    });
    const scan = (agent_id) =>
      bed.ask('scan_input', { ...admin, body: { text: 'Good morning.', agent_id } });
    await asAdmin('?agent=coder');
    const before = await rows().first().locator('a').getAttribute('href');
    // Until the server has taken in what the page listens to.
    await until(async () => {
      await scan('coder');
      return told.includes('coder');
    });
    for (const agent_id of ['coder', 'coder', 'research-bot']) await scan(agent_id);
    await until(() => told.includes('research-bot'));
    const count = told.filter((agent) => agent === 'coder').length;
    const pill = page.getByRole('button', { name: `${count} new records` });
    await pill.waitFor();
    expect(await rows().first().locator('a').getAttribute('href')).toBe(before);
    await pill.click();
    await page.waitForFunction(
      (href) => globalThis.document.querySelector('.audit-open')?.getAttribute('href') !== href,
      before,
    );
    await pill.waitFor({ state: 'detached' });
  });

  test('columns and named searches are remembered', async () => {
    await asAdmin('?action=block&tenant=acme');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByLabel('Tags').uncheck();
    await page.getByLabel('Session').check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByLabel('Name for this search').fill('Blocked at Acme');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await opened();
    const heads = await table().getByRole('columnheader').allTextContents();
    expect(heads).toContain('Session');
    expect(heads).not.toContain('Tags');
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('link', { name: 'Blocked at Acme' }).click();
    await page.waitForURL(addressOf('?action=block&tenant=acme'));
    const kept = await page.evaluate(() => JSON.stringify(globalThis.localStorage));
    expect(kept).not.toMatch(/sfai_|csrf/);
  });

  test.each(['security-viewer', 'security-billing'])(
    '%s is told which role it takes',
    async (user) => {
      await signedIn(context, user);
      await page.goto('/dashboard/audit');
      await page.getByText('Your role does not open this page').waitFor();
    },
  );

  test.each([
    ['security-approver', 'default'],
    ['security-auditor', 'default'],
    ['globex-auditor', 'globex'],
    ['acme-admin', 'acme'],
  ])('%s sees the records of %s alone', async (user, tenant) => {
    await signedIn(context, user);
    await opened();
    const tenants = page.getByRole('region', { name: 'Tenant', exact: true });
    await tenants.getByRole('button').first().waitFor();
    const names = await tenants.locator('.audit-value .one-line').allTextContents();
    expect(names).toEqual([tenant]);
    const [other] = await bed.ask('audit', {
      ...admin,
      query: { tenant_id: tenant === 'acme' ? 'globex' : 'acme', limit: '1' },
    });
    await page.goto(`/dashboard/audit/${other.decision_id}`);
    await drawer().getByText('There is no such thing').waitFor();
  });

  test('narrowed to a tenant, all of the view is', async () => {
    await asAdmin('?action=block');
    await found(await total({ action: 'block' }));
    await page.getByRole('combobox', { name: 'Tenant' }).selectOption('globex');
    await found(await total({ action: 'block', tenant_id: 'globex' }));
    await page.waitForFunction(() => {
      const shown = [...globalThis.document.querySelectorAll('.audit-row:has(.audit-open)')];
      const isGlobex = (row) => row.lastElementChild.textContent.includes('globex');
      return shown.length > 0 && shown.every(isGlobex);
    });
  });

  const faultless = async (...themes) => {
    for (const name of themes) {
      await theme(page, name);
      expect(await axe(page)).toEqual([]);
    }
  };

  test('axe finds nothing in the list, in both themes', async () => {
    await asAdmin('?agent=coder');
    await faultless('light', 'dark');
    await page.getByRole('button', { name: 'Columns' }).click();
    await faultless('dark');
    await page.keyboard.press('Escape');
    await search().fill('ag');
    await page.getByRole('listbox').getByRole('option').first().waitFor();
    await faultless('light');
    await search().fill('nothing');
    await search().press('Enter');
    await faultless('light');
  });

  test('axe finds nothing in a decision, in both themes', async () => {
    await asAdmin('?agent=coder');
    await rows().first().locator('a').click();
    for (const [part, ...themes] of [
      ['Facts', 'light', 'dark'],
      ['Why', 'dark', 'light'],
      ['Session', 'light'],
      ['Receipt', 'dark'],
      ['JSON', 'dark'],
    ]) {
      await drawer().getByRole('tab', { name: part }).click();
      await faultless(...themes);
    }
  });

  test('a narrow screen scrolls in one direction', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await asAdmin('?agent=coder&since=2020-01-01T00:00:00Z');
    const [{ decision_id: id }] = await bed.ask('audit', {
      ...admin,
      query: { agent_id: 'coder', limit: '1' },
    });
    await fits(page, 390);
    for (const part of ['facts', 'why', 'session', 'receipt', 'json']) {
      await page.goto(`/dashboard/audit/${id}?show=${part}`);
      await drawer().getByRole('tabpanel').waitFor();
      await page.waitForFunction(
        () => globalThis.document.querySelector('.drawer-body').scrollWidth <= 390,
      );
      await fits(page, 390);
    }
  });

  test('pictures', async () => {
    await asAdmin('?last=30d');
    await page.locator('.audit-bars canvas').waitFor();
    await shot(page, 'dashboard-audit');
    const [{ decision_id: id }] = await bed.ask('audit', {
      ...admin,
      query: { event: 'intercept.blocked', tenant_id: 'acme', data_tag: 'secret', limit: '1' },
    });
    await page.goto(`/dashboard/audit/${id}?show=why`);
    await drawer()
      .getByText(/The rules are those/)
      .waitFor();
    await shot(page, 'dashboard-audit-decision');
  });

  test('whatever others wrote is text, and can be asked for', async () => {
    await hostile(bed);
    await asAdmin();
    const more = page
      .getByRole('region', { name: 'Agent', exact: true })
      .getByRole('button', { name: /more/ });
    await more.click();
    const names = page.getByRole('region', { name: 'Agent', exact: true }).getByRole('button');
    await names.nth(30).waitFor();
    const texts = await names.allTextContents();
    const picked = [
      '<img',
      '⟨U+202E⟩',
      'javascript:',
      'action:block',
      '=HYPERLINK',
      '(blank)',
      '⟨U+200B⟩',
    ];
    for (const part of picked) {
      const at = texts.findIndex((text) => text.includes(part) && !text.startsWith('stopped'));
      expect([part, at]).not.toEqual([part, -1]);
      await names.nth(at).click();
      await page.waitForURL(/\?agent=/);
      const agent_id = new URL(page.url()).searchParams.get('agent');
      await found(await total({ agent_id }));
      // eslint-disable-next-line no-control-regex
      expect(await search().inputValue()).not.toMatch(/[\u0000-\u001f\u200b-\u200f\u202a-\u202e]/);
      await search().press('Enter');
      expect(new URL(page.url()).searchParams.get('agent')).toBe(agent_id);
      await rows().first().locator('a').click();
      await drawer().getByText('Latency').waitFor();
      await leave();
      await search().fill('');
      await search().press('Enter');
      await page.waitForURL(addressOf(''));
      await names.nth(30).waitFor();
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, 390);
  });

  test('a line that was changed is named: in which file, where, and what it means', async () => {
    const folder = join(bed.folder, '.safeai', 'logs', 'audit');
    const [oldest] = (await readdir(folder)).filter((name) => name.endsWith('.ndjson')).sort();
    const text = await readFile(join(folder, oldest), 'utf8');
    await writeFile(join(folder, oldest), text.replace('"action":"allow"', '"action":"flags"'));
    await asAdmin();
    const strip = page.getByRole('region', { name: 'Integrity of the log' });
    await strip.getByRole('button', { name: 'Verify now' }).click();
    await strip.getByText(/problems? found/).waitFor();
    const problem = strip.getByRole('row').filter({ hasText: 'hash_mismatch' });
    expect(await problem.textContent()).toContain(oldest);
    await theme(page, 'dark');
    expect(await axe(page)).toEqual([]);
  });
});
