import type { CallContext, Principal } from '@safeai/core';
import { InvalidRequestError } from '@safeai/core';
import { PROBLEM_MEDIA_TYPE, stringifyAnswer, type ValueMode } from '@safeai/api';
import { checkAccess, checkExplain, checkScope } from '../edge/access.ts';
import { isTrustedLoopback, principalOf } from '../edge/principal.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import type { Exchange } from './exchange.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { checkMediaType } from './media-type.ts';
import { parseJson } from './parse-json.ts';
import { parseQuery, type QueryValues } from './parse-query.ts';
import { problemOf } from './problem.ts';
import { announcesBody, readBody } from './read-body.ts';
import type { Reply } from './reply.ts';
import { checkValid } from './validation.ts';

const NO_HEADERS = Object.freeze({});
const REPLAYED = Object.freeze({ 'idempotency-replayed': 'true' });

/**
 * Answers a request on a route: who asks, may they, is what they say valid, and what is the answer. Both
 * dispatchers call this and nothing else.
 *
 * @throws whatever was wrong, for {@link problemReply}
 */
export async function serveRoute(
  route: ServedRoute,
  exchange: Exchange,
  idempotency: IdempotencyStore,
): Promise<Reply> {
  const principal = admit(route, exchange);
  const query = parseQuery(exchange.search, route.validateQuery);
  if (query.explain === true && principal !== null && rolesCount(exchange)) {
    checkExplain(principal);
  }
  const bytes = route.body === undefined ? undefined : await bodyBytes(exchange);
  const body = bytes === undefined ? undefined : parseJson(bytes, exchange.settings.limits);
  if (route.body !== undefined) checkBody(route.body, body);
  if (principal !== null) checkScope(principal, body);

  const make = async () => ({ body: await answer(route, exchange, principal, query, body) });
  const key = idempotencyKey(body);
  if (key === undefined || principal === null || bytes === undefined) {
    return reply(route, (await make()).body, NO_HEADERS);
  }
  const claim = { principal, routeId: route.id, key, query: exchange.search, body: bytes };
  const stored = await idempotency.answer(claim, make);
  return reply(route, stored.body, stored.replayed ? REPLAYED : NO_HEADERS);
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
function admit(route: ServedRoute, exchange: Exchange): Principal | null {
  const { peer, req, settings } = exchange;
  if (route.access === 'public') {
    try {
      return principalOf(peer, req.headers, settings);
    } catch {
      return null;
    }
  }
  const principal = principalOf(peer, req.headers, settings);
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

async function answer(
  route: ServedRoute,
  exchange: Exchange,
  principal: Principal | null,
  query: QueryValues,
  body: unknown,
): Promise<string> {
  const call: CallContext = {
    requestId: exchange.requestId,
    ...(principal === null ? {} : { principal }),
  };
  const values = valueMode(exchange);
  const result = await route.handle({ body, query, principal, call, values });
  return typeof result === 'string' ? result : stringifyAnswer(result);
}

function valueMode({ peer, settings }: Exchange): ValueMode {
  return settings.values ?? (isTrustedLoopback(peer, settings) ? 'full' : 'masked');
}

function idempotencyKey(body: unknown): string | undefined {
  const key = (body as { idempotency_key?: unknown } | null | undefined)?.idempotency_key;
  return typeof key === 'string' ? key : undefined;
}

function reply(route: ServedRoute, body: string, headers: Reply['headers']): Reply {
  return { status: 200, mediaType: route.mediaType, body, headers };
}
