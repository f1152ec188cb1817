import type { AnswerOf, RouteId } from '@safeai/api';
import type { LocalAnswer, LocalCall } from '@safeai/proxy';

/** What a route is called with. */
export type RouteCall = LocalCall;

/** What a route answered. */
export interface RouteAnswer<Id extends RouteId> extends LocalAnswer {
  readonly body: AnswerOf<Id>;
}

/**
 * Calls SafeAI's routes: those of a running server, or the same ones inside this process. Commands about state
 * are written once, against this.
 */
export interface Caller {
  /** Whether records wait for a server to take them into the log. Absent where one runs. */
  readonly hasWaiting?: () => Promise<boolean>;
  /**
   * @throws UsageError when the route answers with a problem, and with exit code 4 when nothing answers;
   *   SafeAIError inside this process
   */
  call<Id extends RouteId>(routeId: Id, call?: RouteCall): Promise<RouteAnswer<Id>>;
}
