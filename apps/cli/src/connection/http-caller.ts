import type { RouteId } from '@safeai/api';
import { GuardUnreachableError, HttpRoutes, ProblemError } from '@safeai/client';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../output/printable.ts';
import { askAsAnyone, type Ask } from './ask.ts';
import type { Caller, RouteAnswer, RouteCall } from './caller.ts';

/** Longest time for an answer, in milliseconds: a whole log takes a while to check. */
const TIMEOUT = 10 * 60_000;

/** Calls the routes of a running server. What goes wrong is told as commands tell it. */
export class HttpCaller implements Caller {
  readonly #routes: HttpRoutes;
  readonly #hint: string;

  /**
   * @param key a SafeAI key, or the token of a server on this machine
   * @param hint what to do where it does not answer
   * @param ask how to ask; as any program does, if absent
   */
  constructor(url: string, key: string | undefined, hint: string, ask: Ask = askAsAnyone) {
    this.#routes = new HttpRoutes({
      ...{ url, fetch: ask, timeoutMs: TIMEOUT, attemptTimeoutMs: TIMEOUT },
      ...(key === undefined ? {} : { key }),
    });
    this.#hint = hint;
  }

  async call<Id extends RouteId>(routeId: Id, call: RouteCall = {}): Promise<RouteAnswer<Id>> {
    try {
      return await this.#routes.call(routeId, call);
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    if (error instanceof ProblemError) return refused(error);
    if (!(error instanceof GuardUnreachableError)) return error;
    const { message, cause, answeredStatus } = error;
    return new UsageError(message.replace(/\.$/, ''), {
      ...(answeredStatus === null ? { hint: this.#hint } : {}),
      ...{ exitCode: EXIT.unreachable, cause },
    });
  }
}

function refused({ message, errors, status, isForeign }: ProblemError): UsageError {
  if (isForeign) return new UsageError(message.replace(/\.$/, ''), { exitCode: EXIT.unreachable });
  // Errors say more than the detail, which counts them.
  const told = errors.map(({ path = '', message: what }) => `${path}: ${what}`);
  const isOurFault = status >= 500;
  return new UsageError((told.length > 0 ? told : [message]).map(printable).join('\n'), {
    exitCode: isOurFault ? EXIT.unreachable : EXIT.usage,
  });
}
