import type { Principal } from '@safeai/core';
import { toEventsAskedByQuery, type EventsAsked, type QueryOf } from '@safeai/api';
import { checkAccess } from '../edge/access.ts';
import { identify, ofHolder } from '../edge/identify.ts';
import { peerOf } from '../edge/peer.ts';
import { introductionOf, rolesCount } from '../http/admit.ts';
import type { Exchange } from '../http/exchange.ts';
import { serveRoute, type Shared } from '../http/serve-route.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import type { EdgeSettings } from '../settings/settings.ts';
import type { TicketHolder } from './tickets.ts';

/** Somebody who may listen. */
export interface Hearing {
  readonly principal: Principal;
  /** Whose places they take: those of one credential. */
  readonly owner: string;
  readonly asked: EventsAsked;
  /** Whether the address says what is wanted, or from where on. */
  readonly isAsking: boolean;
  /**
   * Asks again who listens, under the settings that are in force then.
   *
   * @throws (rejects) SafeAIError `unauthenticated`, `forbidden` where they no longer may; another where that cannot be told
   */
  readonly renew: () => Promise<Principal>;
}

/** What it takes to let somebody listen. */
export interface HearingOptions {
  readonly shared: Shared;
  /** In force now. */
  readonly settings: () => EdgeSettings;
}

/**
 * Lets somebody listen: by the same steps as any request on a route, of which nothing but the answer is another.
 *
 * @throws (rejects) whatever was wrong
 */
export async function letHear(
  route: ServedRoute,
  exchange: Exchange,
  { shared, settings }: HearingOptions,
): Promise<Hearing> {
  let holder: TicketHolder | null = null;
  const tickets = {
    redeem: (ticket: string) => (holder = shared.tickets?.redeem(ticket) ?? null),
  };
  let hearing: Hearing | undefined;
  const renew = async (): Promise<Principal> => {
    const now = settings();
    const { req } = exchange;
    const again = { ...exchange, settings: now, peer: peerOf(req, now) };
    const introduction = {
      ...introductionOf(route, again),
      ticket: undefined,
      isAgain: true,
    };
    const { principal } = await (holder === null
      ? identify(introduction, shared)
      : ofHolder(introduction, holder, shared));
    if (rolesCount(again)) checkAccess(principal, route.access);
    return principal;
  };
  const handle: ServedRoute['handle'] = ({ principal, query }) => {
    if (principal === null) throw new Error('Streams of events are not public.');
    const wanted = query as QueryOf<'events'>;
    const { ticket: _, ...wishes } = wanted;
    hearing = {
      principal,
      owner: principal.keyId ?? `${principal.source}:${principal.user}`,
      asked: toEventsAskedByQuery(wanted),
      isAsking: Object.keys(wishes).length > 0,
      renew,
    };
    return '';
  };
  await serveRoute({ ...route, handle }, exchange, { ...shared, tickets });
  if (hearing === undefined) throw new Error('The request was not handled.');
  return hearing;
}
