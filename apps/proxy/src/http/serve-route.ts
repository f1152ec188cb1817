import {
  InvalidRequestError,
  type CallContext,
  type JsonLimits,
  type Principal,
} from '@safeai/core';
import { PROBLEM_MEDIA_TYPE, stringifyAnswer, type ValueMode } from '@safeai/api';
import {
  actingAs,
  agentOf,
  checkAccess,
  checkExplain,
  checkScope,
  tenantOf,
} from '../edge/access.ts';
import type { Caller } from '../edge/caller.ts';
import { isTrustedLoopback } from '../edge/identify.ts';
import type { Entered } from '../edge/limits.ts';
import { visitOf, type Visit } from '../edge/visit.ts';
import type { HandlerInput } from '../routes/handler.ts';
import type { HandlerAnswer, ServedRoute } from '../routes/served-route.ts';
import { DEFAULT_TENANT } from '../settings/settings.ts';
import { admit, rolesCount, type Admittance } from './admit.ts';
import type { Exchange } from './exchange.ts';
import type { IdempotencyStore, StoredAnswer } from './idempotency.ts';
import { noSuchName } from './not-found.ts';
import { checkMediaType } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { parseQuery, type QueryValues } from './parse-query.ts';
import type { PathParams } from './path-pattern.ts';
import { problemOf } from './problem.ts';
import { leaving } from './leaving.ts';
import { announcesBody, ClientGone, readBody } from './read-body.ts';
import type { Reply } from './reply.ts';
import { checkValid } from './validation.ts';
import type { Waits } from './waits.ts';
import { WithHeaders } from './with-headers.ts';

const REPLAYED = Object.freeze({ 'idempotency-replayed': 'true' });
const NO_PARAMS: PathParams = Object.freeze({});

/** What all requests of a server share. */
export interface Shared extends Admittance {
  readonly idempotency: IdempotencyStore;
  readonly waits: Waits;
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
  // Whoever is known at once does not wait for a turn of the queue.
  const admitted = admit(route, exchange, shared);
  const caller = admitted instanceof Promise ? await admitted : admitted;
  const entering = shared.limits.enter(exchange, route, caller);
  const entered = entering instanceof Promise ? await entering : entering;
  try {
    return await answer(route, exchange, { shared, caller, entered });
  } finally {
    entered.leave();
  }
}

/** A request that was let in. */
interface Admitted {
  readonly shared: Shared;
  /** Null on a public route, for a caller without credentials. */
  readonly caller: Caller | null;
  readonly entered: Entered;
}

async function answer(
  route: ServedRoute,
  exchange: Exchange,
  { shared, caller, entered }: Admitted,
): Promise<Reply> {
  if (caller !== null && rolesCount(exchange)) checkAccess(caller.principal, route.access);
  const params = pathParams(route, exchange.path);
  const query = parseQuery(route.queryOfPage ? '' : exchange.search, route.validateQuery);
  if (query.explain === true && caller !== null && rolesCount(exchange)) {
    checkExplain(caller.principal);
  }
  const { bytes, body } = route.foreignBody
    ? await foreignBody(route, exchange)
    : await ownBody(route, exchange);
  // A body of another program's says nothing of who asks.
  const named = route.foreignBody ? query : (body ?? query);
  const acting = caller === null ? null : acts(route, caller, query, named);
  const principal = acting?.principal ?? null;
  const tenant = principal === null ? DEFAULT_TENANT : tenantOf(principal, named);
  if (principal !== null) {
    const agent = route.namesAgent ? agentOf(principal, named) : principal.agent;
    const acting = entered.actFor(tenant, agent);
    if (acting !== undefined) await acting;
  }
  const checked = { params, query, body, acting, tenant };
  const make = async () => answerOf(await route.handle(new Input(exchange, shared, checked)));
  const key = idempotencyKey(named);
  if (key === undefined || principal === null || bytes === undefined) {
    return reply(route, await make(), entered.headers);
  }
  const { path, search } = exchange;
  const values = valueMode(exchange);
  const claim = { principal, values, routeId: route.id, key, path, query: search, body: bytes };
  const stored = await shared.idempotency.answer(claim, make);
  const { headers } = entered;
  return reply(route, stored, stored.replayed ? { ...headers, ...REPLAYED } : headers);
}

/** The caller as the agent that the request names, within the caller's tenants and agents. */
function acts(route: ServedRoute, caller: Caller, query: QueryValues, body: unknown): Caller {
  checkScope(caller.principal, query);
  checkScope(caller.principal, body);
  const principal = actingAs(caller.principal, body ?? query, route.namesAgent);
  return principal === caller.principal ? caller : { ...caller, principal };
}

/**
 * The names in a path. What cannot be a name is the name of nothing.
 *
 * @throws SafeAIError `not_found`; HttpError for an encoding that is none
 */
function pathParams(route: ServedRoute, path: string): PathParams {
  const { pattern, validateParams } = route;
  if (pattern === undefined || validateParams === undefined) return NO_PARAMS;
  const params = pattern.params(path);
  if (validateParams(params).length === 0) return params;
  throw noSuchName(route);
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

interface ReadBody {
  readonly bytes?: Buffer;
  readonly body?: unknown;
}

/** @throws whatever is wrong with the body */
async function ownBody(route: ServedRoute, exchange: Exchange): Promise<ReadBody> {
  if (route.body === undefined) return {};
  const bytes = await bodyBytes(route, exchange);
  const body = bytes === undefined ? undefined : parseJson(bytes, jsonLimits(route, exchange));
  checkBody(route.body, body);
  return bytes === undefined ? {} : { bytes, body };
}

/** @throws ClientGone */
async function foreignBody(route: ServedRoute, exchange: Exchange): Promise<ReadBody> {
  try {
    return await ownBody(route, exchange);
  } catch (error) {
    if (error instanceof ClientGone) throw error;
    return {};
  }
}

async function bodyBytes(
  { forwards }: ServedRoute,
  { req, res, settings: { limits } }: Exchange,
): Promise<Buffer | undefined> {
  if (!announcesBody(req)) return undefined;
  checkMediaType(req.headers);
  const bytes = forwards
    ? await readBody(req, res, limits.forwardBodyBytes, 'limits.forward_body_bytes')
    : await readBody(req, res, limits.bodyBytes);
  return bytes.length === 0 ? undefined : bytes;
}

function jsonLimits({ forwards }: ServedRoute, { settings: { limits } }: Exchange): JsonLimits {
  const { jsonDepth, forwardJsonLeaves } = limits;
  return forwards ? { jsonDepth, jsonLeaves: forwardJsonLeaves } : limits;
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
  readonly acting: Caller | null;
  readonly tenant: string;
}

/** What a handler gets. A class, for some of it costs something and few handlers ask for it. */
class Input implements HandlerInput {
  readonly params: PathParams;
  readonly query: QueryValues;
  readonly body: unknown;
  readonly principal: Principal | null;
  readonly tenant: string;
  readonly call: CallContext;
  readonly values: ValueMode;
  readonly isTrustedLocal: boolean;
  readonly #exchange: Exchange;
  readonly #waits: Waits;
  #signal: AbortSignal | undefined;
  #gone: AbortSignal | undefined;

  constructor(
    exchange: Exchange,
    { waits }: Shared,
    { params, query, body, acting, tenant }: Checked,
  ) {
    this.params = params;
    this.query = query;
    this.body = body;
    this.principal = acting?.principal ?? null;
    this.tenant = tenant;
    this.isTrustedLocal = acting?.isTrustedLocal ?? false;
    this.call = {
      requestId: exchange.requestId,
      ...(this.principal === null ? {} : { principal: this.principal }),
    };
    this.values = valueMode(exchange);
    this.#exchange = exchange;
    this.#waits = waits;
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#waits.signalFor(this.#exchange.res);
    return this.#signal;
  }

  get gone(): AbortSignal {
    this.#gone ??= leaving(this.#exchange.res);
    return this.#gone;
  }

  get visit(): Visit {
    return visitOf(this.#exchange);
  }
}

function answerOf(result: HandlerAnswer): StoredAnswer {
  if (!(result instanceof WithHeaders)) return { body: written(result) };
  const { body, headers, status, cookies } = result;
  return { body: written(body), headers, status, cookies };
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
  { body, headers, status = 200, cookies }: StoredAnswer,
  further: Reply['headers'],
): Reply {
  return {
    status,
    mediaType: route.mediaType,
    body,
    headers: headers === undefined ? further : { ...headers, ...further },
    ...(cookies === undefined ? {} : { cookies }),
  };
}
