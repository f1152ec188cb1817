import { describe } from '@jest/globals';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export { expectQuiet, watch } from './watch.mjs';

/** Debian's package `chromium`; `SAFEAI_CHROMIUM` names another. */
const CHROMIUM = process.env.SAFEAI_CHROMIUM ?? '/usr/bin/chromium';
const ASSETS = fileURLToPath(new URL('../../../docs/assets/', import.meta.url));
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

/** As Chromium wants it of root in a container; and it asks nobody on the net for anything. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
];

/** `describe` where there is a Chromium, else skipped and said: with CI=true a skipped test fails the run. */
export const describeInBrowser = existsSync(CHROMIUM) ? describe : skipped;

function skipped(name, tests) {
  console.warn(`Skipped, for there is no ${CHROMIUM} (apt-get install chromium): ${name}`);
  describe.skip(name, tests);
}

/** One browser, for a whole file of tests: starting takes seconds, a context of a user almost nothing. */
export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: FLAGS });
}

/**
 * A window of its own for somebody, with no cookies yet.
 *
 * @param bed its `url` is what paths in `page.goto('/dashboard')` start from
 * @param more for Playwright's `newContext`, such as `{ timezoneId: 'Asia/Tokyo' }`
 */
export async function newContext(browser, bed, more = {}) {
  const context = await browser.newContext({
    ...{ baseURL: bed.url, viewport: WIDE, locale: 'en-GB', timezoneId: 'Europe/Berlin' },
    // Nothing moves while it is looked at.
    reducedMotion: 'reduce',
    ...more,
  });
  context.setDefaultTimeout(15_000);
  return context;
}

/**
 * Signs a configured user in for all pages of the context, as the page does: by `POST /v1/session`.
 *
 * @param remembered the tabs know who it was, as after a sign-in by name in the form, and come back after a restart
 * @returns the context
 */
export async function signedIn(context, userId, { remembered = false } = {}) {
  const answer = await context.request.post('/v1/session', { data: { user_id: userId } });
  if (!answer.ok()) throw new Error(`${userId}: ${answer.status()} ${await answer.text()}`);
  if (remembered) {
    await context.addInitScript((user) => {
      globalThis.sessionStorage.setItem('safeai.user', user);
    }, userId);
  }
  return context;
}

/** Shows the page light or dark, as the machine would ask for it. */
export async function theme(page, name) {
  await page.emulateMedia({ colorScheme: name });
  await page.waitForFunction(
    (wanted) => globalThis.document.documentElement.dataset.theme === wanted,
    name,
  );
}

/**
 * What axe finds on the page as it is, as lines to read; a page without faults gives an empty list. Scripts that the
 * driver evaluates are not subject to the page's policy.
 */
export async function axe(page) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => {
      const why = failureSummary?.split('\n').slice(1).join('; ').trim();
      return `${id} (${impact}): ${help}: ${target.join(' ')}: ${why}`;
    }),
  );
}

/**
 * A picture of the page, wide and narrow, in both themes where `both` says so: `docs/assets/<name>[-dark][-narrow].png`.
 * Written with SAFEAI_SCREENSHOTS=1 alone, so that a test run leaves the tree as it was.
 */
export async function shot(page, name, { both = true } = {}) {
  if (process.env.SAFEAI_SCREENSHOTS !== '1') return;
  await mkdir(ASSETS, { recursive: true });
  for (const colours of both ? ['light', 'dark'] : ['light']) {
    await theme(page, colours);
    for (const [size, suffix] of [
      [WIDE, ''],
      [NARROW, '-narrow'],
    ]) {
      await page.setViewportSize(size);
      // What depends on the size is laid out and drawn again.
      await page.evaluate(
        () =>
          new Promise((resolve) => {
            globalThis.requestAnimationFrame(() => globalThis.requestAnimationFrame(resolve));
          }),
      );
      const file = `${name}${colours === 'dark' ? '-dark' : ''}${suffix}.png`;
      await page.screenshot({ path: ASSETS + file, animations: 'disabled', caret: 'hide' });
    }
  }
  await page.setViewportSize(WIDE);
  await theme(page, 'light');
}
