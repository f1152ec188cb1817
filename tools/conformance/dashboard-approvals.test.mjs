/** The approvals of the dashboard: the queue, each request, and what two people do with it at once, in browsers. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
import { focusOn, inFront } from './dashboard/focus.mjs';
import { hostile } from './dashboard/hostile.mjs';
import { seed } from './dashboard/seed.mjs';
import { until } from './dashboard/until.mjs';

const admin = { user: 'security-admin' };
const HOUR = 3_600_000;

/** Long enough to open a question, short enough to wait for. */
const BRIEF = `
- { name: brief, boundary: action, direction: request, tools: ['brief_*'],
    action: require_approval, approval: { ttl: 10s } }
`;

let bed;
let browser;
let ids;

beforeAll(async () => {
  [bed, browser] = await Promise.all([
    startBed({
      before: (folder) => writeFile(join(folder, 'brief.yaml'), BRIEF),
      more: '\npolicy_files: [brief.yaml]\n',
    }),
    launch(),
  ]);
  ({ approvals: ids } = await seed(bed));
});

afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

/** A page of the view, for a user; `done()` says that it did nothing that it should not. */
async function open(user, path = '', { before = () => undefined, ...more } = {}) {
  const context = await signedIn(await newContext(browser, bed, more), user);
  await before(context);
  const page = await context.newPage();
  const seen = await watch(page);
  await page.goto(`/dashboard/approvals${path}`);
  // Behind a drawer it is hidden from who does not see.
  await page.locator('h1', { hasText: 'Approvals' }).waitFor();
  const done = async () => {
    await expectQuiet(seen);
    await context.close();
  };
  return { page, done, context };
}

/** Goes to another address of the view, as a link of the page does. */
const visit = (page, path) =>
  page.evaluate((to) => {
    globalThis.history.pushState(null, '', `/dashboard/approvals${to}`);
  }, path);

let calls = 0;

/** A call that waits, of a session of its own. */
async function asked(tool_name, parameters = { version: ++calls }, { user, ...more } = {}) {
  const session_id = `dashboard-${++calls}`;
  const body = { phase: 'request', tool_name, parameters, agent_id: 'release-bot', session_id };
  const answer = await bed.ask('intercept_tool', { user, body: { ...body, ...more } });
  return { id: answer.approval_request_id, body: { ...body, ...more } };
}

/** Lets nobody through before so many are there. */
function barrier(count) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  return () => {
    if (--count === 0) release();
    return released;
  };
}

const requestOf = (id) => bed.ask('approval', { ...admin, params: { id } });
const recordsOf = async (id) => {
  const body = { approval_request_id: id, limit: 100 };
  return (await bed.ask('audit_query', { ...admin, body })).reverse();
};
const rowOf = (page, id) => page.locator(`tr[data-request="${id}"]`);
const dialog = (page, name) => page.getByRole('dialog', { name });
const press = (page, name) => page.getByRole('dialog').last().getByRole('button', { name });
const toast = (page, text) => page.locator('.toast', { hasText: text });
const linkOf = (page, id) => rowOf(page, id).locator('[data-open]');
const order = (page) =>
  page.locator('tr[data-request]').evaluateAll((rows) => rows.map((row) => row.dataset.request));

describeInBrowser('the approvals', () => {
  test('shows what waits, the soonest to expire first, with what is known of each', async () => {
    const { page, done } = await open('security-admin');
    await rowOf(page, ids.late).waitFor();
    const waiting = await bed.ask('approvals', { ...admin, query: { status: 'pending' } });
    const sorted = waiting
      .sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at))
      .map(({ request_id }) => request_id);
    expect([...(await order(page))].sort()).toEqual([...sorted].sort());
    expect((await order(page))[0]).toBe(ids.soon);
    expect(sorted.slice(-2)).toContain((await order(page)).at(-1));
    const row = rowOf(page, ids.oneVote);
    for (const text of ['pay_invoice', 'billing-bot', 'payments-need-two', '1 of 2', 'Due on'])
      await row.getByText(text).waitFor();
    await rowOf(page, ids.soon)
      .getByRole('timer')
      .getByText(/^[0-4]:\d\d$/)
      .waitFor();
    await page.waitForFunction(
      (count) => globalThis.document.title === `(${count}) Approvals · SafeAI`,
      sorted.length,
    );
    await page.locator('.side').getByText(`${sorted.length} waiting`).waitFor();
    await done();
  });

  test('an auditor sees them and cannot decide; who has no part in it does not see them', async () => {
    const { page, done } = await open('security-auditor', `/${ids.differs}`);
    const button = page.getByRole('dialog').getByRole('button', { name: 'Approve' });
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    expect(await button.getAttribute('aria-description')).toBe(
      'It takes the role admin or approver',
    );
    await button.click({ force: true });
    await inFront(page);
    await page.keyboard.press('a');
    await page.waitForTimeout(200);
    expect(await page.getByRole('dialog').count()).toBe(1);
    await done();
    const isKeptOut = async (user) => {
      const other = await open(user);
      await other.page.getByText('Your role does not open this page').waitFor();
      expect(await other.page.getByRole('link', { name: 'Approvals' }).count()).toBe(0);
      await other.done();
    };
    await Promise.all(['security-viewer', 'security-billing'].map(isKeptOut));
    const acme = await open('acme-approver');
    await rowOf(acme.page, ids.acme).waitFor();
    expect(await order(acme.page)).toEqual([ids.acme]);
    await acme.done();
  });

  test('a request has all facts, and what is other than in the last approved call', async () => {
    const { page, done } = await open('security-approver', `/${ids.differs}`);
    const detail = page.getByRole('dialog', { name: 'deploy_service' });
    for (const text of ['Fixes the currency of refunds', 'release-bot', 'deploys-need-one'])
      await detail.getByText(text).first().waitFor();
    const compared = detail.getByRole('region', { name: 'Against the last approved call' });
    const changes = compared.locator('tbody tr');
    await changes.first().waitFor();
    expect(await changes.allInnerTexts()).toEqual(
      [
        ['~ changed', 'version', '"1.4.0"', '"1.4.1"'],
        ['+ added', 'regions[2]', '–', '"us-east"'],
        ['~ changed', 'settings.replicas', '3', '4'],
        ['+ added', 'settings.drain_seconds', '–', '30'],
      ].map((cells) => cells.join('\t')),
    );
    const { parameters_digest } = await requestOf(ids.differs);
    await detail.getByText(parameters_digest).waitFor();
    await detail.getByText('approval.created').waitFor();
    await compared.getByRole('link', { name: 'open that request' }).click();
    await page.waitForURL(`**/approvals/${ids.consumed}`);
    await detail.getByText('Checked the change log').first().waitFor();
    await detail.getByText('unverified').first().waitFor();
    await detail.getByText('approval.consumed').waitFor();
    await done();
  });

  test('says where a call is exactly the last approved one, or differs in what is hidden', async () => {
    const first = await asked('deploy_mail', { to: 'ann@example.com' });
    await bed.ask('approval_approve', { ...admin, params: { id: first.id }, body: {} });
    const same = await asked('deploy_mail', { to: 'ann@example.com' });
    const other = await asked('deploy_mail', { to: 'ben@example.com' });
    const { page, done } = await open('security-admin', `/${same.id}`);
    await page.getByText('Exactly the same parameters').waitFor();
    await visit(page, `/${other.id}`);
    await page.getByText('It differs in what is redacted').waitFor();
    expect(await page.getByRole('dialog').textContent()).not.toContain('ben@example.com');
    await done();
  });

  test('an approval goes with a note, is used by the agent, and stays greyed in the queue', async () => {
    const { id, body } = await asked('deploy_notes');
    const { page, done } = await open('security-approver');
    await rowOf(page, id).waitFor();
    const places = await order(page);
    const { height } = await rowOf(page, id).boundingBox();
    await rowOf(page, id).getByRole('button', { name: 'Approve' }).click();
    const question = dialog(page, 'Approve this call?');
    for (const text of ['deploy_notes', 'release-bot', '"version"', 'unverified'])
      await question.getByText(text).first().waitFor();
    await question.getByLabel('Note (optional)').fill('Read the change log, word by word');
    await press(page, 'Approve').click();
    await toast(page, 'may make this one call of deploy_notes').waitFor();
    const row = rowOf(page, id);
    await row.getByText('by security-approver').waitFor();
    expect(await row.getAttribute('data-gone')).toBe('');
    expect(await order(page)).toEqual(places);
    expect((await row.boundingBox()).height).toBe(height);
    const { status, votes } = await requestOf(id);
    expect([status, votes]).toMatchObject([
      'approved',
      [
        {
          approver_id: 'security-approver',
          note: 'Read the change log, word by word',
          verified: false,
        },
      ],
    ]);
    const again = { body: { ...body, approval_request_id: id } };
    expect((await bed.ask('intercept_tool', again)).decision.action).toBe('allow');
    await row.getByText('Used', { exact: true }).waitFor();
    await page.reload();
    await rowOf(page, ids.differs).waitFor();
    expect(await rowOf(page, id).count()).toBe(0);
    await done();
  });

  test('a denial has a reason', async () => {
    const { id, body } = await asked('deploy_banner');
    const { page, done } = await open('security-approver', `/${id}`);
    await press(page, 'Deny').click();
    await dialog(page, 'Deny this call?').waitFor();
    await press(page, 'Deny').click();
    await page.getByText('Say why: the agent and the record get it.').waitFor();
    expect((await requestOf(id)).status).toBe('pending');
    await page.getByLabel('Reason').fill('Not today');
    await press(page, 'Deny').click();
    await toast(page, 'stays blocked').waitFor();
    await page.getByRole('dialog', { name: 'deploy_banner' }).getByText('“Not today”').waitFor();
    expect(await requestOf(id)).toMatchObject({ status: 'denied', note: 'Not today' });
    const answer = await bed.ask('intercept_tool', { body });
    expect(answer.decision).toMatchObject({ action: 'block', reason_code: 'approval_denied' });
    await done();
  });

  test('whose session ends over a reason finds it again', async () => {
    const { page, done, context } = await open('security-admin');
    const { id } = await asked('deploy_service');
    await visit(page, `/${id}`);
    await press(page, 'Deny').click();
    await page.getByLabel('Reason').fill('The window for deploys is closed');
    await context.clearCookies();
    await press(page, 'Deny').click();
    await page.getByText('The session has ended').waitFor();
    await page.getByLabel('User', { exact: true }).selectOption('security-admin');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await press(page, 'Deny').click();
    await page.waitForFunction(
      () =>
        globalThis.document.querySelector('textarea')?.value === 'The window for deploys is closed',
    );
    expect((await requestOf(id)).status).toBe('pending');
    await press(page, 'Deny').click();
    await toast(page, 'Denied').waitFor();
    expect((await requestOf(id)).status).toBe('denied');
    await done();
  });

  test('two people make a quorum', async () => {
    const { id } = await asked('pay_courier', { amount: '12.00' });
    const first = await open('security-admin', `/${id}`);
    const second = await open('security-approver', `/${id}`);
    await press(first.page, 'Approve').click();
    await dialog(first.page, 'Approve this call?').waitFor();
    await press(first.page, 'Approve').click();
    await toast(first.page, '1 of 2 approvals').waitFor();
    await toast(first.page, 'waits for 1 more approval, 1 of the role approver').waitFor();
    await second.page.getByText('1 of 2 approvals; it needs 1 more').waitFor();
    await press(second.page, 'Approve').click();
    await dialog(second.page, 'Approve this call?').waitFor();
    await press(second.page, 'Approve').click();
    await toast(second.page, 'may make this one call').waitFor();
    await first.page
      .getByRole('dialog')
      .getByText('by security-admin, security-approver')
      .waitFor();
    expect((await requestOf(id)).status).toBe('approved');
    await Promise.all([first.done(), second.done()]);
  });

  test('of an approval and a denial at once exactly one wins, and the other hears of whom', async () => {
    const one = await open('security-admin');
    const other = await open('security-approver');
    for (let round = 0; round < 2; round++) {
      const { id } = await asked('deploy_race');
      // Both have pressed before either is heard.
      const both = barrier(2);
      for (const { page } of [one, other]) {
        await page.route(/\/(approve|deny)$/, async (route) => {
          await both();
          await route.continue();
        });
      }
      await Promise.all([visit(one.page, `/${id}`), visit(other.page, `/${id}`)]);
      await press(one.page, 'Approve').click();
      await press(other.page, 'Deny').click();
      await dialog(one.page, 'Approve this call?').waitFor();
      await other.page.getByLabel('Reason').fill('No');
      const answered = (page) =>
        page.waitForResponse((answer) => /\/(approve|deny)$/.test(answer.url()));
      const [approved, denied] = await Promise.all([
        answered(one.page),
        answered(other.page),
        ...[press(one.page, 'Approve').click(), press(other.page, 'Deny').click()],
      ]);
      expect([approved.status(), denied.status()].sort()).toEqual([200, 409]);
      const [status, winner, loser] =
        approved.status() === 200
          ? ['approved', 'security-admin', other.page]
          : ['denied', 'security-approver', one.page];
      const news = dialog(loser, /this call\?/).getByRole('alert');
      await news.getByText('Somebody was faster').waitFor();
      await news.getByText(`by ${winner}`).waitFor();
      expect(await press(loser, /^(Approve|Deny)$/).getAttribute('aria-disabled')).toBe('true');
      const request = await requestOf(id);
      expect([request.status, request.votes.map((vote) => vote.approver_id)]).toEqual([
        status,
        [winner],
      ]);
      const decided = (await recordsOf(id)).filter(({ event }) => /approved|denied/.test(event));
      expect(decided).toMatchObject([{ event: `approval.${status}`, approver_id: winner }]);
      await press(loser, 'Back').click();
      await Promise.all([one.page.unrouteAll(), other.page.unrouteAll()]);
    }
    await Promise.all([one.done(), other.done()]);
  });

  test('a double click decides once', async () => {
    const { id } = await asked('deploy_twice');
    const { page, done } = await open('security-admin', `/${id}`);
    const sent = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/approve')) sent.push(request.url());
    });
    await press(page, 'Approve').click();
    await dialog(page, 'Approve this call?').waitFor();
    await press(page, 'Approve').dblclick();
    await toast(page, 'may make this one call').waitFor();
    expect(sent).toHaveLength(1);
    const records = await recordsOf(id);
    expect(records.filter(({ event }) => event === 'approval.approved')).toHaveLength(1);
    await done();
  });

  test('nobody decides on a request of their own, and is told so', async () => {
    const { id } = await asked('deploy_self', { of: 'mine' }, { user: 'security-admin' });
    const { page, done } = await open('security-admin', `/${id}`);
    await press(page, 'Approve').click();
    await dialog(page, 'Approve this call?').waitFor();
    await press(page, 'Approve').click();
    await page.getByText('Nobody decides on a request of their own.').waitFor();
    expect((await requestOf(id)).status).toBe('pending');
    await press(page, 'Back').click();
    await press(page, 'Withdraw').click();
    await dialog(page, 'Withdraw this request?').waitFor();
    await press(page, 'Withdraw').click();
    await page.getByRole('dialog').getByText('Withdrawn').waitFor();
    expect((await requestOf(id)).status).toBe('cancelled');
    await done();
  });

  test('what expires while the question is open can no longer be decided', async () => {
    const { page, done } = await open('security-admin', `/${ids.differs}`);
    // What the question is made of is fetched with the first.
    await press(page, 'Approve').click();
    await dialog(page, 'Approve this call?').waitFor();
    const { id } = await asked('brief_call');
    await visit(page, `/${id}`);
    await press(page, 'Approve').click();
    const question = dialog(page, 'Approve this call?');
    await question.getByText('brief_call').waitFor();
    await question.getByText('It waits no more').waitFor();
    expect(await press(page, 'Approve').getAttribute('aria-disabled')).toBe('true');
    await press(page, 'Back').click();
    const detail = page.getByRole('dialog', { name: 'brief_call' });
    await detail.getByText('Expired', { exact: true }).waitFor();
    await rowOf(page, id).getByText('Expired', { exact: true }).waitFor();
    expect((await requestOf(id)).votes).toEqual([]);
    await done();
  });

  test("counts down by the server's time, whatever the viewer's clock says", async () => {
    const { id } = await asked('deploy_clock');
    for (const off of [HOUR, -HOUR]) {
      const { page, done } = await open('security-admin', `/${id}`, {
        before: (context) =>
          context.addInitScript((ms) => {
            const { now } = Date;
            Date.now = () => now() + ms;
          }, off),
      });
      const left = async () => {
        const { expires_at, server_time } = await requestOf(id);
        return (Date.parse(expires_at) - Date.parse(server_time)) / 1000;
      };
      const timer = page.getByRole('dialog').getByRole('timer');
      await until(async () => {
        const most = await left();
        const words = await timer.textContent();
        const shown = words.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
        return shown < most + 1.5 && shown > (await left()) - 1.5;
      }, 'it counts as the server does');
      await done();
    }
  });

  test('no row moves while somebody points at the rows', async () => {
    const { page, done } = await open('security-admin');
    await rowOf(page, ids.late).hover();
    const places = await order(page);
    const { id } = await asked('restart_mail');
    await page.getByRole('button', { name: 'Show what is new' }).waitFor();
    expect(await order(page)).toEqual(places);
    await page.getByRole('button', { name: 'Show what is new' }).click();
    await rowOf(page, id).waitFor();
    const before = (await order(page)).filter((each) => each !== id);
    expect(before).toEqual(places);
    expect((await order(page)).at(-1)).not.toBe(id);
    await done();
  });

  test('what was asked for before the page listens is shown', async () => {
    let listen;
    const listening = new Promise((resolve) => (listen = resolve));
    const { page, done } = await open('security-admin', '', {
      before: (context) =>
        context.routeWebSocket('**/v1/ws/events', async (socket) => {
          await listening;
          socket.connectToServer();
        }),
    });
    await rowOf(page, ids.late).waitFor();
    const { id } = await asked('deploy_early');
    listen();
    await rowOf(page, id).waitFor();
    await done();
  });

  test('goes by keys, and the focus comes back to where it was', async () => {
    const { page, done } = await open('security-admin');
    await rowOf(page, ids.late).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = (await order(page))[1];
    await page.keyboard.press('a');
    await dialog(page, 'Approve this call?').waitFor();
    await inFront(page);
    await page.keyboard.press('Escape');
    await dialog(page, 'Approve this call?').waitFor({ state: 'detached' });
    await focusOn(linkOf(page, second));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/approvals/${second}`);
    await page.getByRole('dialog').getByText('History').waitFor();
    await inFront(page);
    await page.keyboard.press('d');
    await dialog(page, 'Deny this call?').waitFor();
    await inFront(page);
    await page.keyboard.press('Escape');
    await dialog(page, 'Deny this call?').waitFor({ state: 'detached' });
    await inFront(page);
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/approvals\/?$/);
    await focusOn(linkOf(page, second));
    await done();
  });

  test('what is shown is in the address; back and forward go there', async () => {
    const { page, done } = await open('security-admin', '?status=denied&tool=deploy_site');
    await page.getByRole('link', { name: 'deploy_site' }).click();
    await page.waitForURL(`**/approvals/${ids.denied}?status=denied&tool=deploy_site`);
    await page.getByRole('dialog').getByText('“Not on a Friday evening”').waitFor();
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'All' }).click();
    await page.waitForURL('**/approvals/?status=all&tool=deploy_site');
    await page.getByText('Withdrawn').last().waitFor();
    await page.goBack();
    await page.waitForURL('**/approvals?status=denied&tool=deploy_site');
    await page.goForward();
    await page.waitForURL('**/approvals/?status=all&tool=deploy_site');
    await visit(page, '/ar-000000000000000000000000');
    await page.getByText('There is no such thing').waitFor();
    await done();
  });

  test('where nothing waits it says what would', async () => {
    const { page, done } = await open('security-admin', '', {
      before: (context) =>
        context.addInitScript(() => globalThis.sessionStorage.setItem('safeai.tenant', 'quiet')),
    });
    await page.getByText('Nothing waits for a person').waitFor();
    const command = await page.locator('.empty pre').textContent();
    const { stdout } = await promisify(execFile)('sh', ['-c', command]);
    expect(JSON.parse(stdout).decision.action).toBe('pending_approval');
    await done();
  });

  test('axe finds nothing, in both themes', async () => {
    const { page, done } = await open('security-admin');
    await rowOf(page, ids.late).waitFor();
    const look = async (...themes) => {
      for (const colours of themes) {
        await theme(page, colours);
        expect(await axe(page)).toEqual([]);
      }
    };
    await look('light', 'dark');
    await shot(page, 'dashboard-approvals');
    await visit(page, '?status=all');
    await page.getByRole('link', { name: 'deploy_docs' }).waitFor();
    await look('dark');
    await visit(page, `/${ids.differs}`);
    await page.getByText('approval.created').waitFor();
    await page.getByText('settings.drain_seconds').waitFor();
    await look('light', 'dark');
    await shot(page, 'dashboard-approval');
    await press(page, 'Deny').click();
    await dialog(page, 'Deny this call?').waitFor();
    await look('light', 'dark');
    await done();
  });

  test('texts of hostile people are texts, on a narrow screen too', async () => {
    await hostile(bed);
    const { page, done } = await open('security-admin', '', {
      viewport: { width: 390, height: 844 },
    });
    await rowOf(page, ids.late).waitFor();
    await fits(page, 390);
    await visit(page, '?status=denied');
    await page.getByText('⟨U+202E⟩').first().waitFor();
    await fits(page, 390);
    const query = { status: 'pending', limit: '200' };
    const waiting = await bed.ask('approvals', { ...admin, query });
    const worst = [
      waiting.find(({ tool_name }) => tool_name.includes('WWWW')),
      waiting.find(({ agent_id }) => agent_id.includes('\u202E')),
      waiting.find(({ tool_name }) => tool_name.includes('<img')),
      waiting.find(({ parameters_omitted }) => parameters_omitted),
    ];
    const found = worst.filter((each) => each !== undefined);
    expect(found.length).toBeGreaterThan(2);
    for (const { request_id } of found) {
      await visit(page, `/${request_id}`);
      await page.getByText('approval.created').waitFor();
      await fits(page, 390);
      await inFront(page);
      await page.keyboard.press('a');
      await dialog(page, 'Approve this call?').waitFor();
      await fits(page, 390);
      // Whoever leaves the page leaves the question.
      await page.goBack();
      await dialog(page, 'Approve this call?').waitFor({ state: 'detached' });
    }
    await done();
  });
});
