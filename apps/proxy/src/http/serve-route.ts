import type { CallContext, Principal } from '@safeai/core';
import { InvalidRequestError, SafeAIError } from '@safeai/core';
import { PROBLEM_MEDIA_TYPE, stringifyAnswer, type ValueMode } from '@safeai/api';
import { checkAccess, checkExplain, checkScope } from '../edge/access.ts';
import type { LocalKey } from '../edge/local-key.ts';
import { isTrustedLoopback, principalOf, sendsLocalKey } from '../edge/principal.ts';
import type { HandlerInput } from '../routes/handler.ts';
import type { HandlerAnswer, ServedRoute } from '../routes/served-route.ts';
import type { Exchange } from './exchange.ts';
import type { IdempotencyStore, StoredAnswer } from './idempotency.ts';
import { checkMediaType } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { parseQuery, type QueryValues } from './parse-query.ts';
import type { PathParams } from './path-pattern.ts';
import { problemOf } from './problem.ts';
import { announcesBody, readBody } from './read-body.ts';
import type { Reply } from './reply.ts';
import { checkValid } from './validation.ts';
import type { Waits } from './waits.ts';
import { WithHeaders } from './with-headers.ts';

const NO_HEADERS = Object.freeze({});
const REPLAYED = Object.freeze({ 'idempotency-replayed': 'true' });
const NO_PARAMS: PathParams = Object.freeze({});

/** What all requests of a server share. */
export interface Shared {
  readonly idempotency: IdempotencyStore;
  readonly waits: Waits;
  /** The key of this server, where it has a file to leave it in. */
  readonly localKey?: LocalKey | undefined;
}

/**
 * Answers a request on a route: who asks, may they, is what they say valid, and what is the answer. Both
 * dispatchers call this and nothing else.
 *
 * @throws whatever was wrong, for {@link problemReply}
 */
export async function serveRoute(
  route: ServedRoute,
  exchange: Exchange,
  shared: Shared,
): Promise<Reply> {
  const principal = admit(route, exchange, shared.localKey);
  const params = pathParams(route, exchange.path);
  const query = parseQuery(exchange.search, route.validateQuery);
  if (query.explain === true && principal !== null && rolesCount(exchange)) {
    checkExplain(principal);
  }
  const bytes = route.body === undefined ? undefined : await bodyBytes(exchange);
  const body = bytes === undefined ? undefined : parseJson(bytes, exchange.settings.limits);
  if (route.body !== undefined) checkBody(route.body, body);
  if (principal !== null) {
    checkScope(principal, query);
    checkScope(principal, body);
  }

  const make = async () =>
    answerOf(await route.handle(new Input(exchange, shared, { params, query, body, principal })));
  const key = idempotencyKey(body);
  if (key === undefined || principal === null || bytes === undefined) {
    return reply(route, await make(), NO_HEADERS);
  }
  const { path, search } = exchange;
  const claim = { principal, routeId: route.id, key, path, query: search, body: bytes };
  const stored = await shared.idempotency.answer(claim, make);
  return reply(route, stored, stored.replayed ? REPLAYED : NO_HEADERS);
}

/**
 * The names in a path. What cannot be a name is the name of nothing.
 *
 * @throws SafeAIError `not_found`; HttpError for an encoding that is none
 */
function pathParams({ pattern, validateParams }: ServedRoute, path: string): PathParams {
  if (pattern === undefined || validateParams === undefined) return NO_PARAMS;
  const params = pattern.params(path);
  if (validateParams(params).length === 0) return params;
  throw new SafeAIError('not_found', 'There is nothing by the name in the path.');
}

/** Anything that went wrong as an answer. */
export function problemReply(
  error: unknown,
  context: { instance: string; requestId: string },
): Reply {
  const { problem, headers } = problemOf(error, context);
  return {
    status: problem.status,
    mediaType: PROBLEM_MEDIA_TYPE,
    body: JSON.stringify(problem),
    headers,
  };
}

/** Who asks. On a public route a caller who cannot say is nobody; elsewhere they are refused. */
function admit(
  route: ServedRoute,
  exchange: Exchange,
  localKey: LocalKey | undefined,
): Principal | null {
  const { peer, req, settings } = exchange;
  if (route.access === 'public') {
    try {
      return principalOf(peer, req.headers, settings, localKey);
    } catch {
      return null;
    }
  }
  const principal = principalOf(peer, req.headers, settings, localKey);
  if (rolesCount(exchange)) checkAccess(principal, route.access);
  return principal;
}

/** Roles can be switched off, on trusted loopback alone. */
function rolesCount({ peer, settings }: Exchange): boolean {
  return settings.rbacEnabled || !isTrustedLoopback(peer, settings);
}

async function bodyBytes({ req, res, settings }: Exchange): Promise<Buffer | undefined> {
  if (!announcesBody(req)) return undefined;
  checkMediaType(req.headers);
  const bytes = await readBody(req, res, settings.limits.bodyBytes);
  return bytes.length === 0 ? undefined : bytes;
}

function checkBody({ required, validate }: NonNullable<ServedRoute['body']>, body: unknown): void {
  if (body !== undefined) checkValid(validate, body, 'body');
  else if (required) {
    throw new InvalidRequestError('The request needs a JSON body.', {
      details: [{ path: '$', message: 'is required' }],
    });
  }
}

/** What of a request is checked before it is handled. */
interface Checked {
  readonly params: PathParams;
  readonly query: QueryValues;
  readonly body: unknown;
  readonly principal: Principal | null;
}

/** What a handler gets. A class, for some of it costs something and few handlers ask for it. */
class Input implements HandlerInput {
  readonly params: PathParams;
  readonly query: QueryValues;
  readonly body: unknown;
  readonly principal: Principal | null;
  readonly call: CallContext;
  readonly values: ValueMode;
  readonly #exchange: Exchange;
  readonly #shared: Shared;
  #signal: AbortSignal | undefined;

  constructor(exchange: Exchange, shared: Shared, { params, query, body, principal }: Checked) {
    this.params = params;
    this.query = query;
    this.body = body;
    this.principal = principal;
    this.call = {
      requestId: exchange.requestId,
      ...(principal === null ? {} : { principal }),
    };
    this.values = valueMode(exchange);
    this.#exchange = exchange;
    this.#shared = shared;
  }

  get isTrustedLocal(): boolean {
    if (this.principal === null) return false;
    const { peer, req, settings } = this.#exchange;
    return (
      isTrustedLoopback(peer, settings) || sendsLocalKey(peer, req.headers, this.#shared.localKey)
    );
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#shared.waits.signalFor(this.#exchange.res);
    return this.#signal;
  }
}

function answerOf(result: HandlerAnswer): StoredAnswer {
  if (!(result instanceof WithHeaders)) return { body: written(result) };
  return { body: written(result.body), headers: result.headers };
}

function written(result: object | string): string {
  return typeof result === 'string' ? result : stringifyAnswer(result);
}

function valueMode({ peer, settings }: Exchange): ValueMode {
  return settings.values ?? (isTrustedLoopback(peer, settings) ? 'full' : 'masked');
}

function idempotencyKey(body: unknown): string | undefined {
  const key = (body as { idempotency_key?: unknown } | null | undefined)?.idempotency_key;
  return typeof key === 'string' ? key : undefined;
}

function reply(
  route: ServedRoute,
  { body, headers }: StoredAnswer,
  further: Reply['headers'],
): Reply {
  return {
    status: 200,
    mediaType: route.mediaType,
    body,
    headers: headers === undefined ? further : { ...headers, ...further },
  };
}
