/** What a page of the dashboard meets seldom: limits, no network, odd answers, hostile names, other ways of seeing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startBed } from './dashboard/bed.mjs';
import {
  describeInBrowser,
  expectQuiet,
  fits,
  launch,
  newContext,
  signedIn,
  watch,
} from './dashboard/browser.mjs';
import { forEach } from './dashboard/for-each.mjs';
import { HOSTILE } from './dashboard/hostile.mjs';
import { seedApprovals } from './dashboard/seed-approvals.mjs';
import { until } from './dashboard/until.mjs';

const admin = { user: 'security-admin' };

/** Addresses by their title: each shows an answer that is not empty here. */
const VIEWS = [
  ['', 'Overview'],
  ['/audit', 'Audit log'],
  ['/approvals', 'Approvals'],
  ['/policies', 'Policies'],
  ['/cost', 'Cost'],
  ['/tenants', 'Tenants'],
  ['/alerts/rules', 'Alerts'],
  ['/settings?tab=plugins', 'Settings'],
];

const FAILED = /Too many requests|cannot be reached|no longer fresh|cannot be shown|Something else/;

let bed;
let browser;
let ids;

beforeAll(async () => {
  [bed, browser] = await Promise.all([startBed(), launch()]);
  ids = await seedApprovals(bed);
});

afterAll(async () => {
  await browser?.close();
  await bed?.stop();
});

/** A window of an admin. */
const opened = async (more = {}) => signedIn(await newContext(browser, bed, more), admin.user);

/** Answers of the server but those that say who is signed in, and the events. */
const isAsked = (url) => /^\/v1\/(?!session|events)/.test(url.pathname);

const title = (page, name) => page.locator('h1', { hasText: name });
const dialog = (page, name) => page.getByRole('dialog', { name });
const requestOf = (id) => bed.ask('approval', { ...admin, params: { id } });

/** Nothing of the page says that something failed. */
const isWell = (page) =>
  page.waitForFunction(
    (failed) => !new RegExp(failed).test(globalThis.document.body.innerText),
    FAILED.source,
  );

const refusal = (retryAfter) => ({
  status: 429,
  headers: { 'retry-after': String(retryAfter), 'content-type': 'application/problem+json' },
  body: JSON.stringify({
    ...{ type: 'about:blank', title: 'x', status: 429, code: 'rate_limited', request_id: 'r-1' },
    detail: 'More than 100 requests in a minute.',
  }),
});

describeInBrowser('at the edges, the dashboard', () => {
  describe('asked too often', () => {
    test('says so on each view, asks as often as it is told, and comes back by itself', async () => {
      const context = await opened();
      await forEach(
        VIEWS,
        async ([path, name]) => {
          const page = await context.newPage();
          const times = new Map();
          let isOver = false;
          await page.route(isAsked, (route) => {
            if (isOver) return route.continue();
            const url = route.request().url();
            times.set(url, [...(times.get(url) ?? []), performance.now()]);
            return route.fulfill(refusal(2));
          });
          await page.goto(`/dashboard${path}`);
          await title(page, name).waitFor();
          await page.getByText('It is asked again by itself after 2 seconds.').first().waitFor();
          await page.getByText('More than 100 requests in a minute.').first().waitFor();
          await until(() => [...times.values()].every((each) => each.length > 1), name);
          isOver = true;
          for (const [url, each] of times) {
            const pauses = each.slice(1).map((time, at) => time - each[at]);
            // Sent and seen are not quite the same moment.
            expect([url, Math.min(...pauses) > 1_700]).toEqual([url, true]);
          }
          await isWell(page);
          await title(page, name).waitFor();
          await page.close();
        },
        4,
      );
      await context.close();
    });

    test('is not hurried by news', async () => {
      const context = await opened();
      const page = await context.newPage();
      let lists = 0;
      let overviews = 0;
      await page.route('**/v1/approvals?*', (route) => {
        lists++;
        return route.fulfill(refusal(600));
      });
      page.on('request', (request) => {
        if (request.url().includes('/v1/dashboard/overview')) overviews++;
      });
      await page.goto('/dashboard/approvals');
      await page.getByText('It is asked again by itself after 600 seconds.').waitFor();
      const before = overviews;
      await until(async () => {
        const parameters = { at: performance.now() };
        const body = { phase: 'request', tool_name: 'deploy_news', parameters, agent_id: 'a' };
        await bed.ask('intercept_tool', { body });
        return overviews > before + 1;
      }, 'news are heard');
      expect(lists).toBe(1);
      await page.getByText('Too many requests').waitFor();
      await context.close();
    });
  });

  describe('without a network', () => {
    test('keeps what it shows, says that it is old, and comes back by itself', async () => {
      const context = await opened();
      await forEach(
        VIEWS.slice(0, 4),
        async ([path, name]) => {
          const page = await context.newPage();
          await page.goto(`/dashboard${path}`);
          await title(page, name).waitFor();
          await page.waitForFunction(() => globalThis.document.querySelector('.skeleton') === null);
        },
        2,
      );
      await context.setOffline(true);
      await Promise.all(
        context.pages().map(async (page) => {
          await page.getByText('What is shown here is no longer fresh').first().waitFor();
          await page.locator('.skeleton').waitFor({ state: 'detached' });
        }),
      );
      await context.setOffline(false);
      await Promise.all(context.pages().map(isWell));
      await context.close();
    });

    test('decides nothing later, and loses nothing that was written', async () => {
      const context = await opened();
      const page = await context.newPage();
      const id = ids.differs;
      await page.goto(`/dashboard/approvals/${id}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
      await page.getByLabel('Reason').fill('Not before the network is back');
      await context.setOffline(true);
      await dialog(page, 'Deny this call?').getByRole('button', { name: 'Deny' }).click();
      const news = dialog(page, 'Deny this call?').getByText('The server cannot be reached');
      await news.waitFor();
      await context.setOffline(false);
      await isWellBut(page, 'Deny this call?');
      expect((await requestOf(id)).status).toBe('pending');
      expect(await page.getByLabel('Reason').inputValue()).toBe('Not before the network is back');
      await dialog(page, 'Deny this call?').getByRole('button', { name: 'Deny' }).click();
      await dialog(page, 'Deny this call?').waitFor({ state: 'detached' });
      expect(await requestOf(id)).toMatchObject({
        status: 'denied',
        note: 'Not before the network is back',
      });
      await context.close();
    });
  });

  test('a note that was left comes back as a draft of the same request alone', async () => {
    const context = await opened();
    const page = await context.newPage();
    const seen = await watch(page);
    const ask = async (id) => {
      await page.goto(`/dashboard/approvals/${id}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
      await page.getByLabel('Reason').waitFor();
    };
    const again = async () => {
      await page.getByRole('button', { name: 'Back' }).click();
      await dialog(page, 'Deny this call?').waitFor({ state: 'detached' });
      await page.getByRole('dialog').getByRole('button', { name: 'Deny' }).click();
      await page.getByLabel('Reason').waitFor();
    };
    await ask(ids.late);
    await page.getByLabel('Reason').fill('Half a thought');
    expect(await page.getByText('You wrote this before').count()).toBe(0);
    await again();
    await page.getByText('You wrote this before, and it was not sent.').waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('Half a thought');
    await page.getByRole('button', { name: 'Begin anew' }).click();
    expect(await page.getByLabel('Reason').inputValue()).toBe('');
    await again();
    expect(await page.getByText('You wrote this before').count()).toBe(0);
    await ask(ids.long);
    expect(await page.getByLabel('Reason').inputValue()).toBe('');
    await expectQuiet(seen);
    await context.close();
  });

  describe('answered oddly', () => {
    const kinds = {
      'HTML of something between': () => ({
        ...{ status: 200, contentType: 'text/html' },
        body: '<!doctype html><h1>Welcome</h1>',
      }),
      'half of an answer': (text) => ({ status: 200, body: text.slice(0, text.length / 2) }),
      'a list of nothing': () => ({ status: 200, json: [null] }),
      'nothing for lists': (text) => ({ json: changed(text, Array.isArray, null) }),
      'figures for texts': (text) => ({ json: changed(text, (v) => typeof v === 'string', 7) }),
      'texts for figures': (text) => ({ json: changed(text, (v) => typeof v === 'number', 'x') }),
    };

    test.each(Object.entries(kinds))('%s: a page that can try again', async (kind, answerOf) => {
      const context = await opened();
      await forEach(
        // To a page it is what the one before is.
        kind.startsWith('half') ? VIEWS.slice(1, 3) : VIEWS,
        async ([path, name]) => {
          const page = await context.newPage();
          let isOdd = true;
          await page.route(isAsked, async (route) => {
            if (!isOdd) return route.continue();
            const response = await route.fetch();
            return route.fulfill(answerOf(await response.text()));
          });
          await page.goto(`/dashboard${path}`);
          await title(page, name).waitFor();
          await page.waitForFunction(() => globalThis.document.querySelector('.skeleton') === null);
          const main = await page.locator('main').innerText();
          expect([name, /NaN|\bundefined%|\[object|Invalid Date/.test(main)]).toEqual([
            name,
            false,
          ]);
          if (/HTML|half|list of/.test(kind)) {
            await page.getByRole('button', { name: 'Try again' }).first().waitFor();
          }
          const other = name === 'Settings' ? 'Live feed' : 'Settings';
          await page.locator('.side').getByRole('link', { name: other }).click();
          await title(page, other).waitFor();
          await page.goBack();
          await title(page, name).waitFor();
          isOdd = false;
          const again = page.getByRole('button', { name: 'Try again' });
          // What was asked while it was odd may come yet.
          await until(async () => {
            if ((await again.count()) === 0) return true;
            await again
              .first()
              .click({ timeout: 1_000 })
              .catch(() => undefined);
            return false;
          }, `${name} is well`);
          await title(page, name).waitFor();
          await page.close();
        },
        4,
      );
      await context.close();
    });

    test('who is signed in is not said: it asks again, and is there', async () => {
      const context = await opened();
      const page = await context.newPage();
      for (const json of [{}, [null], { user: 7 }, { user: 'x', roles: null, tenants: 'all' }]) {
        await page.route('**/v1/session', (route) => route.fulfill({ json }));
        await page.goto('/dashboard/settings');
        await page.getByText('Something else answers in the place of the server').waitFor();
        await page.unrouteAll();
        await page.getByRole('button', { name: 'Try again' }).click();
        await title(page, 'Settings').waitFor();
      }
      await context.close();
    });
  });

  describe('signing in', () => {
    test('as somebody with a hostile name breaks nothing, and is refused', async () => {
      const context = await newContext(browser, bed, { viewport: { width: 390, height: 844 } });
      const page = await context.newPage();
      const seen = await watch(page);
      const { image, bidi, controls, long, half, proto } = HOSTILE;
      for (const name of [image, bidi, controls, long, half, proto, '\u0000', '\ud800']) {
        const [tenants, roles] = [[name], [name]];
        const json = {
          ...{ dashboard: true, api_key: true, oidc: true },
          users: [{ user_id: name, role: name, tenants }],
          as: { user: name, roles, tenants },
        };
        await page.route('**/v1/session/options', (route) => route.fulfill({ json }));
        const text = encodeURIComponent(name.slice(0, 500).toWellFormed());
        const search = `error=${text}&error_description=${text}&return_to=//example.com`;
        await page.goto(`/dashboard/audit?${search}`);
        const onward = page.getByRole('link', { name: 'identity provider' });
        const { searchParams } = new URL(await onward.getAttribute('href'), bed.url);
        expect(searchParams.get('return_to')).toMatch(/^\/dashboard\/audit\?error=/);
        await fits(page, 390);
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await page.getByRole('alert').waitFor();
        await fits(page, 390);
      }
      await expectQuiet(seen);
      await context.close();
    });

    test('by what is no key says what is wrong with this one, and nothing of the last one', async () => {
      const context = await newContext(browser, bed);
      const page = await context.newPage();
      await page.goto('/dashboard');
      const enter = async (key) => {
        await page.getByLabel('API key').fill(key);
        await page.getByRole('button', { name: 'Sign in with the key' }).click();
      };
      for (const key of ['__proto__', HOSTILE.long.slice(0, 4_000)]) {
        await enter(key);
        await page.getByText('Nobody is signed in').waitFor();
        await enter('a\u202Eb');
        await page.getByText('without spaces').waitFor();
        expect(await page.getByText('Nobody is signed in').count()).toBe(0);
      }
      await context.close();
    });

    test('coming back from nowhere, with markup for a reason, runs and repeats none of it', async () => {
      const search = new URLSearchParams({
        ...{ error: HOSTILE.script, error_description: HOSTILE.image, state: HOSTILE.long },
      });
      for (const path of ['', '/callback']) {
        const url = `${bed.url}/v1/session/oidc${path}?return_to=//example.com&${search}`;
        const answer = await fetch(url, { redirect: 'manual' });
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(answer.headers.get('location')).toBeNull();
        expect(await answer.text()).not.toMatch(/hostileRan|WWWW/);
      }
    });
  });

  describe('seen otherwise', () => {
    test('at twice the size everything has room, and nothing moves for who wants no motion', async () => {
      const context = await opened({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });
      const page = await context.newPage();
      for (const [path, name] of VIEWS) {
        await page.goto(`/dashboard${path}`);
        await title(page, name).waitFor();
        await fits(page, 640);
      }
      await page.goto(`/dashboard/approvals/${ids.long}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
      const question = dialog(page, 'Approve this call?');
      await question.getByRole('button', { name: 'Back' }).scrollIntoViewIfNeeded();
      const { y, height } = await question.boundingBox();
      expect([y >= 0, y + height <= 400]).toEqual([true, true]);
      const moving = () =>
        globalThis.document
          .getAnimations()
          .filter((each) => Number(each.effect.getComputedTiming().duration) > 0).length;
      expect(await page.evaluate(moving)).toBe(0);
      await context.close();
    });

    test('in the colours of the machine, what is chosen is told from what is not', async () => {
      const context = await opened({ forcedColors: 'active' });
      const page = await context.newPage();
      await page.goto('/dashboard/policies');
      await title(page, 'Policies').waitFor();
      const styleOf = (place, name) =>
        page
          .locator(place)
          .first()
          .evaluate((each, of) => globalThis.getComputedStyle(each)[of], name);
      const [chosen, other] = ['.side a[aria-current]', '.side a:not([aria-current])'];
      expect(await styleOf(chosen, 'backgroundColor')).not.toBe(
        await styleOf(other, 'backgroundColor'),
      );
      const [active, inactive] = [
        '[role=tab][data-state=active]',
        '[role=tab][data-state=inactive]',
      ];
      expect(await styleOf(active, 'borderBottomColor')).not.toBe(
        await styleOf(inactive, 'borderBottomColor'),
      );
      await context.close();
    });

    test('on paper a decision is there in full, dark on light, and nothing else', async () => {
      const context = await opened({ colorScheme: 'dark' });
      const page = await context.newPage();
      const [{ decision_id: id }] = await bed.ask('audit', {
        ...admin,
        query: { event: 'intercept.pending_approval', limit: '1' },
      });
      await page.goto(`/dashboard/audit/${id}`);
      await page.getByRole('dialog').getByRole('tab', { name: 'JSON' }).click();
      await page.getByRole('dialog').locator('.code').first().waitFor();
      await page.emulateMedia({ media: 'print' });
      const paper = await page.evaluate(() => {
        const { document, getComputedStyle } = globalThis;
        const style = (place) => getComputedStyle(document.querySelector(place));
        const cut = [...document.querySelectorAll('.drawer, .drawer *')]
          .filter((each) => each.scrollHeight > each.clientHeight + 1 && each.clientHeight > 1)
          .filter((each) => getComputedStyle(each).overflowY !== 'visible');
        return {
          ...{ shell: style('.shell').display, color: style('.drawer').color },
          ...{ surface: style('.drawer').backgroundColor, cut: cut.map((each) => each.className) },
        };
      });
      expect(paper).toEqual({
        ...{ shell: 'none', cut: [], color: 'rgb(20, 24, 31)', surface: 'rgb(255, 255, 255)' },
      });
      await context.close();
    });
  });
});

/** Nothing but a dialog says that something failed. */
function isWellBut(page, name) {
  return page.waitForFunction(
    ({ failed, label }) => {
      const own = [...globalThis.document.querySelectorAll('[role=dialog]')].find((each) =>
        each.innerText.includes(label),
      );
      const text = globalThis.document.body.innerText.replace(own?.innerText ?? '', '');
      return !new RegExp(failed).test(text);
    },
    { failed: FAILED.source, label: name },
  );
}

/** The answer with something else wherever a value is of a kind; what it begins with stays. */
function changed(text, isOf, instead) {
  const walk = (value, isFirst) => {
    if (!isFirst && isOf(value)) return instead;
    if (Array.isArray(value)) return value.map((each) => walk(each, false));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, walk(each, false)]),
    );
  };
  return walk(JSON.parse(text), true);
}
