import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SafeAIError } from '@safeai/core';

/** The cookie of a dashboard session. */
export const SESSION_COOKIE = 'safeai_session';

/** The header by which a page proves that it, and not another site, makes a request. */
export const CSRF_HEADER = 'x-csrf-token';

/** The session cookie's value, as it was sent: empty where there are several, which is no session's. */
export function sessionCookie(headers: IncomingHttpHeaders): string | undefined {
  return cookieIn(headers, SESSION_COOKIE);
}

/** The value of a cookie, as it was sent. Of several by one name it is unclear who set which: they are worth none. */
export function cookieIn({ cookie }: IncomingHttpHeaders, name: string): string | undefined {
  if (cookie === undefined) return undefined;
  const values = cookie.split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at !== -1 && pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return values.length > 1 ? '' : values[0];
}

/** What a cookie of ours is set with; scripts never see it. */
export interface CookieTerms {
  readonly path: string;
  /** `Strict`: sent to pages of this server alone. `Lax`: also to who is sent here from elsewhere. */
  readonly sameSite: 'Strict' | 'Lax';
  /** Over TLS alone. */
  readonly secure: boolean;
  /** 0 takes it back. */
  readonly maxAgeSeconds: number;
}

/** A value of `Set-Cookie`. */
export function cookieText(name: string, value: string, terms: CookieTerms): string {
  const { path, sameSite, secure, maxAgeSeconds } = terms;
  return [
    `${name}=${value}`,
    `Path=${path}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    `Max-Age=${String(maxAgeSeconds)}`,
    ...(secure ? ['Secure'] : []),
  ].join('; ');
}

/** Sets the session cookie, or takes it back. */
export function sessionCookieText(
  value: string,
  { secure, maxAgeSeconds }: Pick<CookieTerms, 'secure' | 'maxAgeSeconds'>,
): string {
  const terms = { path: '/', sameSite: 'Strict', secure, maxAgeSeconds } as const;
  return cookieText(SESSION_COOKIE, value, terms);
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
