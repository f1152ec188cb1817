import {
  bodyValidator,
  queryValidator,
  ROUTE_ACCESS,
  ROUTES,
  type RouteAccess,
  type RouteId,
  type Validator,
} from '@safeai/api';
import { capturedHeaders, helmetOptions } from '../edge/security-headers.ts';
import { PAGE_POLICIES } from '../docs/pages.ts';
import type { HandlerInput, Handlers } from './handler.ts';

/** A route with all that is needed to serve it. Both dispatchers serve the same ones. */
export interface ServedRoute {
  readonly id: RouteId;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly hot: boolean;
  readonly access: RouteAccess;
  readonly validateQuery: Validator;
  /** Absent for routes that take no body. */
  readonly body?: { readonly required: boolean; readonly validate: Validator };
  readonly mediaType: string;
  /** The flat list of headers that helmet sets for this route. */
  readonly securityHeaders: readonly string[];
  readonly handle: (input: HandlerInput) => Promise<object | string> | object | string;
}

const JSON_TYPE = 'application/json';

/** The table of `@safeai/api` with handlers, compiled validators and prepared headers. */
export function servedRoutes(handlers: Handlers): readonly ServedRoute[] {
  const apiHeaders = capturedHeaders(helmetOptions());
  return ROUTES.map((route): ServedRoute => {
    const policy = PAGE_POLICIES.get(route.path);
    return {
      id: route.id,
      method: route.method,
      path: route.path,
      hot: route.hot,
      access: ROUTE_ACCESS[route.id],
      validateQuery: queryValidator(route.query),
      ...('body' in route
        ? { body: { required: route.body.required, validate: bodyValidator(route.body.schema) } }
        : {}),
      mediaType: 'mediaType' in route.answer ? route.answer.mediaType : JSON_TYPE,
      securityHeaders: policy === undefined ? apiHeaders : capturedHeaders(helmetOptions(policy)),
      // The table types each handler by its own route; here they are all called alike.
      handle: handlers[route.id] as ServedRoute['handle'],
    };
  });
}
