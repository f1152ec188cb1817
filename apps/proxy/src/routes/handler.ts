import type { AnswerOf, BodyOf, ParamsOf, QueryOf, RouteId, ValueMode } from '@safeai/api';
import type { CallContext, Principal } from '@safeai/core';
import type { Visit } from '../edge/visit.ts';
import type { WithHeaders } from '../http/with-headers.ts';

/** A request that the edge let in and whose path, query and body are valid. */
export interface HandlerInput<Body = unknown, Query = unknown, Params = unknown> {
  /** What stands for the names in the route's path. */
  readonly params: Params;
  readonly body: Body;
  readonly query: Query;
  /** Null on a public route, for a caller without credentials. */
  readonly principal: Principal | null;
  /** The tenant that the request is for; the default one on a public route. */
  readonly tenant: string;
  readonly call: CallContext;
  /** Whether found values are shown to this caller. */
  readonly values: ValueMode;
  /** On trusted loopback, and with the key of this server: whoever is meant by the caller must be named. */
  readonly isTrustedLocal: boolean;
  /** Aborted when the caller is gone or the server stops: whoever waits answers at once then. Made at first use. */
  readonly signal: AbortSignal;
  /** Aborted when the caller is gone, and not before. Made at first use. */
  readonly gone: AbortSignal;
  /** How the request came, for routes of sign-in; absent for one that did not come over HTTP. */
  readonly visit?: Visit;
}

/** Answers the requests of one route. */
export type Handler<Id extends RouteId> = (
  input: HandlerInput<BodyOf<Id>, QueryOf<Id>, ParamsOf<Id>>,
) => Answer<Id> | Promise<Answer<Id>>;

type Answer<Id extends RouteId> = AnswerOf<Id> | WithHeaders<AnswerOf<Id>>;

/** A handler for every route: one that is missing does not compile. */
export type Handlers = { readonly [Id in RouteId]: Handler<Id> };
