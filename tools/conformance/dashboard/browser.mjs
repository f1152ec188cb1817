import { describe } from '@jest/globals';
import AxeBuilder from '@axe-core/playwright';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { CHROMIUM, theme, WIDE } from './chromium.mjs';

export { launch, newContext, signedIn, theme } from './chromium.mjs';
export { expectQuiet, watch } from './watch.mjs';

const ASSETS = fileURLToPath(new URL('../../../docs/assets/', import.meta.url));
const NARROW = { width: 390, height: 844 };

/** `describe` where there is a Chromium, else skipped and said: with CI=true a skipped test fails the run. */
export const describeInBrowser = existsSync(CHROMIUM) ? describe : skipped;

function skipped(name, tests) {
  console.warn(`Skipped, for there is no ${CHROMIUM} (apt-get install chromium): ${name}`);
  describe.skip(name, tests);
}

/** Waits until nothing of the page is wider than the window, `width`: what is drawn to measure follows in its own time. */
export async function fits(page, width) {
  await page.waitForFunction(
    (wanted) => globalThis.document.documentElement.scrollWidth === wanted,
    width,
  );
}

/**
 * What axe finds on the page as it is, as lines to read; a page without faults gives an empty list. Scripts that the
 * driver evaluates are not subject to the page's policy.
 */
export async function axe(page) {
  // Of what is well, one example of each rule: hundreds take as long to tell as to look at.
  const builder = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await builder.options({ resultTypes: ['violations'] }).analyze();
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
