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
  /** Whether records wait for a server to take them into the log. Absent where one runs. */
  readonly hasWaiting?: () => Promise<boolean>;
  /**
   * @param routeId as in the table of `@safeai/api`
   * @throws UsageError when the route answers with a problem, and with exit code 4 when nothing answers;
   *   SafeAIError inside this process
   */
  call(routeId: string, call?: RouteCall): Promise<RouteAnswer>;
}
