import { ROUTE_CLASS } from '@safeai/api';
import { MemoryLimitStore, SafeAIError, systemClock, type LimitStore } from '@safeai/core';
import type { Exchange } from '../../http/exchange.ts';
import type { EdgeRoute } from '../../routes/edge-route.ts';
import type { EdgeSettings } from '../../settings/settings.ts';
import type { Caller } from '../caller.ts';
import { isTrustedLoopback } from '../identify.ts';
import type { EdgeLimits, Entered } from '../limits.ts';
import { ticketOf } from '../../events/ticket-of.ts';
import { bearerOf, sendsKey } from '../sent-keys.ts';
import { sessionCookie } from '../session-cookie.ts';
import { addressKey } from './address-key.ts';
import { Admission } from './admission.ts';
import { boundsOf, type Bounds } from './bounds.ts';
import { callerKey } from './caller-key.ts';
import type { Standing } from './limit.ts';
import { Places } from './places.ts';
import { pastLimit } from './rate-headers.ts';

/** What {@link RequestLimits} works with. */
export interface RequestLimitsOptions {
  /** Counts what is in windows. */
  readonly store: LimitStore;
  /** Told of every refusal, with the name of the limit. */
  readonly onRefusal: (limit: string) => void;
}

/** Whoever watches the server often has an address in common with strangers, whose asking must not look like a fault. */
const HEALTH = 'health';

const UNLIMITED: Entered = { headers: {}, actFor: () => undefined, leave: () => undefined };

/**
 * The limits of `limits.rate`: by credential, or by address where there is none; by kind of route; by tenant and
 * agent; and by address on credentials that do not hold.
 */
export class RequestLimits implements EdgeLimits {
  readonly #options: RequestLimitsOptions;
  readonly #spare = new MemoryLimitStore(systemClock);
  readonly #places = new Places();
  readonly #known = new WeakMap<EdgeSettings, Bounds>();

  constructor(options: RequestLimitsOptions) {
    this.#options = options;
  }

  async refused(exchange: Exchange, route: EdgeRoute, error: unknown): Promise<void> {
    if (isExempt(exchange, null)) return;
    const bounds = this.#bounds(exchange);
    const address = addressKey(exchange.peer.address);
    if (isUnauthenticated(error) && bringsProof(exchange, route)) {
      const standing = await bounds.failures.count(address);
      if (standing.isExceeded) throw this.#past(standing);
    }
    // On a public route the request goes on as nobody's, and is counted then.
    if (route.access !== 'public')
      await this.#admission(bounds).ask(address, ROUTE_CLASS[route.id]);
  }

  enter(exchange: Exchange, route: EdgeRoute, caller: Caller | null): Entered | Promise<Entered> {
    if (isExempt(exchange, caller) || route.id.startsWith(HEALTH)) return UNLIMITED;
    const who =
      caller === null ? addressKey(exchange.peer.address) : callerKey(caller, exchange.req.headers);
    return this.#admission(this.#bounds(exchange)).enter(who, ROUTE_CLASS[route.id]);
  }

  #admission(bounds: Bounds): Admission {
    return new Admission(bounds, this.#places, this.#options.onRefusal);
  }

  #past(standing: Standing): Error {
    this.#options.onRefusal(standing.limit.name);
    return pastLimit(standing, [standing]);
  }

  #bounds({ settings }: Exchange): Bounds {
    const known = this.#known.get(settings);
    if (known !== undefined) return known;
    const counters = { store: this.#options.store, spare: this.#spare };
    const bounds = boundsOf(settings.limits.rate, counters);
    this.#known.set(settings, bounds);
    return bounds;
  }
}

/** Trusted callers on this machine, unless the configuration limits them too. */
function isExempt({ peer, settings }: Exchange, caller: Caller | null): boolean {
  if (settings.limits.rate.loopback) return false;
  return caller === null ? isTrustedLoopback(peer, settings) : caller.isTrustedLocal;
}

/** Whether a request brings something that could be tried until it holds. Who signs in anew is not asked for a session. */
function bringsProof(
  { req: { headers }, search }: Exchange,
  { signsIn, takesTicket }: EdgeRoute,
): boolean {
  return (
    sendsKey(headers) ||
    (takesTicket && ticketOf(search) !== undefined) ||
    bearerOf(headers) !== undefined ||
    (!signsIn && sessionCookie(headers) !== undefined)
  );
}

function isUnauthenticated(error: unknown): boolean {
  return SafeAIError.isInstance(error) && error.code === 'unauthenticated';
}
