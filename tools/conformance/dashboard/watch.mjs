import { expect } from '@jest/globals';
import { MARK } from './hostile.mjs';

/** Schemes that ask nobody. */
const LOCAL = new Set(['data:', 'blob:', 'about:']);

/**
 * Notes from now on what a page should never do. To be called before the page goes anywhere.
 *
 * @returns lists that grow: `foreign` (requests that leave the origin), `policy` (what the Content-Security-Policy forbade),
 *   `errors` (of scripts, and on the console), `failed` (files of the page that did not come); and the `page`
 */
export async function watch(page) {
  const seen = { page, foreign: [], policy: [], errors: [], failed: [] };
  let origin;
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    origin ??= host;
    if (host !== origin && !LOCAL.has(protocol)) seen.foreign.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== origin) seen.foreign.push(socket.url());
  });
  page.on('pageerror', (error) => seen.errors.push(`${error.name}: ${error.message}`));
  page.on('console', (message) => note(seen, message));
  page.on('response', (response) => {
    if (isFile(response.url()) && response.status() >= 400)
      seen.failed.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'failed';
    // A page that is left or loaded anew lets go of what was under way.
    if (isFile(request.url()) && why !== 'net::ERR_ABORTED')
      seen.failed.push(`${why} ${request.url()}`);
  });
  await page.exposeBinding('noteViolation', (_, text) => seen.policy.push(text));
  await page.addInitScript(() => {
    globalThis.document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
      globalThis.noteViolation(`${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber}`);
    });
  });
  return seen;
}

/** Of the page itself: answers of the API may be errors, and a page may leave while one is under way. */
function isFile(url) {
  return new URL(url).pathname.startsWith('/dashboard');
}

/** Chromium says on the console, too, which answers were errors and which policy was broken. */
function note(seen, message) {
  if (message.type() !== 'error') return;
  const text = message.text();
  if (text.includes('Content Security Policy')) seen.policy.push(text);
  else if (!/^Failed to load resource|^WebSocket connection to/.test(text)) seen.errors.push(text);
}

/** The page has done nothing that it should not, and ran nothing of what it shows. */
export async function expectQuiet({ page, ...seen }) {
  expect(seen).toEqual({ foreign: [], policy: [], errors: [], failed: [] });
  expect(await page.evaluate((mark) => globalThis[mark] ?? 'nothing', MARK)).toBe('nothing');
}
