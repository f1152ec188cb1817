import {
  PROVIDER_ROUTES,
  ROUTE_ACCESS,
  type ProviderRouteDescription,
  type ProviderRouteId,
} from '@safeai/api';
import { PROTOCOLS, type Protocol } from '@safeai/protocols';
import { capturedHeaders, helmetOptions } from '../../edge/security-headers.ts';
import { hasNames, PathPattern } from '../../http/path-pattern.ts';
import type { EdgeRoute } from '../../routes/edge-route.ts';
import type { Provider } from '../upstreams/provider.ts';

/** A provider route with all that is needed to serve it, at one of its paths. */
export interface ServedProviderRoute extends EdgeRoute {
  readonly id: ProviderRouteId;
  readonly protocol: Protocol;
  readonly provider: Provider;
}

/** Whether a route speaks a provider's format. */
export function isProviderRoute(route: EdgeRoute): route is ServedProviderRoute {
  return 'protocol' in route;
}

/** The provider routes of `@safeai/api`, each of their paths a route. */
export function providerRoutes(): readonly ServedProviderRoute[] {
  const securityHeaders = capturedHeaders(helmetOptions());
  return PROVIDER_ROUTES.flatMap((route) => {
    const { method, paths, provider }: ProviderRouteDescription = route;
    const protocol = protocolOf(route);
    return paths.map((path) => ({
      id: route.id,
      method,
      path,
      ...(hasNames(path) ? { pattern: new PathPattern(path) } : {}),
      // Agents call them for every step.
      hot: true,
      access: ROUTE_ACCESS[route.id],
      signsIn: false,
      takesTicket: false,
      securityHeaders,
      protocol,
      provider,
    }));
  });
}

function protocolOf({ id, protocol }: ProviderRouteDescription): Protocol {
  const known = PROTOCOLS.find((one) => one.id === protocol);
  if (known === undefined) throw new Error(`The route ${id} speaks no known format: ${protocol}.`);
  return known;
}
