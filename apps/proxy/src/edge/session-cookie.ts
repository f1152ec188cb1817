import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SafeAIError } from '@safeai/core';

/** The cookie of a dashboard session. */
export const SESSION_COOKIE = 'safeai_session';

/** The header by which a page proves that it, and not another site, makes a request. */
export const CSRF_HEADER = 'x-csrf-token';

/** The session cookie's value, as it was sent. */
export function sessionCookie({ cookie }: IncomingHttpHeaders): string | undefined {
  if (cookie === undefined) return undefined;
  for (const pair of cookie.split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === SESSION_COOKIE) return pair.slice(at + 1).trim();
  }
  return undefined;
}

/**
 * Refuses a request that changes something without the session's own token: a browser sends the cookie whoever makes
 * it ask.
 *
 * @throws SafeAIError `forbidden`
 */
export function checkCsrf(
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  token: string,
): void {
  if (method === 'GET' || method === 'HEAD') return;
  const sent = headers[CSRF_HEADER];
  if (typeof sent === 'string' && isEqual(sent, token)) return;
  throw new SafeAIError(
    'forbidden',
    `A request of a session that changes something needs its token in ${CSRF_HEADER}.`,
  );
}

/** Compares in a time that does not tell how much was right. */
function isEqual(sent: string, token: string): boolean {
  const [a, b] = [Buffer.from(sent), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
