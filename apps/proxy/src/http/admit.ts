import type { Caller } from '../edge/caller.ts';
import {
  identify,
  isTrustedLoopback,
  type Identification,
  type Introduction,
} from '../edge/identify.ts';
import type { EdgeLimits } from '../edge/limits.ts';
import type { EdgeRoute } from '../routes/edge-route.ts';
import { ticketOf } from '../events/ticket-of.ts';
import type { Exchange } from './exchange.ts';

/** What admitting a request asks. */
export interface Admittance extends Identification {
  readonly limits: EdgeLimits;
}

/**
 * Who asks. On a public route a caller who cannot say is nobody; elsewhere they are refused.
 *
 * @throws (or rejects) what {@link identify} does; HttpError `rate_limited`
 */
export function admit(
  route: EdgeRoute,
  exchange: Exchange,
  admittance: Admittance,
): Caller | Promise<Caller | null> {
  const introduction = introductionOf(route, exchange);
  const refuse = async (error: unknown): Promise<null> => {
    const counted = await admittance.limits.refused(exchange, route, error).then(
      () => error,
      (limited: unknown) => limited,
    );
    if (route.access === 'public') return null;
    throw counted;
  };
  try {
    const told = identify(introduction, admittance);
    return told instanceof Promise ? told.catch(refuse) : told;
  } catch (error) {
    return refuse(error);
  }
}

/** What of a request says who makes it. */
export function introductionOf(
  { signsIn, takesTicket }: EdgeRoute,
  { peer, req, settings, search }: Exchange,
): Introduction {
  const { method = '', headers } = req;
  const introduction = { method, headers, peer, settings, signsIn };
  return takesTicket ? { ...introduction, ticket: ticketOf(search) } : introduction;
}

/** Roles can be switched off, on trusted loopback alone. */
export function rolesCount({ peer, settings }: Pick<Exchange, 'peer' | 'settings'>): boolean {
  return settings.rbacEnabled || !isTrustedLoopback(peer, settings);
}
