/** What a route is called with. */
export interface RouteCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What a route answered. */
export interface RouteAnswer {
  readonly body: unknown;
  /** Lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Calls SafeAI's routes: those of a running server, or the same ones inside this process. Commands about state
 * are written once, against this.
 */
export interface Caller {
  /** Tells where answers come from, for notes: an address, or the state folder. */
  readonly place: string;
  /**
   * @param routeId as in the table of `@safeai/api`
   * @throws RefusedError when the route answers with a problem; UnreachableError
   */
  call(routeId: string, call?: RouteCall): Promise<RouteAnswer>;
}
