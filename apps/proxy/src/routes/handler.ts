import type { AnswerOf, BodyOf, QueryOf, RouteId, ValueMode } from '@safeai/api';
import type { CallContext, Principal } from '@safeai/core';

/** A request that the edge let in and whose body and query are valid. */
export interface HandlerInput<Body = unknown, Query = unknown> {
  readonly body: Body;
  readonly query: Query;
  /** Null on a public route, for a caller without credentials. */
  readonly principal: Principal | null;
  readonly call: CallContext;
  /** Whether found values are shown to this caller. */
  readonly values: ValueMode;
}

/** Answers the requests of one route. */
export type Handler<Id extends RouteId> = (
  input: HandlerInput<BodyOf<Id>, QueryOf<Id>>,
) => AnswerOf<Id> | Promise<AnswerOf<Id>>;

/** A handler for every route: one that is missing does not compile. */
export type Handlers = { readonly [Id in RouteId]: Handler<Id> };
