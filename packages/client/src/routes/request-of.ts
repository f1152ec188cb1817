import { ROUTE_PLACES, type RouteId } from '@safeai/api/wire';
import { InvalidRequestError } from '@safeai/core';
import type { RouteCall } from './route-caller.ts';

/** A request as it is sent. */
export interface RouteRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body?: string;
  /** Asked twice, it happens once. */
  readonly isRepeatable: boolean;
}

/**
 * A call of a route as a request.
 *
 * @param makeKey makes the `idempotency_key` of a body that has none
 * @throws InvalidRequestError
 */
export function requestOf(
  routeId: RouteId,
  { params = {}, query = {}, body }: RouteCall,
  makeKey: () => string,
): RouteRequest {
  const [method, path] = ROUTE_PLACES[routeId];
  const target = path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, params[name]));
  const search = searchOf(query);
  const request = { method, target: `${target}${search === '' ? '' : '?'}${search}` };
  if (method !== 'POST') return { ...request, isRepeatable: method === 'GET' };
  const { idempotency_key: key = makeKey() } = (body ?? {}) as { idempotency_key?: string };
  return { ...request, body: json({ ...body, idempotency_key: key }), isRepeatable: true };
}

/** A name in a path. Dots alone would lead elsewhere. */
function segment(name: string, value: string | undefined): string {
  if (value === undefined || /^\.{0,2}$/.test(value)) {
    throw notValid(name, 'names nothing');
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw notValid(name, 'is not well-formed text');
  }
}

function searchOf(query: NonNullable<RouteCall['query']>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.toString();
}

function json(body: object): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new InvalidRequestError('The request cannot be written as JSON.', { cause });
  }
}

function notValid(path: string, message: string): InvalidRequestError {
  return new InvalidRequestError(`${path} ${message}.`, { details: [{ path, message }] });
}
