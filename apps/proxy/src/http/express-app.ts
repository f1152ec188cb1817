import type { IncomingMessage } from 'node:http';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { PAGE_POLICIES } from '../docs/pages.ts';
import { redocAssets } from '../docs/redoc.ts';
import { swaggerAssets } from '../docs/swagger.ts';
import { helmetOptions } from '../edge/security-headers.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import type { Exchange } from './exchange.ts';
import type { Front } from './front.ts';
import { noRoute } from './not-found.ts';
import { HttpError } from './problem.ts';
import type { RouteFinder } from './route-finder.ts';

/** helmet has set its headers already. */
const BY_HELMET: readonly string[] = [];

/** What the application serves, and with what. */
export interface ExpressAppOptions {
  readonly routes: readonly ServedRoute[];
  readonly finder: RouteFinder;
  readonly front: Front;
  /** The exchange that the edge made of a request. */
  readonly exchangeOf: (req: IncomingMessage) => Exchange;
}

/** The Express application: every route, the files of the pages, and answers to all that is no route. */
export function expressApp(options: ExpressAppOptions): Express {
  const { routes, finder, front, exchangeOf } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('strict routing');
  app.enable('case sensitive routing');
  app.use(helmet(helmetOptions()));
  for (const [path, policy] of PAGE_POLICIES) app.use(path, helmet(helmetOptions(policy)));
  for (const route of routes) {
    const handler: RequestHandler = (req) => front.serve(route, exchangeOf(req), BY_HELMET);
    const paths = PAGE_POLICIES.has(route.path) ? [route.path, `${route.path}/`] : route.path;
    if (route.method === 'GET') app.get(paths, handler);
    else app.post(paths, handler);
  }
  app.use('/docs', swaggerAssets());
  app.use('/redoc', redocAssets());
  app.use((req) => {
    const exchange = exchangeOf(req);
    front.fail(exchange, noRoute(finder, exchange.path), BY_HELMET);
  });
  app.use(onError(options));
  return app;
}

/** Express and its file server throw errors of their own, all about the request's path. */
function onError({ front, exchangeOf }: ExpressAppOptions): ErrorRequestHandler {
  return (error: unknown, req, _res, _next) => {
    const status = (error as { status?: unknown } | null)?.status;
    const refused =
      typeof status === 'number' && status >= 400 && status < 500
        ? new HttpError('invalid_request', 'The path of the request is not valid.', { status: 400 })
        : error;
    front.fail(exchangeOf(req), refused, BY_HELMET);
  };
}
