import type { EdgeRoute } from '../routes/edge-route.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Caller } from './caller.ts';

/** Bounds on how much callers ask. Every method throws HttpError `rate_limited` (429) past one of them. */
export interface EdgeLimits {
  /** It could not be told who asks, and why not. */
  refused(exchange: Exchange, route: EdgeRoute, error: unknown): Promise<void>;
  /** A caller asks something of a route. Null: nobody, on a public route. */
  enter(exchange: Exchange, route: EdgeRoute, caller: Caller | null): Entered | Promise<Entered>;
}

/** A request that was let in. */
export interface Entered {
  /** What is left, for the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** It is now known for whom: the tenant and the agent have bounds of their own. */
  actFor(tenant: string, agent: string | undefined): undefined | Promise<void>;
  /** The request is over. */
  leave(): void;
}
