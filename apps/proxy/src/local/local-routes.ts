import { stringifyAnswer } from '@safeai/api';
import { ROLES, type Principal } from '@safeai/core';
import type { Runtime } from '@safeai/runtime';
import { tenantOf } from '../edge/access.ts';
import { signInOf } from '../edge/sign-in/sign-in.ts';
import { EventTickets } from '../events/tickets.ts';
import { noSuchName } from '../http/not-found.ts';
import { parseQuery } from '../http/parse-query.ts';
import { checkValid } from '../http/validation.ts';
import { WithHeaders } from '../http/with-headers.ts';
import { createLog } from '../log/log.ts';
import { countDecisions } from '../metrics/count-decisions.ts';
import { handlers } from '../routes/handlers.ts';
import { servedRoutes } from '../routes/served-route.ts';
import { DEFAULT_TENANT } from '../settings/settings.ts';

/** What a route is called with. */
export interface LocalCall {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** What a route answered. */
export interface LocalAnswer {
  readonly body: unknown;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Who calls. */
export interface LocalCaller {
  /** As records name it; `local-cli` if absent. */
  readonly user?: 'local' | 'local-cli';
}

/** Whoever may open the state folder may do everything with it. */
function principalOf({ user = 'local-cli' }: LocalCaller): Principal {
  const tenant = DEFAULT_TENANT;
  return { tenant, tenants: ['*'], user, roles: ROLES, source: 'embedded' };
}

/**
 * The routes of a server, without a server: for commands on a state folder that no server works on. Queries and
 * bodies are checked as over HTTP.
 *
 * @returns calls a route by its id; throws what the route throws
 */
export function localRoutes(
  runtime: Runtime,
  caller: LocalCaller = {},
): (routeId: string, call?: LocalCall) => Promise<LocalAnswer> {
  const principal = principalOf(caller);
  const { mode } = runtime.config.server;
  const log = createLog({ level: 'error' });
  const draining = (): boolean => false;
  const routes = servedRoutes(
    handlers({
      ...{ runtime, metrics: countDecisions(runtime), log, mode, draining },
      ...signInOf(runtime),
      tickets: new EventTickets(),
    }),
  );
  return async (routeId, { params = {}, query = {}, body } = {}) => {
    const route = routes.find(({ id }) => id === routeId);
    if (route === undefined) throw new Error(`There is no route ${routeId}.`);
    if ((route.validateParams?.(params).length ?? 0) > 0) throw noSuchName(route);
    const checkedQuery = parseQuery(new URLSearchParams(query).toString(), route.validateQuery);
    if (route.body !== undefined && (body !== undefined || route.body.required)) {
      checkValid(route.body.validate, body, 'body');
    }
    const answer = await route.handle({
      params,
      query: checkedQuery,
      body,
      principal,
      tenant: tenantOf(principal, body ?? query),
      call: { principal },
      values: 'masked',
      isTrustedLocal: true,
      signal: new AbortController().signal,
      gone: new AbortController().signal,
    });
    const { body: document, headers } =
      answer instanceof WithHeaders ? answer : { body: answer, headers: {} };
    return {
      body: typeof document === 'string' ? document : JSON.parse(stringifyAnswer(document)),
      headers,
    };
  };
}
