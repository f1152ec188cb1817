import type { IncomingMessage, RequestListener } from 'node:http';
import {
  Router,
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import { DASHBOARD_PATH } from '../dashboard/page.ts';
import { addDashboard } from '../dashboard/places.ts';
import { filesOfPages, PAGE_POLICIES } from '../docs/pages.ts';
import { isProviderRoute } from '../gateway/serve/provider-routes.ts';
import { limitAnswerTime } from './answer-time.ts';
import type { Exchange } from './exchange.ts';
import type { AnyRoute, Front } from './front.ts';
import { noRoute } from './not-found.ts';
import { HttpError } from './problem.ts';
import type { RouteFinder } from './route-finder.ts';

const VERBS = { GET: 'get', POST: 'post', DELETE: 'delete' } as const;

/** What the router serves, and with what. */
export interface ExpressRouterOptions {
  readonly finder: RouteFinder<AnyRoute>;
  readonly front: Front;
  /** The exchange that the edge made of a request. */
  readonly exchangeOf: (req: IncomingMessage) => Exchange;
  /** The folder of the dashboard, where there is one. */
  readonly dashboardFiles: string | undefined;
}

/**
 * Express' router over every route, the files of the pages, and answers to all that is no route.
 *
 * It is a router and no application: an application first gives each request and response other prototypes,
 * which costs more than all the rest of a request, and which only the files of the pages need.
 */
export function expressRouter(options: ExpressRouterOptions): RequestListener {
  const { finder, front, exchangeOf, dashboardFiles } = options;
  const router = Router({ strict: true, caseSensitive: true });
  const refuse: RequestHandler = (req) => {
    const exchange = exchangeOf(req);
    front.fail(exchange, noRoute(finder, exchange.path));
  };
  const inTime: RequestHandler = (req, res, next) => {
    limitAnswerTime(res, exchangeOf(req).settings.limits.answerSeconds);
    next();
  };
  for (const routes of finder.places) {
    const [route] = routes;
    if (route === undefined) continue;
    const place = router.route(pathsOf(route));
    for (const each of routes) {
      place[VERBS[each.method]]((req) => front.serve(each, exchangeOf(req)));
    }
    // Nor may a path with names that comes later answer for another method.
    place.all(refuse);
  }
  for (const [path, files] of filesOfPages()) router.use(path, inTime, files);
  const page = finder.find('GET', DASHBOARD_PATH);
  if (page !== undefined && !isProviderRoute(page) && dashboardFiles !== undefined) {
    addDashboard(router, { folder: dashboardFiles, page, front, exchangeOf, inTime });
  }
  router.use(refuse);
  router.use(onError(options));
  // What runs above reads nothing that an application would have added.
  return (req, res) => {
    router(req as Request, res as Response, () => undefined);
  };
}

/** How Express is told a path. */
function pathsOf({ path, pattern }: AnyRoute): string | RegExp | string[] {
  if (pattern !== undefined) return pattern.regExp;
  return PAGE_POLICIES.has(path) ? [path, `${path}/`] : path;
}

/** Express and its file server throw errors of their own, all about the request's path. */
function onError({ front, exchangeOf }: ExpressRouterOptions): ErrorRequestHandler {
  return (error: unknown, req, _res, _next) => {
    const status = (error as { status?: unknown } | null)?.status;
    const refused =
      typeof status === 'number' && status >= 400 && status < 500
        ? new HttpError('invalid_request', 'The path of the request is not valid.', { status: 400 })
        : error;
    front.fail(exchangeOf(req), refused);
  };
}
