import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IncomingHttpHeaders } from 'node:http';
import { SafeAIError } from '@safeai/core';
import fresh from 'fresh';
import type { ContentPolicy } from '../edge/security-headers.ts';
import { WithHeaders } from '../http/with-headers.ts';

/** Where the dashboard is. The same page answers every path below it that is no file. */
export const DASHBOARD_PATH = '/dashboard';

/**
 * Its own files and this server, by `fetch` and by WebSocket, which `'self'` covers (Content Security Policy Level 3,
 * §6.7.2.8). No script and no style stands in the page, and no script may put text into it as markup.
 */
export const DASHBOARD_POLICY: ContentPolicy = {
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  formAction: ["'self'"],
  requireTrustedTypesFor: ["'script'"],
};

/** What is shown where the files have not been built: in a checkout of the sources. */
const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>SafeAI</title></head>
  <body><p>The dashboard is not built. In the folder of the sources: <code>npm run build</code></p></body>
</html>
`;

/** Why nothing of the dashboard is answered where it is off. */
export function dashboardIsOff(): SafeAIError {
  return new SafeAIError('not_found', 'The dashboard is off (dashboard.enabled).');
}

/**
 * The page, which names its files by digest: browsers ask each time whether it is still the same.
 *
 * @param folder what was built
 * @param asked headers of the request
 */
export async function dashboardPage(
  folder: string,
  asked: IncomingHttpHeaders = {},
): Promise<WithHeaders<string>> {
  const html = await readIndex(folder);
  if (html === undefined) return new WithHeaders(NOT_BUILT, { headers: {}, status: 503 });
  const etag = `"${createHash('sha256').update(html).digest('base64url')}"`;
  const headers = { 'cache-control': 'no-cache', etag };
  return fresh(asked, headers)
    ? new WithHeaders('', { headers, status: 304 })
    : new WithHeaders(html, { headers });
}

async function readIndex(folder: string): Promise<string | undefined> {
  try {
    return await readFile(join(folder, 'index.html'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
