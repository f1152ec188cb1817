import { type AnswerOf, type Problem, type RouteId, ROUTES } from '@safeai/api';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../output/printable.ts';
import { askAsAnyone, type Ask } from './ask.ts';
import type { Caller, RouteAnswer, RouteCall } from './caller.ts';

/** Longest time for an answer, in milliseconds: a whole log takes a while to check. */
const TIMEOUT = 10 * 60_000;

/** Calls the routes of a running server. */
export class HttpCaller implements Caller {
  readonly #place: string;
  readonly #key: string | undefined;
  readonly #hint: string;
  readonly #ask: Ask;

  /**
   * @param key a SafeAI key, or the token of a server on this machine
   * @param hint what to do where it does not answer
   * @param ask how to ask; as any program does, if absent
   */
  constructor(url: string, key: string | undefined, hint: string, ask: Ask = askAsAnyone) {
    this.#place = url.replace(/\/+$/, '');
    this.#key = key;
    this.#hint = hint;
    this.#ask = ask;
  }

  async call<Id extends RouteId>(
    routeId: Id,
    { params, query, body }: RouteCall = {},
  ): Promise<RouteAnswer<Id>> {
    const route = ROUTES.find(({ id }) => id === routeId);
    if (route === undefined) throw new Error(`There is no route ${routeId}.`);
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params?.[name] ?? ''),
    );
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const response = await this.#fetch(`${this.#place}${path}${search}`, route.method, body);
    const text = await response.text().catch((cause: unknown) => {
      throw this.#unreachable(cause);
    });
    const answer = parse(text);
    if (!response.ok || answer === undefined) throw refused(response.status, answer, this.#place);
    return { body: answer as AnswerOf<Id>, headers: Object.fromEntries(response.headers) };
  }

  async #fetch(url: string, method: string, body: object | undefined): Promise<Response> {
    try {
      return await this.#ask(url, {
        method,
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          ...(this.#key === undefined ? {} : { 'x-safeai-key': this.#key }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw this.#unreachable(cause);
    }
  }

  #unreachable(cause: unknown): UsageError {
    return new UsageError(`${this.#place} does not answer`, {
      hint: this.#hint,
      exitCode: EXIT.unreachable,
      cause,
    });
  }
}

function refused(status: number, answer: unknown, place: string): UsageError {
  const problem = answer as Partial<Problem> | null | undefined;
  if (typeof problem?.detail !== 'string') {
    return new UsageError(`${place} answered ${String(status)}, and not as SafeAI does`, {
      exitCode: EXIT.unreachable,
    });
  }
  const errors = (problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
  // Errors say more than the detail, which counts them.
  const told = errors.length > 0 ? errors : [problem.detail];
  const isOurFault = status >= 500;
  return new UsageError(told.map(printable).join('\n'), {
    exitCode: isOurFault ? EXIT.unreachable : EXIT.usage,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
