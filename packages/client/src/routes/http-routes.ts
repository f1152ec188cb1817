import { ROUTE_PLACES, type AnswerOf, type RouteId } from '@safeai/api/wire';
import { GuardUnreachableError } from '../errors/guard-unreachable-error.ts';
import { ProblemError } from '../errors/problem-error.ts';
import { jittered, pause, systemTiming, type Timing } from '../timing.ts';
import { attempt, type Answered, type Attempt, type Fetch } from './attempt.ts';
import { baseOf, checkHeaders, type Identification, identifying } from './base.ts';
import { randomKey } from './random-key.ts';
import { requestOf } from './request-of.ts';
import type { RouteAnswer, RouteCall, RouteCaller } from './route-caller.ts';

/** How the routes of a running server are called. */
export interface HttpRoutesOptions extends Identification {
  /** Of the server: `http://127.0.0.1:8910`, with the path that it is served under, if any. */
  readonly url: string;
  /** For the whole of a call, its further tries included. 30 000 if absent. Milliseconds. */
  readonly timeoutMs?: number;
  /** For one try: connecting and the whole answer. 10 000 if absent. Milliseconds. */
  readonly attemptTimeoutMs?: number;
  /** How often it is asked again, where that is safe. 2 if absent. */
  readonly retries?: number;
  /** Longest `Retry-After` that is waited for; past it the refusal is thrown at once. 10 000 if absent. Milliseconds. */
  readonly maxRetryAfterMs?: number;
  /** Longest answer that is read, in bytes once it is decompressed. 64 MiB if absent. */
  readonly maxAnswerBytes?: number;
  /** Sends requests. The global `fetch` if absent. */
  readonly fetch?: Fetch;
  readonly timing?: Timing;
  /** 0 to 1, for pauses. */
  readonly random?: () => number;
}

const BACKOFF = { first: 100, most: 2_000 };

/** A server repeats its answer to an `idempotency_key` for 60 s. Milliseconds. */
const REPEATABLE_FOR = 50_000;

const DEFAULTS = {
  timeoutMs: 30_000,
  attemptTimeoutMs: 10_000,
  retries: 2,
  maxRetryAfterMs: 10_000,
  maxAnswerBytes: 64 * 1024 * 1024,
};

/**
 * Calls the routes of a running server.
 *
 * Asks again where that cannot do anything twice (GET; POST, for each carries an `idempotency_key`), after connections
 * that were refused, reset or too slow, and after 429 and 503.
 */
export class HttpRoutes implements RouteCaller {
  /** The address of the server, without a slash at its end. */
  readonly url: string;
  readonly #options: HttpRoutesOptions;
  readonly #limits: typeof DEFAULTS;
  readonly #fetch: Fetch;
  readonly #timing: Timing;
  readonly #random: () => number;

  /** @throws SafeAIError `invalid_config` */
  constructor(options: HttpRoutesOptions) {
    this.url = baseOf(options.url);
    checkHeaders(identifying(options));
    this.#options = options;
    const { timeoutMs, attemptTimeoutMs, retries, maxRetryAfterMs, maxAnswerBytes } = options;
    this.#limits = {
      timeoutMs: timeoutMs ?? DEFAULTS.timeoutMs,
      attemptTimeoutMs: attemptTimeoutMs ?? DEFAULTS.attemptTimeoutMs,
      retries: retries ?? DEFAULTS.retries,
      maxRetryAfterMs: maxRetryAfterMs ?? DEFAULTS.maxRetryAfterMs,
      maxAnswerBytes: maxAnswerBytes ?? DEFAULTS.maxAnswerBytes,
    };
    // Looked up at each call: programs replace it. Called on nothing: browsers refuse it otherwise.
    this.#fetch = options.fetch ?? ((url, sent) => globalThis.fetch(url, sent));
    this.#timing = options.timing ?? systemTiming;
    this.#random = options.random ?? Math.random;
  }

  /** What says who asks, as headers. */
  identification(): Readonly<Record<string, string>> {
    return identifying(this.#options);
  }

  async call<Id extends RouteId>(routeId: Id, call: RouteCall = {}): Promise<RouteAnswer<Id>> {
    const request = requestOf(routeId, call, randomKey);
    const headers = {
      accept: 'application/json, application/problem+json, */*;q=0.1',
      ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...this.identification(),
      ...call.headers,
    };
    checkHeaders(headers);
    const [, , answer] = ROUTE_PLACES[routeId];
    const what = {
      ...{ fetch: this.#fetch, place: this.url, url: `${this.url}${request.target}`, answer },
      sent: {
        ...{ method: request.method, headers },
        ...(request.body === undefined ? {} : { body: request.body }),
      },
      ...{ maxBytes: this.#limits.maxAnswerBytes, timing: this.#timing, signal: call.signal },
    };
    const answered = await this.#tries(what, request.isRepeatable, call.timeoutMs);
    return { headers: answered.headers, body: answered.body as AnswerOf<Id> };
  }

  async #tries(
    what: Omit<Attempt, 'timeoutMs'>,
    isRepeatable: boolean,
    limit: number | undefined,
  ): Promise<Answered> {
    const started = this.#timing.now();
    const most = limit ?? this.#limits.attemptTimeoutMs;
    const left = (): number => started + (limit ?? this.#limits.timeoutMs) - this.#timing.now();
    for (let tries = 0; ; tries++) {
      try {
        return await attempt({ ...what, timeoutMs: Math.max(1, Math.min(most, left())) });
      } catch (error) {
        const wait = isRepeatable ? this.#pauseAfter(error, tries) : undefined;
        const isTooLate = this.#timing.now() - started + (wait ?? 0) > REPEATABLE_FOR;
        if (wait === undefined || wait >= left()) throw error;
        if (isTooLate && what.sent.method !== 'GET') throw error;
        await pause(this.#timing, wait, what.signal);
      }
    }
  }

  /** How long to wait before asking again; undefined: not at all. */
  #pauseAfter(error: unknown, tries: number): number | undefined {
    if (tries >= this.#limits.retries) return undefined;
    const wait = jittered(BACKOFF, tries, this.#random);
    if (error instanceof GuardUnreachableError) {
      // Something else that answers well, or leads elsewhere, will do so again.
      return (error.answeredStatus ?? 500) >= 500 ? wait : undefined;
    }
    if (!(error instanceof ProblemError) || !ASK_AGAIN.has(error.status)) return undefined;
    const { retryAfterMs } = error;
    if (retryAfterMs === null) return wait;
    return retryAfterMs > this.#limits.maxRetryAfterMs ? undefined : retryAfterMs + wait;
  }
}

/** Statuses that say: not now. */
const ASK_AGAIN: ReadonlySet<number> = new Set([429, 503]);
