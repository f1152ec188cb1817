/** The live feed: what happens, narrowed, paused, opened, by who may see how much of it. */
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
import { startBed } from './dashboard/bed.mjs';
import { HOSTILE } from './dashboard/hostile.mjs';
import { until } from './dashboard/until.mjs';

const SECRET = 'token=sk-ABCDEF1234567890ABCDEF';

describeInBrowser('the live feed', () => {
  let bed;
  let browser;
  let context;
  let page;
  let seen;
  let asked;
  let told;

  beforeAll(async () => {
    [bed, browser] = await Promise.all([startBed(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await bed?.stop();
  });
  beforeEach(async () => {
    context = await newContext(browser, bed);
    page = await context.newPage();
    seen = await watch(page);
    asked = [];
    told = [];
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => asked.push(JSON.parse(payload)));
      socket.on('framereceived', ({ payload }) => told.push(JSON.parse(payload)));
    });
  });
  afterEach(async () => {
    await expectQuiet(seen);
    await context.close();
  });

  const isLive = () => page.locator('.live-connection[data-state="open"]').waitFor();
  const come = async (user = 'security-admin', search = '') => {
    await signedIn(context, user);
    await page.goto(`/dashboard/live${search}`);
    await isLive();
    // What the view wants is asked for when the connection stands.
    const wanted = new URLSearchParams(search).get('family');
    await until(() => asksFor(wanted === null ? null : `${wanted.split(',')[0]}.*`));
  };
  let probes = 0;
  /**
   * The server has taken in what was asked for: of scans that happen until one is told, the last one is told, too.
   *
   * @returns how many events the page has heard by then
   */
  const isHeard = async (tenant_id = 'default') => {
    const first = probes;
    const isTold = (least) =>
      told.some(({ agent_id }) => Number(/^probe-(\d+)$/.exec(agent_id)?.[1]) > least);
    await until(async () => {
      await scan(`probe-${++probes}`, undefined, { tenant_id });
      return isTold(first);
    });
    await until(() => isTold(probes - 1));
    return told.filter(({ event }) => event !== 'heartbeat').length;
  };
  const open = async (user, search, tenant) => {
    await come(user, search);
    return isHeard(tenant);
  };
  /** Whether the server was asked last for a family; null: for everything. */
  const asksFor = (family) => {
    if (asked.length === 0) return false;
    const { events } = asked.at(-1);
    return family === null ? events === undefined : events?.includes(family) === true;
  };
  const scan = (agent_id, text = 'Where is my parcel?', more = {}) =>
    bed.ask('scan_input', { body: { text, agent_id, ...more } });
  const guard = (agent_id) =>
    bed.ask('guard_output', { body: { text: 'It is on its way.', agent_id } });
  const list = () => page.getByTestId('live-rows');
  const rows = () => page.locator('.live-body .live-row');
  const row = (agent) => rows().filter({ hasText: agent });
  /** Of the events that are shown, but for probes. */
  const agents = async () => {
    const cells = page.locator('.live-body .live-row[data-kind="event"] > :nth-child(4)');
    return (await cells.allTextContents()).filter((agent) => !agent.startsWith('probe-'));
  };
  const away = () => page.mouse.move(5, 5);

  test('shows what happens, newest first, and says how something gets there', async () => {
    await come();
    await page.getByText('Nothing has happened since you came').waitFor();
    const command = await page.getByRole('region', { name: 'A command to try' }).innerText();
    expect(command).toContain(`${bed.url}/v1/scan/input`);
    const heard = await isHeard();
    await scan('first');
    await scan('second', SECRET);
    await row('second').waitFor();
    expect(await agents()).toEqual(['second', 'first']);
    expect(await row('second').innerText()).toMatch(
      /Blocked\s+scan\.blocked\s+second\s+secret\s+default-secret-detection\s+default/,
    );
    expect(await row('first').innerText()).toMatch(/Allowed\s+scan\.allowed/);
    await page.getByText(`${heard + 2} heard`).waitFor();
  });

  test('is narrowed by its address: at the server by kind, here by the rest', async () => {
    const heard = await open('security-admin', '?family=guard,scan&action=block&agent=NARROW');
    expect(asksFor('guard.*') && asksFor('approval.*') && !asksFor('intercept.*')).toBe(true);
    await scan('narrow-one', SECRET);
    await scan('narrow-two');
    await scan('other', SECRET);
    await row('narrow-one').waitFor();
    await page.getByText(`${heard + 3} heard`).waitFor();
    expect(await agents()).toEqual(['narrow-one']);

    await page.getByLabel('Verdict').selectOption('');
    await row('narrow-two').waitFor();
    await page.waitForURL(/\/dashboard\/live\/?\?family=scan%2Cguard&agent=NARROW$/);
    await page.goBack();
    await until(async () => (await agents()).join() === 'narrow-one');
    await page.goForward();
    await until(async () => (await agents()).length === 2);

    await page.getByRole('searchbox', { name: 'Words in the event' }).fill('DEFAULT-secret');
    await page.waitForURL('**text=DEFAULT-secret');
    await until(async () => (await agents()).join() === 'narrow-one');
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.waitForURL(/\/dashboard\/live\/?$/);
    await until(() => asksFor(null));
    // What was not asked for meanwhile is said, and can be read elsewhere.
    await rows().filter({ hasText: 'Not everything was asked for' }).waitFor();
    expect(await agents()).toEqual(['other', 'narrow-two', 'narrow-one']);
    await page.getByRole('link', { name: 'Read it in the audit log' }).click();
    await page.waitForURL('**/dashboard/audit?since=**');
    await page.getByTestId('audit-rows').getByText('narrow-two').first().waitFor();
  });

  test('a filter that nothing matches says so, and is cleared', async () => {
    const heard = await open('security-admin', '?agent=nobody');
    await scan('somebody');
    await page.getByText(`${heard + 1} heard`).waitFor();
    await page.getByText('No event matches yet').waitFor();
    await page.getByRole('button', { name: 'Show all events' }).click();
    await row('somebody').waitFor();
  });

  test('stands still when it is paused, pointed at or scrolled, and says how many are new', async () => {
    await open();
    for (let each = 0; each < 40; each++) await scan(`before-${each}`);
    await row('before-39').waitFor();

    await page.keyboard.press('Space');
    await page.getByText('Paused', { exact: true }).waitFor();
    for (let each = 0; each < 3; each++) await scan(`paused-${each}`);
    await page.getByRole('button', { name: '3 new' }).click();
    await row('paused-2').waitFor();
    // It is paused still, and the focus is where one goes on from.
    await scan('after');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    await page.keyboard.press('Space');
    await row('after').waitFor();

    await list().hover();
    await scan('pointed');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    expect(await row('pointed').count()).toBe(0);
    await page.mouse.wheel(0, 400);
    await page.getByText('Stands still: scrolled').waitFor();
    await away();
    await page.getByText('1 new event', { exact: true }).waitFor({ state: 'attached' });
    expect(await row('pointed').count()).toBe(0);
    await page.getByRole('button', { name: '1 new' }).click();
    await row('pointed').waitFor();
    await until(() => list().evaluate(({ scrollTop }) => scrollTop === 0));
  });

  test('by keys: j and k, Enter, Escape, and on where one was', async () => {
    await open();
    for (const name of ['one', 'two', 'three']) await scan(name, SECRET);
    await row('three').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'scan.blocked' });
    await drawer.waitFor();
    await scan('meanwhile');
    expect(await drawer.locator('.facts').innerText()).toMatch(/Agent\s+two/);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await until(() =>
      page.evaluate(() =>
        globalThis.document.activeElement.closest('.live-row')?.textContent.includes('two'),
      ),
    );
    await page.keyboard.press('Enter');
    await drawer.getByRole('link', { name: 'Open in the audit log' }).click();
    await page.waitForURL('**/dashboard/audit/*');
    await page.getByRole('dialog').getByText('two').first().waitFor();
  });

  test('an approval that is asked for leads to it', async () => {
    await open();
    const body = {
      phase: 'request',
      tool_name: 'deploy_shop',
      parameters: {},
      agent_id: 'deployer',
    };
    await bed.ask('intercept_tool', { body });
    await row('intercept.pending_approval').getByRole('button').click();
    await page.getByRole('link', { name: 'Open the approval' }).click();
    await page.waitForURL('**/dashboard/approvals/ar-*');
  });

  test('who comes back finds what was there, and where nobody was looking', async () => {
    await open();
    await scan('seen');
    await row('seen').waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.waitForURL('**/dashboard/settings');
    await until(() => !asksFor(null));
    await scan('unseen');
    await page.getByRole('link', { name: 'Live feed' }).click();
    await rows().filter({ hasText: 'Nobody was looking' }).waitFor();
    await until(() => asksFor(null));
    await isHeard();
    await scan('seen again');
    await row('seen again').waitFor();
    expect(await agents()).toEqual(['seen again', 'seen']);
  });

  test.each([
    ['security-admin', true],
    ['security-approver', true],
    ['security-auditor', true],
    ['security-viewer', false],
    ['security-billing', false],
  ])('%s is told details: %s', async (user, knows) => {
    await open(user);
    await scan('watched', SECRET);
    await row('watched').waitFor();
    expect((await row('watched').innerText()).includes('default-secret-detection')).toBe(knows);
    await row('watched').getByRole('button').click();
    const drawer = page.getByRole('dialog', { name: 'scan.blocked' });
    await drawer.getByText('watched').first().waitFor();
    expect(await drawer.getByRole('link', { name: 'Open in the audit log' }).count()).toBe(
      knows ? 1 : 0,
    );
    expect(await drawer.getByText('That is all that is told here').count()).toBe(knows ? 0 : 1);
    expect(await axe(page)).toEqual([]);
  });

  test('who has one tenant hears that one', async () => {
    await open('acme-admin', '', 'acme');
    await scan('theirs', SECRET, { tenant_id: 'globex' });
    await scan('ours', SECRET, { tenant_id: 'acme' });
    await row('ours').waitFor();
    expect(await agents()).toEqual(['ours']);
  });

  test('shows hostile texts as texts', async () => {
    await open();
    const cut = (text) => text.slice(0, 256);
    for (const text of Object.values(HOSTILE)) {
      await bed.call('scan_input', {
        body: { text: SECRET, agent_id: cut(text), tenant_id: 'acme' },
      });
      const call = {
        phase: 'request',
        tool_name: cut(text),
        parameters: { x: text },
        agent_id: 'x',
      };
      await bed.call('intercept_tool', { body: call });
    }
    await until(async () => (await rows().count()) > 15);
    const heights = await rows().evaluateAll((all) => all.map((each) => each.offsetHeight));
    expect(new Set(heights)).toEqual(new Set([32]));
    await page.getByRole('searchbox', { name: 'Words in the event' }).fill('<img');
    await page.waitForURL('**text=%3Cimg');
    await until(async () => {
      const texts = await rows().allTextContents();
      return texts.length > 0 && texts.every((text) => text.includes('<img'));
    });
    await rows().first().getByRole('button').click();
    await page.getByRole('dialog').getByText('<img src=x').first().waitFor();
    await page.goto(
      `/dashboard/live?agent=${encodeURIComponent(HOSTILE.image)}&text=${'W'.repeat(3000)}`,
    );
    await isLive();
    await fits(page, 1280);
  });

  test('fits a narrow screen, and holds for all, light and dark', async () => {
    await come();
    for (let each = 0; each < 30; each++) {
      await scan(`importer-${each % 4}`, each % 5 === 0 ? SECRET : undefined);
      if (each % 3 === 0) await guard(`writer-${each % 2}`);
    }
    await row('writer-1').first().waitFor();
    for (const colours of ['light', 'dark']) {
      await theme(page, colours);
      expect(await axe(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await fits(page, 390);
    await shot(page, 'dashboard-live');
  });
});
