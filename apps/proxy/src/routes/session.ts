import { fromSession } from '@safeai/api';
import { InvalidRequestError, parseApiKey, SafeAIError, type Principal } from '@safeai/core';
import { decodeJwt } from 'jose';
import { bearerOf, sentKeys } from '../edge/sent-keys.ts';
import { checkCsrf, sessionCookie, sessionCookieText } from '../edge/session-cookie.ts';
import { withoutPending } from '../edge/sign-in/code-flow.ts';
import { returnAddress } from '../edge/sign-in/return-to.ts';
import type { SessionOrigin } from '../edge/session-origin.ts';
import type { OpenedSession } from '../edge/sessions.ts';
import { cameSecurely, type Visit } from '../edge/visit.ts';
import { rolesCount } from '../http/admit.ts';
import { redirect, withCookies } from '../http/with-headers.ts';
import type { Dependencies } from './dependencies.ts';
import type { Handler } from './handler.ts';

/** POST /v1/session: a credential, or on trusted loopback a name, for a cookie. */
export function openSession({ sessions }: Dependencies): Handler<'session_open'> {
  return async ({ body, principal, isTrustedLocal, visit }) => {
    if (principal === null || visit === undefined) throw noServer();
    const origin = originOf(visit, { principal, isTrustedLocal, named: body?.user_id });
    const opened = await sessions.open(origin);
    const replaced = sessionCookie(visit.headers);
    if (replaced !== undefined) sessions.close(replaced);
    return withCookies(fromSession({ ...opened, ...termsOf(visit) }), setCookie(opened, visit));
  };
}

/** GET /v1/session: who is signed in, with the token that a page needs. */
export function session({ sessions }: Dependencies): Handler<'session'> {
  return async ({ principal, visit }) => {
    if (visit === undefined) throw noServer();
    const cookie = sessionCookie(visit.headers);
    const caller = cookie === undefined ? null : await sessions.find(cookie);
    // Another credential may have been sent too, and then that one counts.
    if (principal?.source !== 'session' || caller === null) {
      throw new SafeAIError('unauthenticated', 'Nobody is signed in: POST /v1/session signs in.');
    }
    return fromSession({ ...caller, principal, ...termsOf(visit) });
  };
}

/** DELETE /v1/session: ends the session, where there is one; a cookie without one is taken back too. */
export function closeSession({ sessions }: Dependencies): Handler<'session_close'> {
  return async ({ visit }) => {
    if (visit === undefined) throw noServer();
    const { headers } = visit;
    const cookie = sessionCookie(headers);
    const caller = cookie === undefined ? null : await sessions.find(cookie);
    if (cookie !== undefined && caller !== null) {
      checkCsrf({ method: 'DELETE', headers }, caller.csrfToken);
      sessions.close(cookie);
    }
    const taken = sessionCookieText('', { secure: cameSecurely(visit), maxAgeSeconds: 0 });
    return withCookies({ ok: true } as const, taken);
  };
}

/** The cookie of a session that was just opened. */
export function setCookie(
  { cookieValue, openedAt, expiresAt }: OpenedSession,
  visit: Visit,
): string {
  const maxAgeSeconds = Math.max(1, Math.floor((expiresAt - openedAt) / 1000));
  return sessionCookieText(cookieValue, { secure: cameSecurely(visit), maxAgeSeconds });
}

/** What of this server a page has to know to ask by its session. */
function termsOf(visit: Visit): { readonly rolesChecked: boolean; readonly tenantHeader: string } {
  return { rolesChecked: rolesCount(visit), tenantHeader: visit.settings.tenantHeader };
}

/** Who signs in, and how far that is proved. */
export interface SigningIn {
  readonly principal: Principal;
  readonly isTrustedLocal: boolean;
  /** The `user_id` of the body. */
  readonly named: string | undefined;
}

/**
 * What a session is opened with: the proof that the request brought, which the edge has checked.
 *
 * @throws InvalidRequestError where nobody is named; SafeAIError `forbidden` for another than the caller
 */
export function originOf({ headers, settings }: Visit, signingIn: SigningIn): SessionOrigin {
  const { principal, isTrustedLocal, named } = signingIn;
  const tenant = headers[settings.tenantHeader] === undefined ? undefined : principal.tenant;
  const isNamed = principal.source === 'header';
  if (isTrustedLocal && !isNamed) {
    if (principal.source !== 'loopback') {
      throw new SafeAIError('forbidden', 'The key of the server signs nobody in: it is no person.');
    }
    if (named === undefined) {
      throw new InvalidRequestError('The request names nobody who signs in.', {
        details: [{ path: '$.user_id', message: 'must name a user of dashboard.users' }],
      });
    }
    return { kind: 'user', userId: named, via: 'loopback', tenant };
  }
  if (named !== undefined && named !== principal.user) {
    throw new SafeAIError('forbidden', 'user_id names another than the caller.');
  }
  if (isNamed) {
    const via = isTrustedLocal ? 'loopback' : 'proxy';
    return { kind: 'user', userId: principal.user, via, tenant };
  }
  const key = parseApiKey(sentKeys(headers)[0]);
  if (principal.source === 'key' && key !== null) return { kind: 'key', keyId: key.id, tenant };
  const token = bearerOf(headers);
  if (principal.source === 'oidc' && token !== undefined) {
    const claims = decodeJwt(token);
    return { kind: 'claims', claims, expiresAt: (claims.exp ?? 0) * 1000, tenant };
  }
  throw new SafeAIError('forbidden', 'Such a caller signs in nowhere.');
}

/** Says that sign-in is for those who come over HTTP. */
export function noServer(): SafeAIError {
  return new SafeAIError('not_found', 'There are no sessions without a server.');
}

/** GET /v1/session/oidc: the browser goes to the issuer. */
export function oidcSignIn({ codeFlow }: Dependencies): Handler<'session_oidc'> {
  return async ({ query, visit }) => {
    if (visit === undefined) throw noServer();
    const { location, cookie } = await codeFlow.begin(visit, returnAddress(query.return_to));
    return redirect(location, { status: 302, cookies: [cookie] });
  };
}

/** GET /v1/session/oidc/callback: the browser comes back, and is signed in. */
export function oidcCallback(dependencies: Dependencies): Handler<'session_oidc_callback'> {
  const { sessions, codeFlow } = dependencies;
  return async ({ visit }) => {
    if (visit === undefined) throw noServer();
    const { claims, returnTo, session: replaced } = await codeFlow.finish(visit);
    const opened = await sessions.open({ kind: 'claims', claims, expiresAt: null });
    if (replaced !== undefined) sessions.close(replaced);
    const cookies = [setCookie(opened, visit), withoutPending(visit)];
    return redirect(returnTo, { status: 303, cookies });
  };
}
