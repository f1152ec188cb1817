import {
  bodyValidator,
  queryValidator,
  ROUTE_ACCESS,
  ROUTES,
  type RouteDescription,
  type RouteId,
  type Validator,
} from '@safeai/api';
import { capturedHeaders, helmetOptions } from '../edge/security-headers.ts';
import { PAGE_POLICIES } from '../docs/pages.ts';
import { hasNames, PathPattern } from '../http/path-pattern.ts';
import type { WithHeaders } from '../http/with-headers.ts';
import type { EdgeRoute } from './edge-route.ts';
import type { HandlerInput, Handlers } from './handler.ts';

/** What a handler gives: a document, the text of an answer that is not JSON, or either with headers. */
export type HandlerAnswer = object | string | WithHeaders<object | string>;

/** A route with all that is needed to serve it. Both dispatchers serve the same ones. */
export interface ServedRoute extends EdgeRoute {
  readonly id: RouteId;
  /** Absent for a path without names. */
  readonly validateParams?: Validator;
  /** Which names a path takes, for who sent another kind of thing. Absent for a path without names. */
  readonly takes?: string;
  /** Its body, or else its query, has a field for the agent that asks: whoever may speak for several must name one. */
  readonly namesAgent: boolean;
  /** Its body may be as large as those that are forwarded. */
  readonly forwards: boolean;
  /** Its body says neither who asks nor for which tenant, and one that cannot be read is handed on as none. */
  readonly foreignBody: boolean;
  /** Its query is for the page that it answers with. */
  readonly queryOfPage: boolean;
  readonly validateQuery: Validator;
  /** Absent for routes that take no body. */
  readonly body?: { readonly required: boolean; readonly validate: Validator };
  readonly mediaType: string;
  readonly handle: (input: HandlerInput) => Promise<HandlerAnswer> | HandlerAnswer;
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
      ...named(route),
      hot: route.hot,
      access: ROUTE_ACCESS[route.id],
      namesAgent: namesAgent(route),
      signsIn: 'signsIn' in route,
      takesTicket: 'takesTicket' in route,
      forwards: 'forwards' in route,
      foreignBody: 'foreignBody' in route,
      queryOfPage: 'queryOfPage' in route,
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

function namesAgent({ body, query, foreignBody }: RouteDescription): boolean {
  const named = foreignBody === true ? query : body?.schema;
  return 'agent_id' in ((named?.properties ?? {}) as object);
}

/** What a path with names needs beside a literal one. */
function named({
  id,
  path,
  params,
}: RouteDescription): Pick<ServedRoute, 'pattern' | 'validateParams' | 'takes'> {
  if (!hasNames(path)) return {};
  if (params === undefined) throw new Error(`The route ${id} has names in its path and no params.`);
  const takes = Object.entries(params.properties).map(([name, schema]) => kindOf(name, schema));
  return {
    pattern: new PathPattern(path),
    validateParams: bodyValidator(params),
    takes: takes.join('; '),
  };
}

/** What a name in a path says of itself. */
interface NameSchema {
  readonly description?: string;
  readonly examples?: unknown;
}

/** ``id is the `id` of a key, such as key-0a1b2c3d4e5f``. */
function kindOf(name: string, { description = '', examples }: NameSchema): string {
  const what = description.replace(/\.$/, '').replace(/^The /, 'the ');
  const [example] = Array.isArray(examples) ? (examples as unknown[]) : [];
  return `${name} is ${what}${typeof example === 'string' ? `, such as ${example}` : ''}`;
}
