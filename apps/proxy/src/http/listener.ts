import type { IncomingMessage, RequestListener } from 'node:http';
import type { Exchange } from './exchange.ts';
import { expressRouter } from './express-router.ts';
import type { AnyRoute, Front } from './front.ts';
import { RouteFinder } from './route-finder.ts';

/** Which routes are served ahead of Express. Tests serve all or none of them so, and compare. */
export type AheadOfExpress = 'hot' | 'all' | 'none';

/**
 * The two dispatchers behind one door: every request passes the edge, then a route that is called often is
 * found by its path, and everything else goes through Express.
 *
 * @param dashboardFiles the folder of the dashboard, where there is one
 */
export function requestListener(
  routes: readonly AnyRoute[],
  front: Front,
  ahead: AheadOfExpress,
  dashboardFiles?: string,
): RequestListener {
  const exchanges = new WeakMap<IncomingMessage, Exchange>();
  const isFirst = (route: AnyRoute): boolean => ahead === 'all' || (ahead === 'hot' && route.hot);
  const finder = new RouteFinder(routes);
  const express = expressRouter({
    finder,
    front,
    dashboardFiles,
    exchangeOf: (req) => {
      const exchange = exchanges.get(req);
      if (exchange === undefined) throw new Error('The request did not come through the edge.');
      return exchange;
    },
  });
  const serve: RequestListener = (req, res) => {
    const exchange = front.enter(req, res);
    if (exchange === undefined) return;
    const route = finder.find(req.method, exchange.path);
    if (route !== undefined && isFirst(route)) {
      void front.serve(route, exchange);
      return;
    }
    exchanges.set(req, exchange);
    express(req, res);
  };
  return (req, res) => {
    // Of what is sent ahead, Node tells nobody when its caller leaves: it waits for the answer before it.
    if (res.socket === null) res.once('socket', serve.bind(undefined, req, res));
    else serve(req, res);
  };
}
