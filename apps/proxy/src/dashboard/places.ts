import type { Request, RequestHandler, Router } from 'express';
import { filesBehind } from '../docs/pages.ts';
import type { Exchange } from '../http/exchange.ts';
import type { Front } from '../http/front.ts';
import { sendReply } from '../http/reply.ts';
import type { ServedRoute } from '../routes/served-route.ts';
import { dashboardFiles } from './files.ts';
import { DASHBOARD_PATH, dashboardIsOff } from './page.ts';

/** Paths of the page's own: its views. What lies in `assets` is a file or nothing. */
const VIEWS = /^\/dashboard\/(?!assets\/)/;

/** What {@link addDashboard} works with. */
export interface DashboardPlaces {
  /** The folder of what was built. */
  readonly folder: string;
  /** The route that answers with the page. */
  readonly page: ServedRoute;
  readonly front: Front;
  readonly exchangeOf: (req: Request) => Exchange;
  /** Limits the time that an answer takes. */
  readonly inTime: RequestHandler;
}

/** Adds what lies below the page: its files, its views, and the way to it from `/`. All of it is gone while it is off. */
export function addDashboard(router: Router, places: DashboardPlaces): void {
  const { folder, page, front, exchangeOf, inTime } = places;
  const whereOn: RequestHandler = (req, _res, next) => {
    const exchange = exchangeOf(req);
    if (exchange.settings.dashboardEnabled) next();
    else front.fail(exchange, dashboardIsOff());
  };
  router.use(DASHBOARD_PATH, whereOn, inTime, filesBehind(dashboardFiles(folder)));
  router.get(VIEWS, (req) => front.serve(page, exchangeOf(req)));
  router.get('/', whereOn, (req) => {
    const exchange = exchangeOf(req);
    return front.open(page, exchange, () => Promise.resolve(sendThere(exchange, page)));
  });
}

/** Sends who came to the server's root to the page. @returns the status */
function sendThere(exchange: Exchange, { mediaType, securityHeaders }: ServedRoute): number {
  const headers = { location: DASHBOARD_PATH };
  const status = 302;
  sendReply(exchange, { status, mediaType, body: '', headers }, securityHeaders);
  return status;
}
