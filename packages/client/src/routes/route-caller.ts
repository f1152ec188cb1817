import type { AnswerOf, RouteId } from '@safeai/api/wire';

/** What a route is called with. */
export interface RouteCall {
  /** The names in the path. */
  readonly params?: Readonly<Record<string, string>>;
  /** What is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: object;
  /** Further headers, by lower-case name: `x-request-id`, `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the call; it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For the whole call, and for each try of it, in the place of the caller's own limits. Milliseconds. */
  readonly timeoutMs?: number;
}

/** What a route answered. */
export interface RouteAnswer<Id extends RouteId> {
  readonly body: AnswerOf<Id>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls SafeAI's routes, wherever they are. */
export interface RouteCaller {
  /**
   * @throws ProblemError for a refusal, GuardUnreachableError where nothing answers, InvalidRequestError for what
   *   cannot be asked
   */
  call<Id extends RouteId>(routeId: Id, call?: RouteCall): Promise<RouteAnswer<Id>>;
}
