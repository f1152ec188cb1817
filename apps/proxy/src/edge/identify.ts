import type { IncomingHttpHeaders } from 'node:http';
import { SafeAIError, type Principal } from '@safeai/core';
import type { EventTickets, TicketHolder } from '../events/tickets.ts';
import type { EdgeSettings } from '../settings/settings.ts';
import type { Caller, Credentials, SessionCaller } from './caller.ts';
import type { LocalKey } from './local-key.ts';
import type { Peer } from './peer.ts';
import { configuredUser, LOCAL_CLI, narrowed, within } from './principal.ts';
import { bearerOf, sendsKey, sentKeys } from './sent-keys.ts';
import { checkCsrf, sessionCookie } from './session-cookie.ts';

/** What of a request says who makes it. */
export interface Introduction {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly peer: Peer;
  readonly settings: EdgeSettings;
  /** It asks for a new session: one that it still has proves nothing. */
  readonly signsIn: boolean;
  /** What it sends in the place of a credential, where the route takes one. */
  readonly ticket?: string | undefined;
  /** It was let in before, and is looked at again. */
  readonly isAgain?: boolean;
}

/** Who can tell. */
export interface Identification {
  readonly credentials: Credentials;
  /** Of this server, where it has one; it counts from this machine alone, with nothing in between. */
  readonly localKey?: LocalKey | undefined;
  /** Absent: no ticket holds. */
  readonly tickets?: Pick<EventTickets, 'redeem'>;
}

const HOW = 'Send an API key in x-safeai-key; safeai keys create makes one.';
const NEEDS_CREDENTIAL = `The request needs a credential. ${HOW}`;

/** Whether the caller is believed without a credential: on this machine, nothing in between, asking for us. */
export function isTrustedLoopback(peer: Peer, settings: EdgeSettings): boolean {
  return settings.loopbackTrusted && peer.loopback && isDirect(peer);
}

function isDirect({ forwarded, foreignHost }: Peer): boolean {
  return !forwarded && !foreignHost;
}

/**
 * Who makes a request. The first of these that a request brings decides, and one that does not hold is refused even
 * where the caller would be believed without it: a ticket, a SafeAI key, a session of the dashboard, a token of the configured
 * issuer, the user header of a trusted proxy, trust in loopback.
 *
 * @throws SafeAIError `unauthenticated` without trust or a credential that holds; `forbidden` for a user that is not
 *   configured or not the credential's, a tenant that is not the caller's, and a session's request without its token
 */
export function identify(
  introduction: Introduction,
  identification: Identification,
): Caller | Promise<Caller> {
  const { headers, peer, settings, ticket } = introduction;
  if (ticket !== undefined) return byTicket(introduction, ticket, identification);
  if (sendsKey(headers)) return byKey(introduction, identification);
  const cookie = introduction.signsIn ? undefined : sessionCookie(headers);
  if (cookie !== undefined) return bySession(introduction, cookie, identification.credentials);
  const bearer = bearerOf(headers);
  const proved = bearer === undefined ? undefined : identification.credentials.ofBearer(bearer);
  if (proved !== undefined) return byCredential(introduction, proved, 'token');
  if (peer.trustedProxy) return byProxy(introduction);
  if (isTrustedLoopback(peer, settings)) return onLoopback(introduction, settings.local);
  throw new SafeAIError(
    'unauthenticated',
    peer.loopback && settings.loopbackTrusted
      ? `The request was forwarded or is for another host, and needs a credential. ${HOW}`
      : NEEDS_CREDENTIAL,
  );
}

function byKey(
  introduction: Introduction,
  { credentials, localKey }: Identification,
): Caller | Promise<Caller> {
  const [key, ...others] = sentKeys(introduction.headers);
  if (key === undefined || others.some((other) => other !== key)) throw notKnown('key');
  const { peer } = introduction;
  if (peer.sameMachine && isDirect(peer) && localKey?.is(key) === true) {
    return onLoopback(introduction, LOCAL_CLI);
  }
  return byCredential(introduction, credentials.ofKey(key), 'key');
}

function byTicket(
  introduction: Introduction,
  ticket: string,
  identification: Identification,
): Promise<Caller> {
  const holder = identification.tickets?.redeem(ticket);
  if (holder === null || holder === undefined) throw notKnown('ticket');
  return ofHolder(introduction, holder, identification);
}

/**
 * Whoever a ticket was given to, as they are now. Other headers of the request may repeat its user and narrow its
 * tenants.
 *
 * @throws (rejects) as {@link identify}
 */
export async function ofHolder(
  introduction: Introduction,
  { introduction: given, tenant }: TicketHolder,
  identification: Identification,
): Promise<Caller> {
  const { peer, settings } = introduction;
  const caller = await identify({ ...given, settings, isAgain: true }, identification);
  // Trust in this machine goes no further than this machine.
  if (caller.isTrustedLocal && !(peer.sameMachine && isDirect(peer))) throw notKnown('ticket');
  const { principal } = proven(introduction, caller.principal);
  return { ...caller, principal: tenant === undefined ? principal : narrowed(principal, tenant) };
}

async function byCredential(
  introduction: Introduction,
  proved: Promise<Principal | null>,
  what: string,
): Promise<Caller> {
  const principal = await proved;
  if (principal === null) throw notKnown(what);
  return proven(introduction, principal);
}

async function bySession(
  introduction: Introduction,
  cookie: string,
  credentials: Credentials,
): Promise<Caller> {
  const session = await credentials.ofSession(cookie, introduction.isAgain !== true);
  if (session === null || !stillCounts(session, introduction)) {
    throw new SafeAIError('unauthenticated', 'The session has ended: sign in again.');
  }
  checkCsrf(introduction, session.csrfToken);
  return {
    ...proven(introduction, session.principal),
    isTrustedLocal: session.via === 'loopback',
    owner: session.owner,
  };
}

/** Whether whoever said who signs in would be believed still, and here. */
export function stillCounts(
  { via }: SessionCaller,
  { peer, settings }: Pick<Introduction, 'peer' | 'settings'>,
): boolean {
  if (via === 'loopback') return isTrustedLoopback(peer, settings);
  return via === null || peer.trustedProxy;
}

/** A credential speaks for its own principal alone; the headers may repeat its user and narrow its tenants. */
function proven({ headers, settings }: Introduction, principal: Principal): Caller {
  const user = headers[settings.userHeader];
  if (user !== undefined && user !== principal.user) {
    throw new SafeAIError(
      'forbidden',
      `The ${settings.userHeader} header names another user than the credential.`,
    );
  }
  return { principal: inTenant(principal, { headers, settings }), isTrustedLocal: false };
}

/** A proxy that has signed its callers in says who they are; of one that says nothing nothing is known. */
function byProxy({ headers, settings }: Introduction): Caller {
  const user = headers[settings.userHeader];
  if (user === undefined) {
    throw new SafeAIError('unauthenticated', NEEDS_CREDENTIAL);
  }
  const principal = configuredUser(user, settings);
  return { principal: inTenant(principal, { headers, settings }), isTrustedLocal: false };
}

/** @param unnamed who a caller is that names no user, and whose tenants bound those of a user that it names */
function onLoopback({ headers, settings }: Introduction, unnamed: Principal): Caller {
  const user = headers[settings.userHeader];
  const principal =
    user === undefined ? unnamed : within(configuredUser(user, settings), unnamed.tenants);
  return { principal: inTenant(principal, { headers, settings }), isTrustedLocal: true };
}

function inTenant(
  principal: Principal,
  { headers, settings }: Pick<Introduction, 'headers' | 'settings'>,
): Principal {
  const tenant = headers[settings.tenantHeader];
  return tenant === undefined ? principal : narrowed(principal, tenant);
}

function notKnown(what: string): SafeAIError {
  return new SafeAIError('unauthenticated', `The ${what} of the request is not valid.`);
}
