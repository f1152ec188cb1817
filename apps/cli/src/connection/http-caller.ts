import { ROUTES, type Problem } from '@safeai/api';
import { UsageError } from '../errors/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import { printable } from '../output/printable.ts';
import type { Caller, RouteAnswer, RouteCall } from './caller.ts';

/** Longest time for an answer, in milliseconds: a whole log takes a while to check. */
const TIMEOUT = 10 * 60_000;

/** Calls the routes of a running server. */
export class HttpCaller implements Caller {
  readonly place: string;
  readonly #key: string | undefined;

  /** @param key a SafeAI key, or the token of a server on this machine */
  constructor(url: string, key?: string) {
    this.place = url.replace(/\/+$/, '');
    this.#key = key;
  }

  async call(routeId: string, { params, query, body }: RouteCall = {}): Promise<RouteAnswer> {
    const route = ROUTES.find(({ id }) => id === routeId);
    if (route === undefined) throw new Error(`There is no route ${routeId}.`);
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(params?.[name] ?? ''),
    );
    const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
    const response = await this.#fetch(`${this.place}${path}${search}`, route.method, body);
    const text = await response.text().catch((cause: unknown) => {
      throw unreachable(this.place, cause);
    });
    if (!response.ok) throw refused(response.status, text, this.place);
    return {
      body: parse(text) ?? text,
      headers: Object.fromEntries(response.headers),
    };
  }

  async #fetch(url: string, method: string, body: object | undefined): Promise<Response> {
    try {
      return await fetch(url, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          ...(this.#key === undefined ? {} : { 'x-safeai-key': this.#key }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw unreachable(this.place, cause);
    }
  }
}

function unreachable(place: string, cause: unknown): UsageError {
  return new UsageError(`${place} does not answer`, {
    hint: 'Start it with safeai serve, or name another one with SAFEAI_URL.',
    exitCode: EXIT.unreachable,
    cause,
  });
}

function refused(status: number, text: string, place: string): UsageError {
  const problem = parse(text) as Partial<Problem> | undefined;
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
