import { chromium } from 'playwright-core';

/** Debian's package `chromium`; `SAFEAI_CHROMIUM` names another. */
export const CHROMIUM = process.env.SAFEAI_CHROMIUM ?? '/usr/bin/chromium';

/** The size of a window unless a test says other. */
export const WIDE = { width: 1280, height: 800 };

/** As Chromium wants it of root in a container; and it asks nobody on the net for anything. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'],
];

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
  // What is waited for is a state; how long it takes depends on the machine.
  context.setDefaultTimeout(30_000);
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
